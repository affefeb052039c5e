// What each look at a closed period knew then. Rows are added and never changed; those of Signalbox itself may be forgotten.
import { z } from 'zod';
import type { Evaluation, LooksAsked, WatchStore } from '#features/anomalies/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { toJsonb } from '../json-columns.ts';

const LookRow = z.object({
  watch: z.string(),
  series: z.string(),
  day: z.string(),
  look: z.number(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  expected: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  probability: z.number(),
  score: z.number(),
  direction: z.enum(['up', 'down']).nullable(),
  because: z.enum(['value', 'days', 'shift', 'threshold']).nullable(),
  since: z.string().nullable(),
  flagged: z.boolean(),
  state: z.enum(['warming_up', 'special', 'judged', 'new_normal', 'missing', 'stale']),
  evaluatedAt: z.date(),
});

const COLUMNS = Prisma.sql`watch, series, day, look, value, numerator, denominator, expected, low, high, probability,
  score, direction, because, since, flagged, state`;
/** Of one statement: their text is sent whole. */
const PORTION = 2000;

export function createLookStore(db: Queries): Pick<WatchStore, 'record' | 'looks' | 'forgetOwn'> {
  return {
    async record(evaluations) {
      if (evaluations.length === 0) return;
      await lockNumbers(db, evaluations);
      for (let at = 0; at < evaluations.length; at += PORTION) {
        await insert(db, evaluations.slice(at, at + PORTION));
      }
    },
    async looks(asked) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT DISTINCT ON (watch, series, day) ${COLUMNS}, evaluated_at AS "evaluatedAt" FROM watch_evaluation
        WHERE ${conditions(asked)} ORDER BY watch, series, day, look DESC`;
      return rows.map((row): Evaluation => LookRow.parse(row));
    },
    async forgetOwn(before) {
      await db.$executeRaw`
        DELETE FROM watch_evaluation WHERE starts_with(watch, 'own:') AND evaluated_at < ${before}`;
    },
  };
}

/** Two that number the looks of a watch at once would choose the same numbers. Until the transaction's end. */
async function lockNumbers(db: Queries, evaluations: readonly Evaluation[]): Promise<void> {
  const watches = [...new Set(evaluations.map(({ watch }) => watch))].toSorted();
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('looks:' || watch, 0))
    FROM unnest(${watches}::text[]) WITH ORDINALITY AS given (watch, at) ORDER BY at`;
}

async function insert(db: Queries, evaluations: readonly Evaluation[]): Promise<void> {
  await db.$executeRaw`
    WITH given AS (
      SELECT *, row_number() OVER (PARTITION BY watch, series, day, look > 0 ORDER BY at) AS nth
      FROM ROWS FROM (jsonb_to_recordset(${toJsonb(evaluations)}::jsonb) AS (watch text, series text, day text, look int,
        value float8, numerator float8, denominator float8, expected float8, low float8, high float8,
        probability float8, score float8, direction text, because text, since text, flagged boolean, state text,
        "evaluatedAt" timestamptz)) WITH ORDINALITY AS rows (watch, series, day, look, value, numerator, denominator,
        expected, low, high, probability, score, direction, because, since, flagged, state, evaluated_at, at)
    )
    INSERT INTO watch_evaluation (${COLUMNS}, evaluated_at)
    SELECT watch, series, day, CASE WHEN look = 0 THEN 0 ELSE nth + coalesce((SELECT max(before.look)
        FROM watch_evaluation before WHERE before.watch = given.watch AND before.series = given.series
          AND before.day = given.day), 0) END,
      value, numerator, denominator, expected, low, high, probability, score, direction, because, since, flagged, state,
      evaluated_at
    FROM given WHERE look > 0 OR nth = 1 AND NOT EXISTS (SELECT FROM watch_evaluation before
      WHERE before.watch = given.watch AND before.series = given.series AND before.day = given.day AND before.look = 0)`;
}

function conditions({ watches, series, from, to, asOf }: LooksAsked): Prisma.Sql {
  // Minutes of the last day are later, as text, than the day itself.
  const last = `${to}~`;
  const asked = [
    Prisma.sql`watch = ANY(${[...watches]})`,
    Prisma.sql`day >= ${from} AND day <= ${last}`,
    ...(series === undefined ? [] : [Prisma.sql`series = ${series}`]),
    ...(asOf === undefined ? [] : [Prisma.sql`evaluated_at <= ${asOf}`]),
  ];
  return Prisma.join(asked, ' AND ');
}
