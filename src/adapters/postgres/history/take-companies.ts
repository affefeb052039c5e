// Companies and campaigns: what people, deals and touches point at.
import type { CampaignRow, CompanyRow } from '#ports/crm-history.ts';
import { toCountry } from '#kernel/countries.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { companyKey, domainOf } from './company-key.ts';
import { addAll } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { newest, upsert } from './tables.ts';
import type { Table } from './tables.ts';
import { wholeNumber } from './take-people.ts';

const COMPANIES: Table = {
  name: 'crm_company',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    name: 'text',
    domain: 'text',
    company_key: 'text',
    industry: 'text',
    employees: 'int',
    country: 'text',
    owner_id: 'text',
    created_at: 'timestamptz',
    modified_at: 'timestamptz',
  },
};

const CAMPAIGNS: Table = {
  name: 'crm_campaign',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    name: 'text',
    type: 'text',
    channel: 'text',
    status: 'text',
    starts_on: 'date',
    ends_on: 'date',
    budget: 'numeric',
    spend: 'numeric',
    currency: 'text',
    owner_id: 'text',
    created_at: 'timestamptz',
    modified_at: 'timestamptz',
  },
};

interface Written {
  readonly crm: string;
  readonly id: string;
}

/** Answers how many were new or newer. */
export async function takeCompanies(db: Queries, rows: readonly CompanyRow[], dirty: Dirty): Promise<number> {
  const written = await upsert<Written>(
    db,
    COMPANIES,
    newest(rows, ({ crm, id }) => `${crm}:${id}`).map((row) => ({
      crm: row.crm,
      record_id: row.id,
      name: row.name,
      domain: domainOf(row.domain),
      company_key: companyKey(row.domain, row.name),
      industry: row.industry,
      employees: wholeNumber(row.employees),
      country: row.country === null ? null : toCountry(row.country) || null,
      owner_id: row.ownerId,
      created_at: row.createdAt,
      modified_at: row.modifiedAt,
    })),
    'kept.crm, kept.record_id AS id',
  );
  await touchCompanies(db, written, dirty);
  return written.length;
}

/** What points at these companies has to be worked out again. */
export async function touchCompanies(db: Queries, companies: readonly Written[], dirty: Dirty): Promise<void> {
  if (companies.length === 0) return;
  const those = Prisma.sql`(SELECT * FROM unnest(${companies.map(({ crm }) => crm)}::text[],
    ${companies.map(({ id }) => id)}::text[]) AS given (crm, company_id))`;
  const people = await db.$queryRaw<{ prospect: number | null }[]>`
    SELECT DISTINCT prospect_id AS prospect FROM person_record JOIN ${those} AS given USING (crm, company_id)`;
  const deals = await db.$queryRaw<
    { id: number }[]
  >`SELECT id FROM deal JOIN ${those} AS given USING (crm, company_id)`;
  await db.$executeRaw`
    UPDATE subscription s SET company_key = c.company_key
    FROM crm_company c JOIN ${those} AS given ON (c.crm, c.record_id) = (given.crm, given.company_id)
    WHERE (s.crm, s.company_id) = (c.crm, c.record_id) AND s.company_key IS DISTINCT FROM c.company_key`;
  addAll(
    dirty.prospects,
    people.map(({ prospect }) => prospect),
  );
  addAll(
    dirty.deals,
    deals.map(({ id }) => id),
  );
}

/** Answers with the ids of those that were new or newer. */
export async function takeCampaigns(db: Queries, rows: readonly CampaignRow[]): Promise<readonly number[]> {
  const written = await upsert<{ readonly id: number }>(
    db,
    CAMPAIGNS,
    newest(rows, ({ crm, id }) => `${crm}:${id}`).map((row) => ({
      crm: row.crm,
      record_id: row.id,
      name: row.name,
      type: row.type,
      channel: row.channel,
      status: row.status,
      starts_on: row.startsOn,
      ends_on: row.endsOn,
      budget: row.budget,
      spend: row.spend,
      currency: row.currency,
      owner_id: row.ownerId,
      created_at: row.createdAt,
      modified_at: row.modifiedAt,
    })),
    'kept.id',
  );
  return written.map(({ id }) => id);
}
