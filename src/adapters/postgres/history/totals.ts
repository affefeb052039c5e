// What is kept, counted and listed, to be compared with the CRM.
import type { CrmName } from '#ports/crm.ts';
import type { HistoryKind, HistoryTotals } from '#ports/crm-history.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';

const TABLES: Readonly<Record<HistoryKind, string>> = {
  company: 'crm_company',
  campaign: 'crm_campaign',
  person: 'person_record',
  deal: 'deal',
  touch: 'touch',
  activity: 'activity',
  subscription: 'subscription',
  content: 'content_day',
};

/** The column of money, where a kind has one that CRMs can be asked to add up. */
const AMOUNTS: Readonly<Partial<Record<HistoryKind, string>>> = { deal: 'amount' };

export async function totals(db: Queries, crm: CrmName, kind: HistoryKind): Promise<HistoryTotals> {
  const table = Prisma.raw(TABLES[kind]);
  const [found] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${table} WHERE crm = ${crm} AND NOT gone`;
  const amount = AMOUNTS[kind];
  if (amount === undefined) return { count: found?.count ?? 0, amounts: null };
  const sums = await db.$queryRaw<{ currency: string; sum: string }[]>`
    SELECT coalesce(currency, '') AS currency, trim_scale(sum(${Prisma.raw(amount)}))::text AS sum
    FROM ${table} WHERE crm = ${crm} AND NOT gone AND ${Prisma.raw(amount)} IS NOT NULL GROUP BY 1 ORDER BY 1`;
  return {
    count: found?.count ?? 0,
    amounts: Object.fromEntries(sums.map(({ currency, sum }) => [currency, sum])),
  };
}

/** Living records, ascending by the bytes of their ids. */
export async function versions(
  db: Queries,
  crm: CrmName,
  kind: HistoryKind,
  after: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly modifiedAt: Date }[]> {
  return db.$queryRaw<{ id: string; modifiedAt: Date }[]>`
    SELECT record_id AS id, modified_at AS "modifiedAt" FROM ${Prisma.raw(TABLES[kind])}
    WHERE crm = ${crm} AND NOT gone AND record_id COLLATE "C" > ${after} ORDER BY record_id COLLATE "C" LIMIT ${limit}`;
}
