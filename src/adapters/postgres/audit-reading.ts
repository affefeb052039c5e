// Reads the whole audit log with its seals, in pages by key: for verifying and exporting, beside an app that goes on.
import type { SealedRow, SealReader } from '#features/audit/store.ts';
import { CANONICAL_ENTRY, canonicalTime } from './audit-form.ts';
import { rowsOf } from './statements.ts';
import type { Sql } from './statements.ts';

const SEALED = `
  SELECT s.seq::float8 AS seq, encode(s.hash, 'hex') AS hash, ${canonicalTime('s.sealed_at')} AS "sealedAt",
    s.audit_id::text AS id, CASE WHEN a.id IS NOT NULL THEN ${CANONICAL_ENTRY} END AS entry
  FROM (SELECT * FROM audit_seal WHERE seq > $1 ORDER BY seq LIMIT $2) s LEFT JOIN audit a ON a.id = s.audit_id
  ORDER BY s.seq`;

// One snapshot: whoever is neither sealed nor waiting in it was written past the trigger.
const UNSEALED = `
  WITH page AS (SELECT id FROM audit WHERE id > $1 ORDER BY id LIMIT $2)
  SELECT count(*)::int AS looked, max(page.id)::text AS last,
    COALESCE(json_agg(json_build_object('id', page.id::text, 'waiting', w.audit_id IS NOT NULL) ORDER BY page.id)
      FILTER (WHERE s.audit_id IS NULL), '[]') AS unsealed
  FROM page LEFT JOIN audit_seal s ON s.audit_id = page.id AND s.seq > 0
    LEFT JOIN audit_unsealed w ON w.audit_id = page.id`;

const MISSING = `
  SELECT w.audit_id::text AS id FROM audit_unsealed w
  WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.id = w.audit_id) ORDER BY w.audit_id LIMIT $1`;

interface Page {
  readonly looked: number;
  readonly last: string;
  readonly unsealed: readonly { readonly id: string; readonly waiting: boolean }[];
}

export function createSealReader(pool: Sql): SealReader {
  return {
    sealedAfter: (seq, limit) => rowsOf<SealedRow>(pool, SEALED, [seq, limit]),
    async unsealedAfter(id, limit) {
      const [page] = await rowsOf<Page>(pool, UNSEALED, [id, limit]);
      return page === undefined || page.looked === 0 ? null : page;
    },
    async missingUnsealed(limit) {
      const rows = await rowsOf<{ id: string }>(pool, MISSING, [limit]);
      return rows.map(({ id }) => id);
    },
  };
}
