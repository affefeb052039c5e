// One request and its answer, as the routes see them: parsed, and without sockets.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, errorBody, invalidRequest } from './errors.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
}

export interface Answer {
  readonly status: number;
  /** Undefined: no body (204). */
  readonly body?: unknown;
}

export interface Route {
  readonly method: string;
  /** `:name` stands for one segment. */
  readonly path: string;
  /** Scope that the token needs; `:object` is the object's name. Null: any token. */
  readonly scope: string | null;
  handle(exchange: Exchange, params: Readonly<Record<string, string>>): Answer;
}

/** The parameters of a path, or null where it does not fit the pattern. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const actual = decodeURIComponent(given[at] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = actual;
    else if (part !== actual) return null;
  }
  return params;
}

/** Reads the request whole. Throws 400 for a body that is neither a JSON object nor an array. */
export async function readExchange(request: IncomingMessage): Promise<Exchange> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const text = await readText(request);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: text === '' ? {} : parseObject(text),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalidRequest('Invalid input JSON: the body could not be parsed');
  }
  if (typeof parsed !== 'object' || parsed === null) {
    throw invalidRequest('Invalid input JSON: an object was expected');
  }
  return parsed as Json;
}

export function send(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>> = {}): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json;charset=utf-8', ...headers }).end(text);
}

/** The answer for whatever a route threw; a defect of the sandbox reads as HubSpot's 500. */
export function answerError(error: unknown): Answer {
  if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
  const internal = new ApiError(500, 'internal error', { category: 'INTERNAL_ERROR', cause: String(error) });
  return { status: 500, body: errorBody(internal) };
}
