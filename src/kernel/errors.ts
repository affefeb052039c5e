// The one error class that crosses folders. Expected outcomes are plain unions; a Fault is what nobody asked for.

/** What a fault means to whoever catches it; the code decides whether to try again. */
export type FaultCode =
  | 'invalid_input' // what was given cannot be right, however often it is tried
  | 'not_configured' // a setting is missing or wrong; a person must mend it
  | 'unauthorized' // the other side refuses our credentials
  | 'forbidden' // the credentials lack a permission or scope
  | 'not_found'
  | 'refused' // the other side understood and said no, in its own words (`message`)
  | 'conflict' // somebody else was first; read anew and decide again
  | 'rate_limited' // wait `retryAfterMs`
  | 'timeout' // no answer in time: it may or may not have happened
  | 'unavailable' // connection failed or 5xx: it may or may not have happened
  | 'internal'; // a defect of ours

export interface FaultDetails {
  readonly cause?: unknown;
  /** How long to wait before trying again, in milliseconds, where the other side said so. */
  readonly retryAfterMs?: number;
  /** True where a call that changes something may have taken effect although no answer came. */
  readonly ambiguous?: boolean;
}

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly retryAfterMs: number | undefined;
  readonly ambiguous: boolean;

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : {});
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.ambiguous = details.ambiguous ?? false;
  }
}

/** Whether the same call may succeed later without anybody mending anything. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Fault)) return false;
  return error.code === 'rate_limited' || error.code === 'timeout' || error.code === 'unavailable';
}

/** Whether it is worth waiting: an outage passes, and a revoked token or a missing scope is mended by a person. */
export function mayPass(error: unknown): boolean {
  if (isTransient(error)) return true;
  if (!(error instanceof Fault)) return false;
  return error.code === 'unauthorized' || error.code === 'forbidden' || error.code === 'not_configured';
}

/** A sentence for logs and status pages, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  // Some libraries hand on a copy of an error, which is none any more.
  const said = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(said);
}
