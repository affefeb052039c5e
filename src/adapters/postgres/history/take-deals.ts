// Deals: kept as their CRM tells them, valued, and tied to everybody they belong to.
import type { DealRow } from '#ports/crm-history.ts';
import { refKey } from '#ports/crm.ts';
import type { HistoryRules } from '#features/history/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { forgetRepeats, keepChanges, observedChanges, recordsAsRows, toldChanges } from './changes.ts';
import type { ChangedRecord } from './changes.ts';
import { addAll } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { rates } from './rates.ts';
import { newest, upsert } from './tables.ts';
import type { Table } from './tables.ts';

const DEALS: Table = {
  name: 'deal',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    name: 'text',
    owner_id: 'text',
    company_id: 'text',
    people: 'text[]',
    stage: 'text',
    pipeline: 'text',
    product: 'text',
    sale: 'text',
    amount: 'numeric',
    currency: 'text',
    close_date: 'date',
    closed: 'bool',
    won: 'bool',
    forecast: 'text',
    source: 'text',
    campaign_ref: 'text',
    twin: 'text',
    created_at: 'timestamptz',
    modified_at: 'timestamptz',
  },
};

interface Kept {
  readonly crm: string;
  readonly id: string;
  readonly stage: string | null;
  readonly owner: string | null;
  readonly amount: string | null;
  readonly close_date: string | null;
  readonly forecast: string | null;
  readonly modified_at: Date;
}

/** Answers how many were new or newer. */
export async function takeDeals(
  db: Queries,
  rows: readonly DealRow[],
  rules: HistoryRules,
  dirty: Dirty,
): Promise<number> {
  if (rows.length === 0) return 0;
  const kept = await keptDeals(db, rows);
  const current = newest(rows, keyOf).filter((row) => {
    const before = kept.get(keyOf(row));
    return before === undefined || before.modified_at <= row.modifiedAt;
  });
  const before = await idsOf(db, current);
  const twinsBefore = await counterparts(db, before);
  const written = await upsert<{ readonly id: number }>(db, DEALS, current.map(columnsOf), 'kept.id');
  const seen = current.flatMap((row) =>
    observedChanges(
      { ...row, object: 'opportunity' },
      {
        stage: row.stage,
        owner: row.ownerId,
        amount: row.amount,
        close_date: row.closeDate,
        forecast: row.forecast,
      },
      kept.get(keyOf(row)) ?? null,
    ),
  );
  const told = rows.flatMap((row) => toldChanges({ ...row, object: 'opportunity' }));
  const changed = await keepChanges(db, [...told, ...seen]);
  await forgetRepeats(
    db,
    changed.filter(({ crm, id }) => kept.has(`${crm}:${id}`)),
  );
  const ids = written.map(({ id }) => id);
  addAll(dirty.deals, [...ids, ...twinsBefore, ...(await counterparts(db, ids))]);
  await valueDeals(db, ids, rules);
  return written.length;
}

/** What deals are worth in the organization's currency, and when they closed in its zone. */
export async function valueDeals(db: Queries, deals: readonly number[], rules: HistoryRules): Promise<void> {
  if (deals.length === 0) return;
  await db.$executeRaw`
    WITH rate AS (SELECT * FROM ${rates(rules)}),
    dated AS (
      SELECT id, amount, coalesce(currency, ${rules.currency}) AS currency, created_at, closed,
        (created_at AT TIME ZONE ${rules.zone})::date AS created_on,
        CASE WHEN closed THEN coalesce(close_date, (SELECT (max(h.at) AT TIME ZONE ${rules.zone})::date
          FROM record_change h WHERE (h.crm, h.object, h.record_id, h.field) = (deal.crm, 'opportunity', deal.record_id, 'stage')
        )) END AS closed_on
      FROM deal WHERE id = ANY(${[...deals]}::int[])),
    worth AS (
      SELECT dated.id,
        round(amount * made.rate, 4) AS created_value, round(amount * ended.rate, 4) AS closed_value,
        CASE WHEN closed_on = created_on THEN created_at ELSE closed_on::timestamp AT TIME ZONE ${rules.zone} END AS closed_at
      FROM dated
        LEFT JOIN rate made ON made.currency = dated.currency AND created_on >= made.since AND created_on < made.before
        LEFT JOIN rate ended ON ended.currency = dated.currency AND closed_on >= ended.since AND closed_on < ended.before)
    UPDATE deal SET (created_value, closed_value, closed_at) = (worth.created_value, worth.closed_value, worth.closed_at)
    FROM worth WHERE worth.id = deal.id AND (deal.created_value, deal.closed_value, deal.closed_at)
      IS DISTINCT FROM (worth.created_value, worth.closed_value, worth.closed_at)`;
}

/** Living deals that these are the same as, by stored ids of either side. */
export async function counterparts(db: Queries, deals: readonly number[]): Promise<readonly number[]> {
  if (deals.length === 0) return [];
  const found = await db.$queryRaw<{ id: number }[]>`
    SELECT DISTINCT other.id FROM deal JOIN LATERAL (${COUNTERPARTS}) AS other ON true
    WHERE deal.id = ANY(${[...deals]}::int[])`;
  return found.map(({ id }) => id);
}

/** Of the row `deal`; gone ones too, which the caller looks at. */
export const COUNTERPARTS = Prisma.sql`
  SELECT named.* FROM deal named WHERE deal.twin IS NOT NULL AND named.crm = split_part(deal.twin, ':', 1)
    AND named.record_id = regexp_replace(deal.twin, '^[^:]*:[^:]*:', '')
  UNION SELECT naming.* FROM deal naming WHERE naming.twin = deal.crm || ':opportunity:' || deal.record_id`;

async function idsOf(db: Queries, rows: readonly DealRow[]): Promise<readonly number[]> {
  const found = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM deal WHERE (crm, record_id) IN (SELECT * FROM unnest(${rows.map(({ crm }) => crm)}::text[],
      ${rows.map(({ id }) => id)}::text[]))`;
  return found.map(({ id }) => id);
}

async function keptDeals(db: Queries, rows: readonly DealRow[]): Promise<ReadonlyMap<string, Kept>> {
  const records: readonly ChangedRecord[] = rows.map(({ crm, id }) => ({ crm, object: 'opportunity', id }));
  const found = await db.$queryRaw<Kept[]>`
    SELECT crm, record_id AS id, stage, owner_id AS owner, amount::text, close_date::text, forecast, modified_at
    FROM deal WHERE (crm, 'opportunity', record_id) IN (${recordsAsRows(records)})`;
  return new Map(found.map((row) => [`${row.crm}:${row.id}`, row]));
}

function keyOf({ crm, id }: { readonly crm: string; readonly id: string }): string {
  return `${crm}:${id}`;
}

function columnsOf(row: DealRow) {
  return {
    crm: row.crm,
    record_id: row.id,
    name: row.name,
    owner_id: row.ownerId,
    company_id: row.companyId,
    people: [...new Set(row.people.map(refKey))],
    stage: row.stage,
    pipeline: row.pipeline,
    product: row.product,
    sale: row.sale,
    amount: row.amount,
    currency: row.currency,
    close_date: row.closeDate,
    closed: row.closed,
    won: row.won,
    forecast: row.forecast,
    source: row.source,
    campaign_ref: row.campaignId,
    twin: row.twin === null ? null : refKey(row.twin),
    created_at: row.createdAt,
    modified_at: row.modifiedAt,
  };
}
