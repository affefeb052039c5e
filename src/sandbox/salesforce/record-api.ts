// One record at a time (create, get, patch, delete, upsert by external id) and the read of up to 2,000 by id.
import type { ApiAnswer, ApiContext, ApiRequest } from './api-request.ts';
import { bodyOf, mustBe } from './api-request.ts';
import { noSuchColumn, notFound, refusal } from './errors.ts';
import type { ObjectName, Row } from './fields.ts';
import { findField } from './fields.ts';
import { parseId } from './ids.ts';
import type { Org } from './org.ts';
import { readable, table, writable } from './org.ts';
import type { SaveOptions } from './save.ts';
import { createRecord, deleteRecord, updateRecord } from './save.ts';
import type { RecordAnswer } from './soql-paths.ts';
import { resolvePath, shape } from './soql-paths.ts';

export function answerRecordCreate({ org }: ApiContext, request: ApiRequest, object: ObjectName): ApiAnswer {
  return created(createRecord(org, object, bodyOf(request), saveOptions(request)));
}

export function answerRecord({ org }: ApiContext, request: ApiRequest, object: ObjectName, id: string): ApiAnswer {
  mustBe(request, 'GET', 'PATCH', 'DELETE');
  if (parseId(id) === null) throw notFound();
  if (request.method === 'GET') {
    const asked = request.query.get('fields')?.split(',');
    return { status: 200, body: answerShape(org, request, object, readable(org, object, id), asked) };
  }
  if (request.method === 'DELETE') {
    deleteRecord(org, object, id, { by: request.userId });
    return { status: 204 };
  }
  if (isModifiedSince(writable(org, object, id), request)) return { status: 412 };
  updateRecord(org, object, id, bodyOf(request), saveOptions(request));
  return { status: 204 };
}

export function answerUpsert(
  { org }: ApiContext,
  request: ApiRequest,
  object: ObjectName,
  key: { readonly field: string; readonly value: string },
): ApiAnswer {
  mustBe(request, 'GET', 'PATCH');
  const field = findField(org.schema[object], key.field);
  if (field?.externalId !== true) {
    throw refusal(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${key.field}`);
  }
  const existing = [...table(org, object).values()].find(
    (row) => row['IsDeleted'] !== true && row[field.name] === key.value,
  );
  if (request.method === 'GET') {
    if (existing === undefined) throw notFound();
    return { status: 200, body: answerShape(org, request, object, existing, request.query.get('fields')?.split(',')) };
  }
  if (existing === undefined) {
    return created(createRecord(org, object, { ...bodyOf(request), [field.name]: key.value }, saveOptions(request)));
  }
  updateRecord(org, object, String(existing['Id']), bodyOf(request), saveOptions(request));
  return { status: 200, body: { id: existing['Id'], success: true, errors: [], created: false } };
}

/** sobjects/Lead/updated and /deleted `?start=&end=`: ids within that time, both ends in ISO 8601. */
export function answerChangedSince(
  { org }: ApiContext,
  request: ApiRequest,
  object: ObjectName,
  what: 'deleted' | 'updated',
): ApiAnswer {
  const [start, end] = [Date.parse(request.query.get('start') ?? ''), Date.parse(request.query.get('end') ?? '')];
  if (!(start < end)) throw refusal(400, 'INVALID_REPLICATION_DATE', 'start must be before end, both in ISO 8601');
  const rows = [...table(org, object).values()].filter((row) => {
    const at = Date.parse(String(row['SystemModstamp']));
    return (row['IsDeleted'] === true) === (what === 'deleted') && at >= start && at <= end;
  });
  const latestDateCovered = `${new Date(end).toISOString().slice(0, 19)}.000+0000`;
  if (what === 'updated') return { status: 200, body: { ids: rows.map((row) => row['Id']), latestDateCovered } };
  const deletedRecords = rows.map((row) => ({ id: row['Id'], deletedDate: row['SystemModstamp'] }));
  const earliestDateAvailable = `${new Date(start).toISOString().slice(0, 19)}.000+0000`;
  return { status: 200, body: { deletedRecords, earliestDateAvailable, latestDateCovered } };
}

const MOST_IDS = 2000;

/** POST (or GET, as far as a URL goes) composite/sobjects/Lead: the records in the order asked, null for each missing. */
export function answerCollectionRead({ org }: ApiContext, request: ApiRequest, object: ObjectName): ApiAnswer {
  mustBe(request, 'GET', 'POST');
  const body = request.method === 'POST' ? bodyOf(request) : {};
  const ids = listOf(body['ids'] ?? request.query.get('ids'));
  const fields = listOf(body['fields'] ?? request.query.get('fields'));
  if (ids.length === 0 || fields.length === 0) {
    throw refusal(400, 'REQUIRED_FIELD_MISSING', 'The ids and fields parameters are required');
  }
  if (ids.length > MOST_IDS)
    throw refusal(
      400,
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 2000 records into this call',
    );
  for (const field of fields) resolvePath(org, org.schema[object], field, fields.join(','));
  const answers = ids.map((id): RecordAnswer | null => {
    const key = parseId(id);
    if (key === null) throw refusal(400, 'MALFORMED_ID', `malformed id ${id}`);
    const row = table(org, object).get(key);
    return row === undefined || row['IsDeleted'] === true
      ? null
      : shape(org, org.schema[object], row, ['Id', ...fields], request.dataPath);
  });
  return { status: 200, body: answers };
}

function answerShape(
  org: Org,
  request: ApiRequest,
  object: ObjectName,
  row: Row,
  asked: readonly string[] | undefined,
): RecordAnswer {
  const definition = org.schema[object];
  for (const field of asked ?? [])
    if (!field.includes('.') && findField(definition, field) === undefined) throw noSuchColumn(field, object);
  const columns = asked ?? definition.fields.map((field) => field.name);
  return shape(org, definition, row, asked === undefined ? columns : [...columns, 'Id'], request.dataPath);
}

// The header counts whole seconds, so a change within the same second goes unnoticed: as with Salesforce.
function isModifiedSince(row: Row, request: ApiRequest): boolean {
  const header = request.headers['if-unmodified-since'];
  const since = header === undefined ? Number.NaN : Date.parse(header);
  return Date.parse(String(row['LastModifiedDate'])) > since;
}

/** What a request's headers say about saving. */
export function saveOptions({ headers, userId }: ApiRequest): SaveOptions {
  return {
    by: userId,
    autoAssign: headers['sforce-auto-assign']?.toUpperCase() !== 'FALSE',
    allowDuplicates: /allowSave\s*=\s*true/i.test(headers['sforce-duplicate-rule-header'] ?? ''),
  };
}

function created(row: Row): ApiAnswer {
  return { status: 201, body: { id: row['Id'], success: true, errors: [], created: true } };
}

function listOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(',').filter((part) => part !== '') : [];
}
