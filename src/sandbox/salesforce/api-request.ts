// One request of the REST API as its routes see it, and what they answer. Transport is the server's.
import { refusal } from './errors.ts';
import type { Org } from './org.ts';
import type { QueryAnswer } from './soql.ts';

export interface ApiRequest {
  readonly method: string;
  /** `/services/data/v67.0` as the client wrote it. */
  readonly dataPath: string;
  /** Decoded path segments after the version. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  /** Whose session it is. */
  readonly userId: string;
}

export interface ApiAnswer {
  readonly status: number;
  /** Undefined: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Query results that have been answered in part, by the id in their locator. */
export interface QueryLocators {
  readonly results: Map<string, { readonly answer: QueryAnswer; readonly pageSize: number }>;
  /** Records in a page where the client does not ask for another number. */
  readonly pageSize: number;
}

/** Calls counted against the rolling day's limit. */
export interface ApiUsage {
  used: number;
  max: number;
}

export interface ApiContext {
  readonly org: Org;
  readonly locators: QueryLocators;
  readonly usage: ApiUsage;
}

/** Throws METHOD_NOT_ALLOWED unless the request has one of these methods. */
export function mustBe(request: ApiRequest, ...methods: readonly string[]): void {
  if (methods.includes(request.method)) return;
  const words = `HTTP Method '${request.method}' not allowed. Allowed are ${methods.join(',')}`;
  throw refusal(405, 'METHOD_NOT_ALLOWED', words);
}

/** The JSON object that a request carries. Throws JSON_PARSER_ERROR for anything else. */
export function bodyOf({ body }: ApiRequest): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw refusal(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.');
}
