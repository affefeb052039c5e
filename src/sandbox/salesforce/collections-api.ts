// composite/sobjects for writing: up to 200 records in one call, each with its own outcome, or all of them or none. And
// composite/batch: up to 25 requests that know nothing of each other.
import type { ApiAnswer, ApiContext, ApiRequest } from './api-request.ts';
import { bodyOf, mustBe } from './api-request.ts';
import { SalesforceError, notFound, refusal } from './errors.ts';
import type { ApiError } from './errors.ts';
import type { ObjectName } from './fields.ts';
import { collectTogether, findAnywhere } from './org.ts';
import { answerUpsert, saveOptions } from './record-api.ts';
import { createRecord, deleteRecord, updateRecord } from './save.ts';
import { objectOf } from './soql-matching.ts';
import { transact } from './transaction.ts';

const MOST_RECORDS = 200;
const MOST_REQUESTS = 25;

type Fields = Readonly<Record<string, unknown>>;
type Outcome =
  | { readonly id: string; readonly success: true; readonly errors: readonly []; readonly created?: boolean }
  | { readonly id?: string; readonly success: false; readonly errors: readonly unknown[] };

/** POST creates, PATCH updates by id, DELETE takes `?ids=`. */
export function answerCollectionWrite(context: ApiContext, request: ApiRequest): ApiAnswer {
  mustBe(request, 'POST', 'PATCH', 'DELETE');
  const { org } = context;
  const options = saveOptions(request);
  if (request.method === 'DELETE') {
    const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '');
    const deletions = ids.map((id) => () => {
      const found = findAnywhere(org, id);
      if (found === null) throw notFound();
      deleteRecord(org, found.object, id, options);
      return { id, success: true, errors: [] } as const;
    });
    return run(context, deletions, request.query.get('allOrNone') === 'true');
  }
  const { records, allOrNone } = readRecords(request);
  const saves = records.map((record) => () => {
    const object = typeOf(context, record);
    if (request.method === 'POST') return saved(createRecord(org, object, record, options)['Id'], true);
    const { Id, id = Id, ...fields } = record;
    if (typeof id !== 'string') throw refusal(400, 'MISSING_ARGUMENT', 'Id not specified in an update call', []);
    return saved(updateRecord(org, object, id, fields, options)['Id']);
  });
  return run(context, saves, allOrNone);
}

/** PATCH composite/sobjects/{object}/{external id field}. */
export function answerCollectionUpsert(
  context: ApiContext,
  request: ApiRequest,
  object: ObjectName,
  field: string,
): ApiAnswer {
  mustBe(request, 'PATCH');
  const { records, allOrNone } = readRecords(request);
  const saves = records.map((record) => () => {
    const { [field]: value, ...fields } = record;
    if (typeof value !== 'string') throw refusal(400, 'MISSING_ARGUMENT', `${field} not specified`, []);
    const { body } = answerUpsert(context, { ...request, body: fields }, object, { field, value });
    const { id, created } = body as { readonly id: string; readonly created: boolean };
    return saved(id, created);
  });
  return run(context, saves, allOrNone);
}

function readRecords(request: ApiRequest): { readonly records: readonly Fields[]; readonly allOrNone: boolean } {
  const { records, allOrNone } = bodyOf(request);
  if (!Array.isArray(records)) throw refusal(400, 'REQUIRED_FIELD_MISSING', 'records is required');
  return { records: records as readonly Fields[], allOrNone: allOrNone === true };
}

function typeOf({ org }: ApiContext, record: Fields): ObjectName {
  const { type } = (record['attributes'] ?? {}) as Fields;
  if (typeof type !== 'string') throw refusal(400, 'INVALID_TYPE', 'attributes.type is required for each record');
  return objectOf(org, type).name;
}

function saved(id: unknown, created?: boolean): Outcome {
  return { id: String(id), success: true, errors: [], ...(created === undefined ? {} : { created }) };
}

function run({ org }: ApiContext, saves: readonly (() => Outcome)[], allOrNone: boolean): ApiAnswer {
  if (saves.length > MOST_RECORDS) {
    const words = `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`;
    throw refusal(400, 'EXCEEDED_MAX_SIZE_REQUEST', words);
  }
  const outcomes: Outcome[] = [];
  const all = () => {
    outcomes.push(...saves.map(attempt));
    return outcomes.every(({ success }) => success);
  };
  if (!allOrNone) {
    collectTogether(org, all);
    return { status: 200, body: outcomes };
  }
  const kept = transact(org, all);
  return { status: 200, body: kept ? outcomes : outcomes.map(rolledBack) };
}

function attempt(save: () => Outcome): Outcome {
  try {
    return save();
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    return { success: false, errors: error.errors.map(shown) };
  }
}

/** In a collection an error's code is its `statusCode`. */
function shown({ errorCode, ...error }: ApiError): unknown {
  return { statusCode: errorCode, fields: [], ...error };
}

function rolledBack(outcome: Outcome): Outcome {
  if (!outcome.success) return outcome;
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }] };
}

/** POST composite/batch; `answer` answers each of its requests. */
export function answerBatch(request: ApiRequest, answer: (request: ApiRequest) => ApiAnswer): ApiAnswer {
  mustBe(request, 'POST');
  const { batchRequests, haltOnError } = bodyOf(request);
  if (!Array.isArray(batchRequests) || batchRequests.length === 0 || batchRequests.length > MOST_REQUESTS) {
    throw refusal(400, 'JSON_PARSER_ERROR', `batchRequests must hold 1 to ${MOST_REQUESTS} requests`);
  }
  const results: { readonly statusCode: number; readonly result: unknown }[] = [];
  let failed = false;
  for (const part of batchRequests as readonly Fields[]) {
    if (failed && haltOnError === true) {
      const message = 'The request was not processed, as an earlier one failed.';
      results.push({ statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message }] });
      continue;
    }
    const { status, body = null } = answerPart(request, part, answer);
    failed ||= status >= 400;
    results.push({ statusCode: status, result: body });
  }
  return { status: 200, body: { hasErrors: failed, results } };
}

function answerPart(whole: ApiRequest, part: Fields, answer: (request: ApiRequest) => ApiAnswer): ApiAnswer {
  const url = new URL(String(part['url']).replace(/^\/?(?:services\/data\/)?/, '/'), 'http://batch.invalid');
  const [, , ...segments] = url.pathname.split('/').map(decodeURIComponent);
  const method = typeof part['method'] === 'string' ? part['method'] : 'GET';
  try {
    return answer({ ...whole, method, segments, query: url.searchParams, body: part['richInput'] });
  } catch (error) {
    if (error instanceof SalesforceError) return { status: error.status, body: error.errors };
    throw error;
  }
}
