// query and queryAll: 2,000 records a page, the rest behind a locator.
import type { ApiAnswer, ApiContext, ApiRequest, QueryLocators } from './api-request.ts';
import { refusal } from './errors.ts';
import { mintId } from './ids.ts';
import { runQuery } from './soql.ts';
import type { QueryAnswer } from './soql.ts';

export function answerQuery(context: ApiContext, request: ApiRequest, withDeleted: boolean): ApiAnswer {
  const soql = request.query.get('q');
  if (soql === null) throw refusal(400, 'MALFORMED_QUERY', 'The query parameter q is required');
  const answer = runQuery(context.org, {
    soql,
    dataPath: request.dataPath,
    withDeleted,
    userId: request.userId,
  });
  const pageSize = askedPageSize(request) ?? context.locators.pageSize;
  const { totalSize, count } = answer;
  if (count <= pageSize) return { status: 200, body: { totalSize, done: true, records: answer.records(0, count) } };
  context.org.serial += 1;
  const locator = mintId('QueryLocator', context.org.serial);
  keep(context.locators, locator, { answer, pageSize });
  return page(request, locator, { answer, pageSize }, 0);
}

type Result = { readonly answer: QueryAnswer; readonly pageSize: number };

const KEPT_RESULTS = 100;

// Salesforce forgets cursors after some days; here the oldest goes when there are many.
function keep({ results }: QueryLocators, locator: string, result: Result): void {
  results.set(locator, result);
  const oldest = results.keys().next().value;
  if (results.size > KEPT_RESULTS && oldest !== undefined) results.delete(oldest);
}

export function answerQueryMore(context: ApiContext, request: ApiRequest, locator: string): ApiAnswer {
  const [, id = '', offset = ''] = /^(\w{18})-(\d+)$/.exec(locator) ?? [];
  const result = context.locators.results.get(id);
  if (result === undefined) throw refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return page(request, id, result, Number(offset));
}

function page(request: ApiRequest, locator: string, result: Result, from: number): ApiAnswer {
  const end = from + result.pageSize;
  const { totalSize } = result.answer;
  const records = result.answer.records(from, end);
  if (end >= totalSize) return { status: 200, body: { totalSize, done: true, records } };
  const nextRecordsUrl = `${request.dataPath}/query/${locator}-${end}`;
  return { status: 200, body: { totalSize, done: false, nextRecordsUrl, records } };
}

function askedPageSize(request: ApiRequest): number | null {
  const asked = /batchSize=(\d+)/.exec(request.headers['sforce-query-options'] ?? '')?.[1];
  return asked === undefined ? null : Math.min(2000, Math.max(200, Number(asked)));
}
