// The versioned REST API under /services/data/vNN.0: which route a request takes. Composite requests come through here
// again, one part at a time. Sessions, faults and sockets are the server's.
import type { ApiAnswer, ApiContext, ApiRequest, ApiUsage } from './api-request.ts';
import { mustBe } from './api-request.ts';
import { answerActions } from './actions-api.ts';
import { answerApprovals } from './approvals-api.ts';
import { answerBatch, answerCollectionUpsert, answerCollectionWrite } from './collections-api.ts';
import { answerComposite } from './composite-api.ts';
import { answerDescribe, answerDescribeGlobal } from './describe-api.ts';
import { notFound } from './errors.ts';
import type { Org } from './org.ts';
import { answerQuery, answerQueryMore } from './query-api.ts';
import {
  answerChangedSince,
  answerCollectionRead,
  answerRecord,
  answerRecordCreate,
  answerUpsert,
} from './record-api.ts';
import { objectOf } from './soql-matching.ts';

/** Answers one request. Throws SalesforceError for what Salesforce refuses. */
export function answerApi(context: ApiContext, request: ApiRequest): ApiAnswer {
  const [resource, ...rest] = request.segments;
  switch (resource) {
    case 'query':
    case 'queryAll':
      mustBe(request, 'GET');
      return rest[0] === undefined
        ? answerQuery(context, request, resource === 'queryAll')
        : answerQueryMore(context, request, rest[0]);
    case 'sobjects':
      return answerSobjects(context, request, rest);
    case 'composite':
      return answerCompositeResource(context, request, rest);
    case 'actions':
      return answerActions(context, request, rest);
    case 'process':
      if (rest[0] !== 'approvals' || rest.length > 1) throw notFound();
      return answerApprovals(context, request);
    case 'limits':
      mustBe(request, 'GET');
      return { status: 200, body: limits(context.usage) };
    case undefined:
      return { status: 200, body: resources(request) };
    default:
      throw notFound();
  }
}

function resources({ dataPath }: ApiRequest): Readonly<Record<string, string>> {
  const names = ['sobjects', 'query', 'queryAll', 'composite', 'process', 'actions', 'limits'];
  return Object.fromEntries(names.map((name) => [name, `${dataPath}/${name}`]));
}

function answerSobjects(context: ApiContext, request: ApiRequest, rest: readonly string[]): ApiAnswer {
  const [name, idOrResource, value, ...more] = rest;
  if (name === undefined) return answerDescribeGlobal(context.org, request);
  if (more.length > 0) throw notFound();
  const object = lookUp(context.org, name);
  if (idOrResource === undefined) {
    mustBe(request, 'POST');
    return answerRecordCreate(context, request, object.name);
  }
  if ((idOrResource === 'deleted' || idOrResource === 'updated') && value === undefined) {
    mustBe(request, 'GET');
    return answerChangedSince(context, request, object.name, idOrResource);
  }
  if (idOrResource === 'describe' && value === undefined) {
    mustBe(request, 'GET');
    return answerDescribe(context.org, object);
  }
  if (value !== undefined) return answerUpsert(context, request, object.name, { field: idOrResource, value });
  return answerRecord(context, request, object.name, idOrResource);
}

function answerCompositeResource(context: ApiContext, request: ApiRequest, rest: readonly string[]): ApiAnswer {
  const [collection, name, ...more] = rest;
  if (collection === undefined) {
    mustBe(request, 'POST');
    return answerComposite(context.org, request, (part) => answerApi(context, part));
  }
  const answerPart = (part: ApiRequest) => answerApi(context, part);
  if (collection === 'batch' && name === undefined) return answerBatch(request, answerPart);
  if (collection !== 'sobjects') throw notFound();
  if (name === undefined) return answerCollectionWrite(context, request);
  const [field, ...beyond] = more;
  if (beyond.length > 0) throw notFound();
  if (field !== undefined) return answerCollectionUpsert(context, request, lookUp(context.org, name).name, field);
  return answerCollectionRead(context, request, lookUp(context.org, name).name);
}

// In a URL an unknown object is a resource that does not exist; only a query says INVALID_TYPE.
function lookUp(org: Org, name: string): ReturnType<typeof objectOf> {
  try {
    return objectOf(org, name);
  } catch {
    throw notFound();
  }
}

function limits(usage: ApiUsage): Record<string, { Max: number; Remaining: number }> {
  return { DailyApiRequests: { Max: usage.max, Remaining: Math.max(0, usage.max - usage.used) } };
}
