// What a Web API method is, and how it reads its arguments and refuses.
import type { Triggers } from '../world/triggers.ts';
import type { Json, Token } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** Calls a minute; `post` is one a second a channel. Source: docs.slack.dev/apis/web-api/rate-limits */
export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'post' | 'special';

export interface Call {
  readonly world: World;
  readonly triggers: Triggers;
  readonly args: Json;
  readonly token: Token;
  /** The sandbox's own address. */
  readonly url: string;
  readonly openSocketLink: () => string;
  /** Sends the app an event that no change in the workspace raises. */
  readonly tellApp: (event: Json) => void;
  readonly fileProcessingMs: number;
  readonly closing: AbortSignal;
}

export interface Method {
  readonly tier: Tier;
  readonly token: 'bot' | 'app' | 'none';
  /** The scope that every call needs; some need more by the kind of conversation. */
  readonly scope?: string;
  readonly run: (call: Call) => Json;
}

export type Methods = Readonly<Record<string, Method>>;

/** A refusal in Slack's words: `{ ok: false, error, ...details }`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly details: Json;

  constructor(error: string, details: Json = {}) {
    super(error);
    this.details = details;
  }
}

/** A refusal that lists its reasons as Slack does. */
export function invalid(error: string, messages: readonly string[], withErrors: boolean): ApiError {
  const response_metadata = { messages: messages.map((message) => `[ERROR] ${message}`) };
  return new ApiError(error, withErrors ? { errors: messages, response_metadata } : { response_metadata });
}

export function requireScope({ token }: Pick<Call, 'token'>, needed: string): void {
  if (token.scopes.has(needed)) return;
  throw new ApiError('missing_scope', { needed, provided: [...token.scopes].join(',') });
}

/** A text argument, or undefined if it was not given. Numbers count as text, as in a form. */
export function optional({ args }: Call, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function required(call: Call, name: string): string {
  const value = optional(call, name);
  if (value === undefined) throw invalid('invalid_arguments', [`missing required field: ${name}`], false);
  return value;
}

export function flag({ args }: Call, name: string): boolean {
  return args[name] === true || args[name] === 'true' || args[name] === '1';
}

/** An argument that is JSON, given as text (forms) or as it is. Throws `unreadable` for what is not JSON. */
export function json({ args }: Call, name: string, unreadable: string): unknown {
  const value = args[name];
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
  try {
    return JSON.parse(value);
  } catch {
    throw new ApiError(unreadable);
  }
}
