// What stands for itself: subscriptions with their value, and content by the day.
import type { ContentRow, SubscriptionRow } from '#ports/crm-history.ts';
import type { HistoryRules } from '#features/history/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { rates } from './rates.ts';
import { newest, upsert } from './tables.ts';
import type { Table } from './tables.ts';
import { wholeNumber } from './take-people.ts';

const SUBSCRIPTIONS: Table = {
  name: 'subscription',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    company_id: 'text',
    product: 'text',
    starts_on: 'date',
    ends_on: 'date',
    monthly: 'numeric',
    currency: 'text',
    modified_at: 'timestamptz',
  },
  derived: { company_key: 'company.company_key', value: 'round(given.monthly * rate.rate, 4)' },
};

const CONTENT: Table = {
  name: 'content_day',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    name: 'text',
    format: 'text',
    segment: 'text',
    day: 'date',
    views: 'int',
    conversions: 'int',
    modified_at: 'timestamptz',
  },
};

/** Answers how many were new or newer. */
export async function takeSubscriptions(
  db: Queries,
  rows: readonly SubscriptionRow[],
  rules: HistoryRules,
): Promise<number> {
  const joins = Prisma.sql`
    LEFT JOIN crm_company company ON (company.crm, company.record_id) = (given.crm, given.company_id)
    LEFT JOIN ${rates(rules)} ON rate.currency = coalesce(given.currency, ${rules.currency})
      AND given.starts_on >= rate.since AND given.starts_on < rate.before`;
  const given = newest(rows, keyOf).map((row) => ({
    crm: row.crm,
    record_id: row.id,
    company_id: row.companyId,
    product: row.product,
    starts_on: row.startsOn,
    ends_on: row.endsOn,
    monthly: row.monthly,
    currency: row.currency,
    modified_at: row.modifiedAt,
  }));
  return (await upsert(db, SUBSCRIPTIONS, given, 'kept.crm', joins)).length;
}

/** All of them again, with other rates. */
export async function valueSubscriptions(db: Queries, rules: HistoryRules): Promise<void> {
  await db.$executeRaw`
    WITH worth AS (
      SELECT s.crm, s.record_id, round(s.monthly * rate.rate, 4) AS value FROM subscription s
      LEFT JOIN ${rates(rules)} ON rate.currency = coalesce(s.currency, ${rules.currency})
        AND s.starts_on >= rate.since AND s.starts_on < rate.before)
    UPDATE subscription s SET value = worth.value FROM worth
    WHERE (s.crm, s.record_id) = (worth.crm, worth.record_id) AND s.value IS DISTINCT FROM worth.value`;
}

/** Answers how many were new or newer. */
export async function takeContent(db: Queries, rows: readonly ContentRow[]): Promise<number> {
  const given = newest(rows, keyOf).map((row) => ({
    crm: row.crm,
    record_id: row.id,
    name: row.name,
    format: row.format,
    segment: row.segment,
    day: row.day,
    views: wholeNumber(row.views) ?? 0,
    conversions: wholeNumber(row.conversions) ?? 0,
    modified_at: row.modifiedAt,
  }));
  return (await upsert(db, CONTENT, given, 'kept.crm')).length;
}

function keyOf({ crm, id }: { readonly crm: string; readonly id: string }): string {
  return `${crm}:${id}`;
}
