// Contacts, companies and deals in pages: rows of the KPIs, and the same records as everybody else reads them.
//
// Calls for 1,000 records: companies 10; contacts 20 and deals 20, because a page with pasts has 50. On top comes one call
// for the companies of a page, only where a page of companies has not told of them a moment before.
import type { CrmObject, CrmRecord } from '#ports/crm.ts';
import type { HistoryPage, HistoryRow } from '#ports/crm-history.ts';
import { describe } from '../records.ts';
import { companyRow } from './company-row.ts';
import { dealRow, subscriptionOf } from './deal-row.ts';
import type { HistoryParts } from './deps.ts';
import { listPage, readBatch, tiesOf, type ListedRecord } from './listed.ts';
import { companyOf, personRow, visitOf } from './person-row.ts';
import { withTies } from './ties.ts';
import { wantedOf, type HistoryObject, type Wanted } from './wanted.ts';

const TIES: Readonly<Record<HistoryObject, readonly string[]>> = {
  contacts: ['companies'],
  companies: [],
  deals: ['contacts', 'companies'],
};

const OURS: Readonly<Record<HistoryObject, CrmObject>> = {
  contacts: 'lead',
  companies: 'company',
  deals: 'opportunity',
};

/** One page; throws Fault. */
export async function recordPage(
  parts: HistoryParts,
  object: HistoryObject,
  cursor: string | null,
): Promise<HistoryPage> {
  const wanted = await wantedOf(parts.lists, parts.fieldMap(), object);
  const { records, next } = await listPage(parts.api, {
    object,
    properties: wanted.properties,
    histories: wanted.histories,
    ties: TIES[object],
    after: cursor,
  });
  if (object === 'companies') await parts.companies.note(records);
  const [rows, described] = await Promise.all([rowsOf(parts, wanted, records), describedOf(parts, wanted, records)]);
  return { rows, records: described, next };
}

/** With its visit, or its subscription. */
export async function rowsOf(
  parts: HistoryParts,
  wanted: Wanted,
  records: readonly ListedRecord[],
): Promise<readonly HistoryRow[]> {
  switch (wanted.object) {
    case 'companies':
      return records.map((record) => companyRow(wanted, record));
    case 'contacts':
      return contactRows(wanted, records, await parts.campaignIds());
    case 'deals': {
      const terms = await parts.terms();
      return records.flatMap((record) =>
        [dealRow(wanted, record, terms), subscriptionOf(wanted, record, terms) ?? []].flat(),
      );
    }
  }
}

function contactRows(
  wanted: Wanted,
  records: readonly ListedRecord[],
  campaignId: (said: string) => string,
): readonly HistoryRow[] {
  return records.flatMap((record) =>
    [personRow(wanted, record), visitOf(wanted, record) ?? []]
      .flat()
      .map((row) => (row.campaignId === null ? row : { ...row, campaignId: campaignId(row.campaignId) })),
  );
}

/** By id, with pasts and ties; those that are not there are left out. Throws Fault. */
export async function readRecordsOf(
  parts: HistoryParts,
  wanted: Wanted,
  ids: readonly string[],
): Promise<readonly ListedRecord[]> {
  const records = await readBatch(parts.api, wanted.object, ids, wanted);
  return withTies(parts, wanted.object, records);
}

async function describedOf(
  parts: HistoryParts,
  { object, mapped, definitions }: Wanted,
  records: readonly ListedRecord[],
): Promise<readonly CrmRecord[]> {
  const companyIds = new Map(
    records.map((record) => [record.id, object === 'companies' ? null : companyOf(record)] as const),
  );
  const ids = [...companyIds.values()].filter((id) => id !== null);
  const companies = ids.length === 0 ? new Map<string, CrmRecord['fields']>() : await parts.companies.fields(ids);
  return records.map((record) => {
    const id = companyIds.get(record.id) ?? null;
    const company = id === null ? null : { id, fields: companies.get(id) ?? {} };
    const leadIds = object === 'deals' ? tiesOf(record, 'contacts') : [];
    return describe({ object: OURS[object], mapped, definitions }, record, { company, leadIds });
  });
}
