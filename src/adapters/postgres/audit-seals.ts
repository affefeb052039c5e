// Seals audit entries behind the transactions that wrote them. The order is that of sealing: an entry that commits late
// is sealed late, and nothing has to be known about transactions that are still under way.
import type { Head } from '#features/audit/seal.ts';
import type { Chain, SealStore } from '#features/audit/store.ts';
import { CANONICAL_ENTRY, canonicalTime } from './audit-form.ts';
import type { Client, Queries } from './client.ts';
import { rowsOf } from './statements.ts';

/** One process seals at a time; it holds this lock until its seals are committed. */
const SEALER_LOCK = 7_270_736_915;

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

export function createSealStore({ pool, transaction }: Client): SealStore {
  return {
    async extend(limit, chain) {
      const [any] = await rowsOf(pool, 'SELECT 1 FROM audit_unsealed LIMIT 1', []);
      return any === undefined ? 0 : transaction((db) => extend(db, limit, chain));
    },
    head,
    async hashAt(seq) {
      const [row] = await rowsOf<{ hash: string }>(
        pool,
        `SELECT encode(hash, 'hex') AS hash FROM audit_seal WHERE seq = $1`,
        [seq],
      );
      return row?.hash ?? null;
    },
    async figures() {
      const [row] = await rowsOf<{ count: number; oldest: Date | null }>(pool, FIGURES, []);
      return { head: await head(), unsealed: row?.count ?? 0, oldestUnsealed: row?.oldest ?? null };
    },
  };

  async function head(): Promise<Head | null> {
    const [row] = await rowsOf<{ seq: number; hash: string }>(pool, HEAD, []);
    return row ?? null;
  }
}

async function extend(db: Queries, limit: number, chain: Chain): Promise<number | null> {
  const [lock] = await db.$queryRaw<
    { got: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${SEALER_LOCK}::bigint) AS got`;
  if (lock?.got !== true) return null;
  // A statement of its own, behind the lock: it sees what the sealer before has committed.
  const waiting = await db.$queryRawUnsafe<{ id: string; entry: string }[]>(WAITING, limit);
  if (waiting.length === 0) return 0;
  const [head = null] = await db.$queryRawUnsafe<Head[]>(HEAD);
  const [time] = await db.$queryRawUnsafe<{ now: string }[]>(NOW);
  const sealedAt = time?.now ?? '';
  const entries = waiting.map(({ entry }) => entry);
  const ids = waiting.map(({ id }) => BigInt(id));
  await db.$executeRawUnsafe(SEAL, BigInt(head?.seq ?? 0), sealedAt, ids, chain(head, sealedAt, entries));
  return waiting.length;
}
