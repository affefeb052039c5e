// Reads records by id, in batches, with what belongs to them; tells the deleted from the merged.
import { z } from 'zod';
import type { CrmObject, CrmRecord, FieldMap, Fields, ReadResult } from '#ports/crm.ts';
import { isGone } from './answers.ts';
import type { HubspotApi } from './client.ts';
import { fieldsOf, readFields, type MappedField } from './fields.ts';
import { hubspotObject, modifiedProperty, type HubspotObject } from './objects.ts';
import type { PropertyDefinition, PropertyLists } from './properties.ts';
import { BATCH_LIMIT, chunks, readRelations } from './relations.ts';

export interface ReadDeps {
  readonly api: HubspotApi;
  readonly lists: PropertyLists;
  readonly fieldMap: () => FieldMap;
}

export const HubspotRecord = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullish()),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type HubspotRecord = z.infer<typeof HubspotRecord>;

/** HubSpot keeps it on the contact as its primary company's id. */
const PRIMARY_COMPANY = 'associatedcompanyid';

const RecordBatch = z.object({ results: z.array(HubspotRecord) });

/** When it last changed, to the millisecond, as searches know it. */
function modifiedAt(object: HubspotObject, record: HubspotRecord): Date {
  const text = record.properties[modifiedProperty(object)];
  return text === null || text === undefined || text === '' ? record.updatedAt : new Date(text);
}

/** See ports/crm.ts. Two calls a hundred leads: the records and their companies; a third for leads without a company. */
export async function readRecords(deps: ReadDeps, object: CrmObject, ids: readonly string[]): Promise<ReadResult> {
  const theirs = hubspotObject(object);
  const wanted = [...new Set(ids)];
  const records = await readBatches(deps, theirs, wanted);
  const there = new Set(records.map(({ id }) => id));
  const absent = await whereabouts(
    deps,
    theirs,
    wanted.filter((id) => !there.has(id)),
  );
  const strays = absent.flatMap(({ record }) => (record !== null && !there.has(record.id) ? [record] : []));
  const found = [...records, ...new Map(strays.map((record) => [record.id, record])).values()];
  return {
    found: await describeAll(deps, object, found),
    gone: absent.flatMap(({ id, record }) => (record === null ? [id] : [])),
    merged: absent.flatMap(({ id, record }) => (record === null ? [] : [{ from: id, into: record.id }])),
  };
}

async function readBatches(
  deps: ReadDeps,
  object: HubspotObject,
  ids: readonly string[],
): Promise<readonly HubspotRecord[]> {
  const inputs = chunks(ids, BATCH_LIMIT).map((batch) => batch.map((id) => ({ id })));
  const properties = propertiesToRead(deps, object);
  const batches = await Promise.all(
    inputs.map((batch) =>
      deps.api.call({ kind: 'read', effect: 'read', urgency: 'normal' }, RecordBatch, (client, options) =>
        client.crm.objects.batchApi.read(
          object,
          { properties, propertiesWithHistory: [], inputs: batch },
          undefined,
          options,
        ),
      ),
    ),
  );
  return batches.flatMap(({ results }) => results);
}

function propertiesToRead(deps: ReadDeps, object: HubspotObject): string[] {
  const mapped = fieldsOf(deps.fieldMap(), object).map(({ property }) => property);
  const own = object === 'contacts' ? [PRIMARY_COMPANY] : [];
  return [...new Set([...mapped, ...own, 'hubspot_owner_id', modifiedProperty(object)])];
}

/** Only a single read leads from a merged id to the record that it lives on in; a batch may leave it out. */
function whereabouts(
  deps: ReadDeps,
  object: HubspotObject,
  ids: readonly string[],
): Promise<readonly { id: string; record: HubspotRecord | null }[]> {
  return Promise.all(
    ids.map(async (id) => ({ id, record: await readOne(deps.api, object, id, propertiesToRead(deps, object)) })),
  );
}

/** Null when it is deleted or was never there. A merged id gives the record that it lives on in. */
export async function readOne(
  api: HubspotApi,
  object: HubspotObject,
  id: string,
  properties: string[],
): Promise<HubspotRecord | null> {
  try {
    return await api.call({ kind: 'read', effect: 'read', urgency: 'normal' }, HubspotRecord, (client, options) =>
      client.crm.objects.basicApi.getById(object, id, properties, undefined, undefined, false, undefined, options),
    );
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function describeAll(
  deps: ReadDeps,
  object: CrmObject,
  records: readonly HubspotRecord[],
): Promise<readonly CrmRecord[]> {
  if (records.length === 0) return [];
  const theirs = hubspotObject(object);
  const ids = records.map(({ id }) => id);
  const hasCompany = object === 'lead' || object === 'opportunity';
  const hasLeads = object === 'opportunity' || object === 'task';
  const [definitions, companyIds, leadIds] = await Promise.all([
    deps.lists.of(theirs),
    hasCompany ? readCompanyIds(deps.api, theirs, records) : new Map<string, string>(),
    hasLeads ? readRelations(deps.api, theirs, ids, 'contacts') : new Map<string, readonly string[]>(),
  ]);
  const companies = await readCompanies(deps, [...new Set(companyIds.values())]);
  const mapped = fieldsOf(deps.fieldMap(), theirs);
  return records.map((record) => {
    const companyId = companyIds.get(record.id);
    const company = companyId === undefined ? null : { id: companyId, fields: companies.get(companyId) ?? {} };
    return describe({ object, mapped, definitions }, record, { company, leadIds: leadIds.get(record.id) ?? [] });
  });
}

export interface Described {
  readonly object: CrmObject;
  readonly mapped: readonly MappedField[];
  readonly definitions: ReadonlyMap<string, PropertyDefinition>;
}

/** One record as everybody of ours reads it, however it came. */
export function describe(
  { object, mapped, definitions }: Described,
  record: HubspotRecord,
  beside: Pick<CrmRecord, 'company' | 'leadIds'>,
): CrmRecord {
  const theirs = hubspotObject(object);
  return {
    ref: { crm: 'hubspot', object, id: record.id },
    createdAt: record.createdAt,
    modifiedAt: modifiedAt(theirs, record),
    ownerId: record.properties['hubspot_owner_id'] || null,
    fields: { ...readFields(mapped, definitions, record.properties), ...doneField(theirs, record) },
    ...beside,
    converted: null,
  };
}

/**
 * The primary company of each record that has one. A contact carries its own, which saves the call that counts most
 * against the account's limit; one that does not may have been tied a moment ago, so its associations are asked.
 */
async function readCompanyIds(
  api: HubspotApi,
  object: HubspotObject,
  records: readonly HubspotRecord[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  for (const { id, properties } of records) {
    const companyId = properties[PRIMARY_COMPANY];
    if (companyId) known.set(id, companyId);
  }
  const asked = records.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  for (const [id, [companyId]] of await readRelations(api, object, asked, 'companies')) {
    if (companyId !== undefined) known.set(id, companyId);
  }
  return known;
}

function doneField(object: HubspotObject, record: HubspotRecord): Fields {
  return object === 'tasks' ? { done: record.properties['hs_task_status'] === 'COMPLETED' } : {};
}

async function readCompanies(deps: ReadDeps, ids: readonly string[]): Promise<ReadonlyMap<string, Fields>> {
  if (ids.length === 0) return new Map();
  const records = await readBatches(deps, 'companies', [...new Set(ids)]);
  const definitions = await deps.lists.of('companies');
  const mapped = fieldsOf(deps.fieldMap(), 'companies');
  return new Map(records.map(({ id, properties }) => [id, readFields(mapped, definitions, properties)]));
}
