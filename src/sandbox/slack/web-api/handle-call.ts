// One Web API call from the wire to the wire: token, fault, rate limit, scope, method, answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '#kernel/errors.ts';
import type { Faults } from '../faults.ts';
import { readArguments, readBody, sendJson } from '../http/request.ts';
import { suffer } from '../http/suffer.ts';
import { findChannel, namesOf } from '../world/conversations.ts';
import { textOf } from '../world/elements.ts';
import type { Json, Token } from '../world/wire.ts';
import { ApiError, requireScope } from './method.ts';
import type { Call, Method } from './method.ts';
import { METHODS } from './methods.ts';
import type { RateLimits } from './rate-limits.ts';

export interface HandleCallDeps extends Omit<Call, 'args' | 'token'> {
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
}

const NO_TOKEN: Token = { token: '', kind: 'bot', scopes: new Set(), revoked: false };

export async function handleCall(
  deps: HandleCallDeps,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = argumentsIn(request, await readBody(request));
  if (typeof args === 'string') return sendJson(response, 200, { ok: false, error: args });
  const given = textOf(args['channel']);
  const channel = findChannel(deps.world, given);
  const remaining = await suffer(response, deps.faults.takeForCall(name, [given, ...namesOf(channel)]));
  if (remaining === 'nothing') return;
  const method = METHODS[name];
  let headers: Record<string, string> = {};
  let body: Json;
  try {
    if (!method) throw new ApiError('unknown_method', { req_method: name });
    const token = authenticate(deps, method, request, args);
    headers = scopeHeaders(method, token);
    const wait = deps.rateLimits.take(name, method.tier, channel?.id ?? given);
    if (wait !== undefined) {
      return sendJson(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(wait) });
    }
    if (method.scope !== undefined) requireScope({ token }, method.scope);
    body = { ok: true, ...method.run({ ...deps, args, token }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    body = { ok: false, error: error.message, ...error.details };
  }
  if (remaining === 'work_unanswered') response.destroy();
  else sendJson(response, 200, body, headers);
}

/** The arguments, or what Slack answers to a body that holds none. */
function argumentsIn(request: IncomingMessage, body: Buffer): Json | 'invalid_json' {
  try {
    return readArguments(request, body);
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid_input') return 'invalid_json';
    throw error;
  }
}

function authenticate({ world }: HandleCallDeps, method: Method, request: IncomingMessage, args: Json): Token {
  if (method.token === 'none') return NO_TOKEN;
  const bearer = /^Bearer (\S+)$/iu.exec(request.headers.authorization ?? '')?.[1];
  const given = bearer ?? textOf(args['token']);
  if (given === '') throw new ApiError('not_authed');
  const token = world.tokens.get(given);
  if (!token) throw new ApiError('invalid_auth');
  if (token.revoked) throw new ApiError('token_revoked');
  if (token.kind !== method.token) throw new ApiError('not_allowed_token_type');
  return token;
}

function scopeHeaders(method: Method, token: Token): Record<string, string> {
  const accepted = method.scope === undefined ? {} : { 'x-accepted-oauth-scopes': method.scope };
  return { 'x-oauth-scopes': [...token.scopes].join(','), ...accepted };
}
