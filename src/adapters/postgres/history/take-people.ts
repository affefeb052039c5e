// Leads and contacts: kept as their CRM tells them, and linked with whoever they are.
import type { PersonRow } from '#ports/crm-history.ts';
import { refKey } from '#ports/crm.ts';
import { toCountry } from '#kernel/countries.ts';
import type { Queries } from '../client.ts';
import { forgetRepeats, keepChanges, observedChanges, recordsAsRows, toldChanges } from './changes.ts';
import type { ChangedRecord } from './changes.ts';
import { companyKey } from './company-key.ts';
import { addAll } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { linkPeople } from './link-people.ts';
import type { Linked } from './link-people.ts';
import { newest, upsert } from './tables.ts';
import type { Table } from './tables.ts';

const PEOPLE: Table = {
  name: 'person_record',
  key: ['crm', 'object', 'record_id'],
  columns: {
    crm: 'text',
    object: 'text',
    record_id: 'text',
    prospect_id: 'int',
    email: 'text',
    name: 'text',
    title: 'text',
    phone: 'text',
    owner_id: 'text',
    company_id: 'text',
    company_name: 'text',
    company_key: 'text',
    country: 'text',
    industry: 'text',
    employees: 'int',
    source: 'text',
    source_detail: 'text',
    campaign_id: 'text',
    stage: 'text',
    status: 'text',
    marketable: 'bool',
    opted_out: 'bool',
    bounced: 'bool',
    first_touched_at: 'timestamptz',
    converted_at: 'timestamptz',
    converted_contact_id: 'text',
    converted_deal_id: 'text',
    twins: 'text[]',
    created_at: 'timestamptz',
    modified_at: 'timestamptz',
  },
};

interface Kept extends ChangedRecord {
  readonly prospect: number | null;
  readonly email: string | null;
  readonly twins: readonly string[];
  readonly stage: string | null;
  readonly status: string | null;
  readonly owner: string | null;
  readonly modified_at: Date;
}

/** Answers how many were new or newer. */
export async function takePeople(db: Queries, rows: readonly PersonRow[], dirty: Dirty): Promise<number> {
  if (rows.length === 0) return 0;
  const kept = await keptPeople(db, rows);
  const current = newest(rows, keyOf).filter((row) => isCurrent(row, kept.get(keyOf(row))));
  const relinked = current
    .map((row) => linkOf(row, kept.get(keyOf(row))?.prospect ?? null))
    .filter((link) => !isLinkedAlike(link, kept.get(link.key)));
  const prospects = await linkPeople(db, relinked, dirty);
  const written = await upsert<ChangedRecord & { readonly prospect: number }>(
    db,
    PEOPLE,
    current.map((row) => columnsOf(row, prospects.get(keyOf(row)) ?? kept.get(keyOf(row))?.prospect ?? null)),
    'kept.crm, kept.object, kept.record_id AS id, kept.prospect_id AS prospect',
  );
  addAll(
    dirty.prospects,
    written.map(({ prospect }) => prospect),
  );
  const settled = new Set(written.map(keyOf));
  await takeChanges(db, rows, current, kept, settled, dirty);
  addAll(dirty.deals, await convertedInto(db, current));
  return written.length;
}

async function takeChanges(
  db: Queries,
  rows: readonly PersonRow[],
  current: readonly PersonRow[],
  kept: ReadonlyMap<string, Kept>,
  settled: ReadonlySet<string>,
  dirty: Dirty,
): Promise<void> {
  const seen = current.flatMap((row) =>
    observedChanges(
      { ...row, object: row.object },
      { stage: row.stage, status: row.status, owner: row.ownerId },
      kept.get(keyOf(row)) ?? null,
    ),
  );
  const changed = await keepChanges(db, [...rows.flatMap((row) => toldChanges(row)), ...seen]);
  const known = changed.filter(({ crm, object, id }) => kept.has(`${crm}:${object}:${id}`));
  await forgetRepeats(db, known);
  addAll(
    dirty.prospects,
    await prospectsOf(
      db,
      changed.filter((record) => !settled.has(keyOf(record))),
    ),
  );
}

/** Who these records are. */
async function prospectsOf(db: Queries, records: readonly ChangedRecord[]): Promise<readonly number[]> {
  if (records.length === 0) return [];
  const found = await db.$queryRaw<{ prospect: number }[]>`
    SELECT DISTINCT prospect_id AS prospect FROM person_record
    WHERE (crm, object, record_id) IN (${recordsAsRows(records)}) AND prospect_id IS NOT NULL`;
  return found.map(({ prospect }) => prospect);
}

async function keptPeople(db: Queries, rows: readonly PersonRow[]): Promise<ReadonlyMap<string, Kept>> {
  const found = await db.$queryRaw<Kept[]>`
    SELECT crm, object, record_id AS id, prospect_id AS prospect, email, twins, stage, status, owner_id AS owner, modified_at
    FROM person_record WHERE (crm, object, record_id) IN (${recordsAsRows(rows)})`;
  return new Map(found.map((row) => [`${row.crm}:${row.object}:${row.id}`, row]));
}

/** Deals that were made of these leads, where they are known already. */
async function convertedInto(db: Queries, rows: readonly PersonRow[]): Promise<readonly number[]> {
  const converted = rows.filter(({ convertedDealId }) => convertedDealId !== null);
  if (converted.length === 0) return [];
  const found = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM deal WHERE (crm, record_id) IN (SELECT * FROM unnest(${converted.map(({ crm }) => crm)}::text[],
      ${converted.map(({ convertedDealId }) => convertedDealId)}::text[]))`;
  return found.map(({ id }) => id);
}

function isCurrent(row: PersonRow, kept: Kept | undefined): boolean {
  return kept === undefined || kept.modified_at <= row.modifiedAt;
}

function isLinkedAlike({ email, twins, prospect }: Linked, kept: Kept | undefined): boolean {
  if (kept === undefined || prospect === null || kept.email !== email) return false;
  return kept.twins.length === twins.length && kept.twins.every((twin, index) => twin === twins[index]);
}

function linkOf(row: PersonRow, prospect: number | null): Linked {
  return { key: keyOf(row), email: emailOf(row), twins: twinsOf(row), prospect };
}

function keyOf({ crm, object, id }: ChangedRecord): string {
  return `${crm}:${object}:${id}`;
}

function emailOf({ email }: PersonRow): string | null {
  const address = email?.trim().toLowerCase() ?? '';
  return address === '' ? null : address;
}

function twinsOf({ crm, twins, convertedContactId }: PersonRow): readonly string[] {
  const contact = convertedContactId === null ? [] : [refKey({ crm, object: 'contact', id: convertedContactId })];
  return [...new Set([...twins.map(refKey), ...contact])].toSorted();
}

function columnsOf(row: PersonRow, prospect: number | null) {
  return {
    crm: row.crm,
    object: row.object,
    record_id: row.id,
    prospect_id: prospect,
    email: emailOf(row),
    name: row.name,
    title: row.title,
    phone: row.phone,
    owner_id: row.ownerId,
    company_id: row.companyId,
    company_name: row.companyName,
    company_key: companyKey(null, row.companyName),
    country: row.country === null ? null : toCountry(row.country) || null,
    industry: row.industry,
    employees: wholeNumber(row.employees),
    source: row.source,
    source_detail: row.sourceDetail,
    campaign_id: row.campaignId,
    stage: row.stage,
    status: row.status,
    marketable: row.marketable,
    opted_out: row.optedOut,
    bounced: row.bounced,
    first_touched_at: row.firstTouchedAt,
    converted_at: row.convertedAt,
    converted_contact_id: row.convertedContactId,
    converted_deal_id: row.convertedDealId,
    twins: twinsOf(row),
    created_at: row.createdAt,
    modified_at: row.modifiedAt,
  };
}

/** CRMs keep such numbers as decimals, and let people write what no column of ours holds. */
export function wholeNumber(value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const whole = Math.round(value);
  return Math.abs(whole) > 2_147_483_647 ? null : whole;
}
