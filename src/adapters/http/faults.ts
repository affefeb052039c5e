// What a failed HTTP exchange means, in the kernel's words. Knows statuses and sockets, no vendor's error body.
import { Fault, type FaultCode } from '#kernel/errors.ts';

/** Whether repeating a call is safe: reads always, `idempotent` writes too, `once` only when it surely did not happen. */
export type Effect = 'read' | 'idempotent' | 'once';

const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The fault for an exchange that ended without an answer: refused, reset, unresolved, cut off. */
export function transportFault(cause: unknown, effect: Effect): Fault {
  if (cause instanceof Fault) return cause;
  const code = errorCode(cause);
  const sent = code === null || !NEVER_CONNECTED.has(code);
  return new Fault('unavailable', `no answer from the CRM (${code ?? 'connection failed'})`, {
    cause,
    ambiguous: sent && effect !== 'read',
  });
}

export interface StatusDetails {
  readonly effect: Effect;
  /** The vendor's own words, shown to people as they are. */
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The fault for an answer that is not a success. A 5xx on a write is ambiguous: gateways give up on calls that were
 * carried out. 423 (locked) and 477 (HubSpot moving the account) were not carried out and pass by themselves.
 */
export function statusFault(status: number, details: StatusDetails): Fault {
  const code = codeForStatus(status);
  return new Fault(code, details.message, {
    cause: details.cause,
    ambiguous: status >= 500 && details.effect !== 'read',
    ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
  });
}

function codeForStatus(status: number): FaultCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status === 423 || status === 477 || status >= 500) return 'unavailable';
  return 'refused';
}

/** `Retry-After` as milliseconds from `now`: seconds or an HTTP date; undefined when absent or unreadable. */
export function retryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * 1000));
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** The system's error code, found along the chain of causes (`fetch` and client libraries wrap it). */
function errorCode(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}
