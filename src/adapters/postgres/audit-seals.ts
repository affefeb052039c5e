// Seals audit entries behind the transactions that wrote them. The order is that of sealing: an entry that commits late
// is sealed late, and nothing has to be known about transactions that are still under way. Of several processes that
// go on from the same head one wins, because its number can be given once; the others look again.
import { DatabaseError } from 'pg';
import type { Head } from '#features/audit/seal.ts';
import type { Chain, SealStore } from '#features/audit/store.ts';
import { CANONICAL_ENTRY, canonicalTime } from './audit-form.ts';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

const UNIQUE_VIOLATION = '23505';

const HEAD = `SELECT seq::float8 AS seq, encode(hash, 'hex') AS hash FROM audit_seal ORDER BY seq DESC LIMIT 1`;

const WAITING = `
  SELECT a.id::text AS id, ${CANONICAL_ENTRY} AS entry
  FROM audit_unsealed waiting JOIN audit a ON a.id = waiting.audit_id ORDER BY waiting.audit_id LIMIT $1`;

/** The database's own time, in the milliseconds that the column keeps. */
const NOW = `SELECT ${canonicalTime(`date_trunc('milliseconds', clock_timestamp())`)} AS now`;

const SEAL = `
  WITH sealed AS (
    INSERT INTO audit_seal (seq, audit_id, hash, sealed_at)
    SELECT $1::bigint + place, id, decode(hash, 'hex'), $2::timestamp AT TIME ZONE 'UTC'
    FROM unnest($3::bigint[], $4::text[]) WITH ORDINALITY AS given (id, hash, place)
    RETURNING audit_id
  )
  DELETE FROM audit_unsealed USING sealed WHERE audit_unsealed.audit_id = sealed.audit_id`;

const FIGURES = `
  SELECT waiting.count, (SELECT at FROM audit WHERE id = waiting.oldest) AS oldest
  FROM (SELECT count(*)::int AS count, min(audit_id) AS oldest FROM audit_unsealed) waiting`;

export function createSealStore(pool: Sql): SealStore {
  return {
    extend,
    head,
    async hashAt(seq) {
      const text = `SELECT encode(hash, 'hex') AS hash FROM audit_seal WHERE seq = $1`;
      const [row] = await rowsOf<{ hash: string }>(pool, text, [seq]);
      return row?.hash ?? null;
    },
    async figures() {
      const [row] = await rowsOf<{ count: number; oldest: Date | null }>(pool, FIGURES, []);
      return { head: await head(), unsealed: row?.count ?? 0, oldestUnsealed: row?.oldest ?? null };
    },
  };

  async function head(): Promise<Head | null> {
    const [row] = await rowsOf<Head>(pool, HEAD, []);
    return row ?? null;
  }

  async function extend(limit: number, chain: Chain): Promise<number | null> {
    const waiting = await rowsOf<{ id: string; entry: string }>(pool, WAITING, [limit]);
    if (waiting.length === 0) return 0;
    const before = await head();
    const [time] = await rowsOf<{ now: string }>(pool, NOW, []);
    const sealedAt = time?.now ?? '';
    const entries = waiting.map(({ entry }) => entry);
    const ids = waiting.map(({ id }) => id);
    return put([before?.seq ?? 0, sealedAt, ids, chain(before, sealedAt, entries)], waiting.length);
  }

  /** All of them or none: their numbers and their entries are each sealed once, whoever is first. */
  async function put(values: readonly unknown[], count: number): Promise<number | null> {
    try {
      await rowsOf(pool, SEAL, values);
      return count;
    } catch (error) {
      if (wasBeaten(error)) return null;
      throw error;
    }
  }
}

function wasBeaten(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof DatabaseError && error.cause.code === UNIQUE_VIOLATION;
}
