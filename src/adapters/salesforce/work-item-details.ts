// What an approver must see of a record: a few of its fields by their labels, money and percentages first.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { CrmWorkItem } from '#ports/work-items.ts';
import type { FieldInfo, ObjectInfo } from './metadata.ts';
import { chunks, idCore } from './objects.ts';
import type { OrgView } from './org-view.ts';
import * as soql from './soql.ts';
import { type Row, valueAt } from './values.ts';

type Details = CrmWorkItem['details'];

interface Shown {
  readonly label: string;
  readonly path: string;
  readonly field: FieldInfo | null;
}

const MOST = 6;
const CURRENCY = 'CurrencyIsoCode';
/** `{}` stands for the fields that are found by what they are. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  Opportunity: ['Amount', '{}', 'StageName', 'CloseDate', 'Account.Name', 'Owner.Name'],
  Campaign: ['BudgetedCost', 'Status', 'StartDate', 'EndDate', 'Type', 'Owner.Name'],
  Lead: ['Company', 'Status', '{}', 'Owner.Name'],
};
const ANY_OBJECT = ['{}', 'Owner.Name'];
/** The customer's own fields that a decision is usually about. */
const TELLING = /discount|rebate|margin|price|cost|budget|amount|total|term|reason/iu;
const COUNTED = new Set(['currency', 'percent', 'double', 'int', 'picklist', 'string']);

/** By the core of the record's id. Throws Fault. */
export async function readDetails(
  org: OrgView,
  items: readonly Pick<CrmWorkItem, 'object' | 'recordId'>[],
): Promise<ReadonlyMap<string, Details>> {
  const details = new Map<string, Details>();
  for (const [object, asked] of Map.groupBy(items, (item) => item.object)) {
    const ids = [...new Set(asked.map(({ recordId }) => idCore(recordId)))];
    for (const [id, shown] of await detailsOf(org, object, ids)) details.set(id, shown);
  }
  return details;
}

async function detailsOf(
  org: OrgView,
  object: string,
  ids: readonly string[],
): Promise<readonly (readonly [string, Details])[]> {
  try {
    const info = await org.metadata.describe(object);
    const fields = fieldsToShow(object, info);
    return await readValues(org, object, ids, fields, info.has(CURRENCY));
  } catch (error) {
    // The request itself can be seen and decided: what is missing is said in its place.
    if (!(error instanceof Fault) || (error.code !== 'forbidden' && error.code !== 'refused')) throw error;
    const said = [{ label: 'Details', value: `The integration user may not read this ${object}: ${error.message}` }];
    return ids.map((id) => [id, said]);
  }
}

function fieldsToShow(object: string, info: ObjectInfo): readonly Shown[] {
  const order = ORDER[object] ?? ANY_OBJECT;
  const found = [...info.values()].filter(
    ({ name, label, type }) =>
      name.endsWith('__c') && !name.startsWith('Signalbox') && COUNTED.has(type) && TELLING.test(`${name} ${label}`),
  );
  const shown = order.flatMap((path): readonly Shown[] => {
    if (path === '{}') return found.map((field) => ({ label: field.label, path: field.name, field }));
    const [head = '', ...rest] = path.split('.');
    const field = info.get(rest.length === 0 ? head : `${head}Id`);
    if (field === undefined) return [];
    return [rest.length === 0 ? { label: field.label, path, field } : { label: head, path, field: null }];
  });
  return shown.slice(0, MOST);
}

const RecordRow = z.looseObject({ Id: z.string() });

async function readValues(
  { client }: OrgView,
  object: string,
  ids: readonly string[],
  fields: readonly Shown[],
  hasCurrency: boolean,
): Promise<readonly (readonly [string, Details])[]> {
  const select = ['Id', ...(hasCurrency ? [CURRENCY] : []), ...fields.map(({ path }) => path)];
  const read: (readonly [string, Details])[] = [];
  for (const batch of chunks(ids)) {
    const query = soql.select({ select, from: object, where: soql.isIn('Id', batch) });
    const rows = await client.query(query, RecordRow, { kind: 'work_items', urgency: 'normal' });
    read.push(...rows.map((row) => [idCore(row.Id), valuesOf(row, fields)] as const));
  }
  return read;
}

function valuesOf(row: Row, fields: readonly Shown[]): Details {
  return fields.flatMap(({ label, path, field }) => {
    const type = field?.type ?? 'string';
    const value = valueAt(row, path, type);
    return value === null ? [] : [{ label, value: inWords(value, type, row[CURRENCY]) }];
  });
}

function inWords(value: string | number | boolean, type: string, currency: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);
  if (type === 'percent') return `${number}%`;
  return type === 'currency' && typeof currency === 'string' ? `${currency} ${number}` : number;
}
