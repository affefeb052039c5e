// Turns that all processes on this database share: a key takes one call an interval, who waits goes by urgency and then
// by arrival. Knows nothing of what is called. Its tables are unlogged, so a turn does not wait for the disk.
import { z } from 'zod';
import type { Turn } from '#ports/pace.ts';
import { changesOf, rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

interface SlotRequest {
  readonly key: string;
  readonly ticket: string;
  readonly urgency: number;
  readonly intervalMs: number;
  /** Calls that a quiet key takes at once. */
  readonly burst: number;
  /** `crowded` in place of a wait that is longer, or of any while the key is crowded; null: whatever it takes. */
  readonly patienceMs: number | null;
}

export interface SlotBook {
  take(request: SlotRequest): Promise<Turn>;
  /** Counts a call that did not ask. */
  spend(key: string, intervalMs: number): Promise<void>;
  /** Nothing goes out under this key before so many milliseconds have passed. */
  hold(key: string, ms: number): Promise<void>;
  crowd(key: string, ms: number): Promise<void>;
  isCrowded(key: string): Promise<boolean>;
}

/** A place not used this long after its time is nobody's: its process died, or its intent was given up. */
const ABANDONED_MS = 5_000;

// The database's own time unless a clock is given ($2): replicas' clocks differ, and a sandbox moves its own.
const NOW = `COALESCE($2::timestamptz, clock_timestamp())`;

// One statement, so that a free turn costs one round trip. What it inserts is `now + interval`, which is how the time
// reaches the conflict's part: there `EXCLUDED.next_at - interval` is now.
const TAKE = `
  WITH clock AS (SELECT ${NOW} AS now),
  ahead AS (
    SELECT count(*)::int AS waiting FROM slack_slot slot, clock
    WHERE slot.key = $1 AND slot.ticket <> $3 AND slot.due_at > clock.now - ${ABANDONED_MS} * interval '1 ms'
      AND (slot.urgency < $4 OR (slot.urgency = $4 AND slot.id < COALESCE(
        (SELECT id FROM slack_slot WHERE key = $1 AND ticket = $3), 9223372036854775807)))
  ),
  taken AS (
    INSERT INTO slack_pace AS pace (key, next_at) SELECT $1, now + $5::int * interval '1 ms' FROM clock
    ON CONFLICT (key) DO UPDATE SET next_at = GREATEST(pace.next_at + $5::int * interval '1 ms', EXCLUDED.next_at)
    WHERE (SELECT waiting FROM ahead) = 0
      AND pace.next_at + ($5::int - $6::int) * interval '1 ms' <= EXCLUDED.next_at
      AND COALESCE(pace.held_until + $5::int * interval '1 ms' <= EXCLUDED.next_at, true)
      AND (NOT $7::boolean OR COALESCE(pace.crowded_until + $5::int * interval '1 ms' <= EXCLUDED.next_at, true))
    RETURNING key
  ),
  gone AS (DELETE FROM slack_slot WHERE key = $1 AND ticket = $3 AND EXISTS (SELECT 1 FROM taken))
  SELECT EXISTS (SELECT 1 FROM taken) AS taken, ahead.waiting,
    COALESCE(EXTRACT(epoch FROM GREATEST(pace.next_at - $6::int * interval '1 ms', pace.held_until) - clock.now), 0)::float8
      * 1000 AS "freeInMs",
    COALESCE(pace.crowded_until > clock.now, false) AS crowded,
    EXISTS (SELECT 1 FROM slack_slot WHERE key = $1 AND ticket = $3) AS waits
  FROM clock CROSS JOIN ahead LEFT JOIN slack_pace pace ON pace.key = $1`;

const Taken = z.object({
  taken: z.boolean(),
  waiting: z.number(),
  freeInMs: z.number(),
  crowded: z.boolean(),
  waits: z.boolean(),
});

const WAIT = `
  WITH clock AS (SELECT ${NOW} AS now),
  abandoned AS (
    DELETE FROM slack_slot slot USING clock
    WHERE slot.key = $1 AND slot.ticket <> $3 AND slot.due_at <= clock.now - ${ABANDONED_MS} * interval '1 ms'
  )
  INSERT INTO slack_slot AS slot (key, ticket, urgency, due_at)
  SELECT $1, $3, $4, now + $5::int * interval '1 ms' FROM clock
  ON CONFLICT (key, ticket) DO UPDATE SET urgency = EXCLUDED.urgency, due_at = EXCLUDED.due_at`;

const SPEND = `
  INSERT INTO slack_pace AS pace (key, next_at) VALUES ($1, ${NOW} + $3::int * interval '1 ms')
  ON CONFLICT (key) DO UPDATE SET next_at = GREATEST(pace.next_at + $3::int * interval '1 ms', EXCLUDED.next_at)`;

const UNTIL = (column: 'held_until' | 'crowded_until') => `
  INSERT INTO slack_pace AS pace (key, next_at, ${column}) SELECT $1, now, now + $3::int * interval '1 ms'
  FROM (SELECT ${NOW} AS now) clock
  ON CONFLICT (key) DO UPDATE SET ${column} = GREATEST(pace.${column}, EXCLUDED.${column})`;

/** @param time the time to go by; null for the database's own. */
export function createSlotBook(pool: Sql, time: () => Date | null = () => null): SlotBook {
  return {
    async take({ key, ticket, urgency, intervalMs, burst, patienceMs }) {
      const values = [key, time(), ticket, urgency, intervalMs, (burst - 1) * intervalMs, patienceMs !== null];
      const [row] = await rowsOf(pool, TAKE, values);
      const { taken, waiting, freeInMs, crowded, waits } = Taken.parse(row);
      if (taken) return { kind: 'now' };
      const ms = Math.max(1, Math.ceil(Math.max(0, freeInMs) + waiting * intervalMs));
      if (patienceMs !== null && (crowded || ms > patienceMs)) {
        if (waits) await changesOf(pool, 'DELETE FROM slack_slot WHERE key = $1 AND ticket = $2', [key, ticket]);
        return { kind: 'crowded' };
      }
      await changesOf(pool, WAIT, [key, time(), ticket, urgency, ms]);
      return { kind: 'wait', ms };
    },
    async spend(key, intervalMs) {
      await changesOf(pool, SPEND, [key, time(), intervalMs]);
    },
    async hold(key, ms) {
      await changesOf(pool, UNTIL('held_until'), [key, time(), Math.ceil(ms)]);
    },
    async crowd(key, ms) {
      await changesOf(pool, UNTIL('crowded_until'), [key, time(), ms]);
    },
    async isCrowded(key) {
      const rows = await rowsOf(pool, `SELECT 1 FROM slack_pace WHERE key = $1 AND crowded_until > ${NOW}`, [
        key,
        time(),
      ]);
      return rows.length > 0;
    },
  };
}
