// What Slack's refusals and silences mean, in the kernel's words. Decides nothing about trying again.
import {
  SlackError,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { Fault } from '#kernel/errors.ts';
import type { FaultCode } from '#kernel/errors.ts';
import { SLACK_METHODS } from './methods.ts';
import type { SlackMethodName } from './methods.ts';

/** A 429 without `Retry-After` says nothing about how long; Slack's windows are a second and a minute. */
const UNTOLD_WAIT_MS = 5_000;

const CODES: Readonly<Record<string, FaultCode>> = {
  not_authed: 'unauthorized',
  invalid_auth: 'unauthorized',
  account_inactive: 'unauthorized',
  token_revoked: 'unauthorized',
  token_expired: 'unauthorized',
  missing_scope: 'forbidden',
  not_allowed_token_type: 'forbidden',
  no_permission: 'forbidden',
  access_denied: 'forbidden',
  ekm_access_denied: 'forbidden',
  team_access_not_granted: 'forbidden',
  channel_not_found: 'not_found',
  message_not_found: 'not_found',
  thread_not_found: 'not_found',
  user_not_found: 'not_found',
  users_not_found: 'not_found',
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'unavailable',
  team_added_to_org: 'unavailable',
  invalid_blocks: 'internal',
  invalid_blocks_format: 'internal',
  invalid_arguments: 'internal',
  invalid_metadata_format: 'internal',
  metadata_too_large: 'internal',
  msg_too_long: 'internal',
  msg_blocks_too_long: 'internal',
  no_text: 'internal',
  view_too_large: 'internal',
  unknown_method: 'internal',
};

/** The fault for a call that threw. What is a Fault already stays as it is. */
export function slackFault(error: unknown, method: SlackMethodName): Fault {
  if (error instanceof Fault) return error;
  return faultOf(error, method, SLACK_METHODS[method].effect === 'write');
}

/** The fault for what the SDK threw at a listener, which called Slack itself; anything else stays as it is. */
export function sdkFault(error: unknown): unknown {
  return error instanceof SlackError || brokeOff(error) || tookTooLong(error)
    ? faultOf(error, 'the call', true)
    : error;
}

/** `respond` hands on what fetch says of a connection that did not come about, or broke before the answer was whole. */
function brokeOff(error: unknown): boolean {
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}

/** What fetch throws when its deadline has passed. */
function tookTooLong(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function faultOf(error: unknown, method: string, ambiguous: boolean): Fault {
  if (error instanceof WebAPIRateLimitedError) {
    return new Fault('rate_limited', `Slack takes no more ${method} for now`, {
      cause: error,
      retryAfterMs: error.retryAfter * 1000,
    });
  }
  if (error instanceof WebAPIPlatformError) return platformFault(error, method, ambiguous);
  if (error instanceof WebAPIHTTPError) {
    return new Fault('unavailable', `Slack answered ${method} with HTTP ${error.statusCode}`, {
      cause: error,
      ambiguous,
    });
  }
  return silenceFault(error, method, ambiguous);
}

/** Slack's own code, for example `channel_not_found`; null for anything else. */
export function slackCode(error: unknown): string | null {
  const cause = error instanceof Fault ? error.cause : error;
  return cause instanceof WebAPIPlatformError ? cause.data.error : null;
}

function platformFault(error: WebAPIPlatformError, method: string, ambiguous: boolean): Fault {
  const said = error.data.error;
  // A proxy's page in place of JSON ends up here too.
  if (!/^[a-z][a-z0-9_:]*$/u.test(said)) {
    return new Fault('unavailable', `Slack's answer to ${method} cannot be read`, { cause: error, ambiguous });
  }
  const code = CODES[said] ?? 'refused';
  const retryAfter = error.data.response_metadata?.retryAfter;
  return new Fault(code, `Slack refused ${method}: ${said}${detailsOf(error)}`, {
    cause: error,
    ambiguous: ambiguous && code === 'unavailable',
    ...(code === 'rate_limited' ? { retryAfterMs: retryAfter === undefined ? UNTOLD_WAIT_MS : retryAfter * 1000 } : {}),
  });
}

function detailsOf(error: WebAPIPlatformError): string {
  const data: Readonly<Record<string, unknown>> = { ...error.data };
  if (typeof data['needed'] === 'string') return `, the token lacks ${data['needed']}`;
  const messages = error.data.response_metadata?.messages ?? [];
  return messages.length === 0 ? '' : ` (${messages.join('; ')})`;
}

function silenceFault(error: unknown, method: string, ambiguous: boolean): Fault {
  const original = error instanceof WebAPIRequestError ? error.original : error;
  if (tookTooLong(original)) {
    return new Fault('timeout', `Slack did not answer ${method} in time`, { cause: error, ambiguous });
  }
  if (original instanceof Error && original.message.startsWith('Retry header did not contain')) {
    return new Fault('rate_limited', `Slack takes no more ${method} for now`, {
      cause: error,
      retryAfterMs: UNTOLD_WAIT_MS,
    });
  }
  const code = systemCode(original);
  return new Fault('unavailable', `no answer from Slack to ${method} (${code ?? 'connection failed'})`, {
    cause: error,
    ambiguous: ambiguous && code !== 'ECONNREFUSED' && code !== 'ENOTFOUND' && code !== 'EAI_AGAIN',
  });
}

/** The system's error code along the chain of causes: `fetch` wraps it. */
function systemCode(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}
