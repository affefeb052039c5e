// How far the history of each CRM was read, and since when there are rows.
import { z } from 'zod';
import type { Freshness } from '#features/metrics/store.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { FactSql } from './fact.ts';
import { known } from './rows.ts';

type Sql = Prisma.Sql;

// A kind of records whose number is unknown counts as one record.
export const FRESHNESS = Prisma.sql`
  SELECT crm, CASE WHEN bool_and(filled_at IS NOT NULL) THEN min(fresh_at) END AS fresh_at,
    (sum(CASE WHEN filled_at IS NOT NULL THEN size ELSE least(done, size) END) / sum(size))::float8 AS filled,
    (array_agg(trouble ORDER BY kind) FILTER (WHERE trouble IS NOT NULL))[1] AS trouble
  FROM (SELECT *, greatest(total, CASE WHEN filled_at IS NOT NULL THEN done END, 1)::numeric AS size FROM history_sync) h
  GROUP BY crm ORDER BY crm`;

const FreshnessRow = z.object({
  crm: z.enum(CRM_NAMES),
  fresh_at: z.date().nullable(),
  filled: z.number(),
  trouble: z.string().nullable(),
});

export function parseFreshness(row: unknown): Freshness {
  const { crm, fresh_at: freshAt, filled, trouble } = FreshnessRow.parse(row);
  return { crm, freshAt, filled, trouble };
}

/** One row, `since`. */
export function sinceSql(fact: FactSql, at: string | null): Sql {
  const instant = at === null ? fact.born : known(fact.instants, at, 'instant');
  if (instant === null) return Prisma.sql`SELECT NULL::timestamptz AS since`;
  return Prisma.sql`SELECT min(${instant}) AS since FROM ${fact.from} WHERE ${fact.counts}`;
}

/** Rows `currency`. */
export const UNRATED = Prisma.sql`
  SELECT currency FROM (
    SELECT currency FROM deal WHERE NOT gone AND twin_of IS NULL AND amount IS NOT NULL
      AND (created_value IS NULL OR (closed_at IS NOT NULL AND closed_value IS NULL))
    UNION ALL SELECT currency FROM cost WHERE NOT gone AND value IS NULL
    UNION ALL SELECT currency FROM subscription WHERE NOT gone AND value IS NULL) without
  WHERE currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency`;
