// composite: up to 25 requests in one, each able to name the answers before it as @{reference.field}; with allOrNone
// the whole is undone where one of them fails.
import type { ApiAnswer, ApiRequest } from './api-request.ts';
import { bodyOf } from './api-request.ts';
import { SalesforceError, refusal } from './errors.ts';
import type { Org } from './org.ts';
import { collectTogether } from './org.ts';
import { transact } from './transaction.ts';

const MOST_PARTS = 25;

interface Part {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

interface PartAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

type Answer = (request: ApiRequest) => ApiAnswer;

/** Answers a composite request; `answer` answers each of its parts. */
export function answerComposite(org: Org, request: ApiRequest, answer: Answer): ApiAnswer {
  const body = bodyOf(request);
  const parts = readParts(body['compositeRequest']);
  const allOrNone = body['allOrNone'] === true;
  const answers: PartAnswer[] = [];
  const run = () => {
    for (const part of parts) answers.push(answerPart(answer, request, part, answers));
    return !answers.some(({ httpStatusCode }) => httpStatusCode >= 400);
  };
  if (!allOrNone) {
    collectTogether(org, run);
    return { status: 200, body: { compositeResponse: answers } };
  }
  const kept = transact(org, run);
  return { status: 200, body: { compositeResponse: kept ? answers : answers.map(halted) } };
}

function readParts(value: unknown): readonly Part[] {
  if (!Array.isArray(value) || value.length === 0)
    throw refusal(400, 'JSON_PARSER_ERROR', 'compositeRequest is required');
  if (value.length > MOST_PARTS) {
    throw refusal(400, 'LIMIT_EXCEEDED', `The maximum number of subrequests is ${MOST_PARTS}`);
  }
  return (value as readonly Partial<Part>[]).map((part) => {
    const { method, url, referenceId } = part;
    if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string') {
      throw refusal(400, 'JSON_PARSER_ERROR', 'each subrequest needs method, url and referenceId');
    }
    return { method, url, referenceId, body: part.body, headers: part.headers ?? {} };
  });
}

function answerPart(answerOne: Answer, whole: ApiRequest, part: Part, earlier: readonly PartAnswer[]): PartAnswer {
  const answer = attempt(() => {
    const url = new URL(substitute(part.url, earlier), 'http://composite.invalid');
    const [, services, data, version, ...segments] = url.pathname.split('/').map(decodeURIComponent);
    if (services !== 'services' || data !== 'data' || version === undefined) {
      throw refusal(400, 'INVALID_URL', 'a subrequest starts with /services/data/');
    }
    const lowered = Object.entries(part.headers).map(([name, value]) => [name.toLowerCase(), value]);
    const body =
      part.body === undefined ? undefined : (JSON.parse(substitute(JSON.stringify(part.body), earlier)) as unknown);
    const headers = { ...whole.headers, ...Object.fromEntries(lowered) };
    return answerOne({ ...whole, method: part.method, segments, query: url.searchParams, headers, body });
  });
  return {
    body: answer.body ?? null,
    httpHeaders: answer.headers ?? {},
    httpStatusCode: answer.status,
    referenceId: part.referenceId,
  };
}

function attempt(act: () => ApiAnswer): ApiAnswer {
  try {
    return act();
  } catch (error) {
    if (error instanceof SalesforceError) return { status: error.status, body: error.errors };
    throw error;
  }
}

function substitute(text: string, earlier: readonly PartAnswer[]): string {
  return text.replace(/@\{([\w]+)\.([\w.]+)\}/g, (whole, reference: string, path: string) => {
    const answer = earlier.find((candidate) => candidate.referenceId === reference);
    let value: unknown = answer?.body;
    for (const key of path.split('.'))
      value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    if (typeof value !== 'string' && typeof value !== 'number')
      throw refusal(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${whole} found`);
    return `${value}`;
  });
}

function halted(answer: PartAnswer): PartAnswer {
  if (answer.httpStatusCode >= 400) return answer;
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return { ...answer, httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED', message }] };
}
