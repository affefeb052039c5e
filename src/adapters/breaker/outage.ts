// Which failures of a call mean that the other side is down, and which that it answered.
import { Fault } from '#kernel/errors.ts';

/**
 * No answer in time, no connection, or a 5xx. An answer below 500 is one, whatever it asks us to wait for: a locked row
 * (423), an account that is being moved (477). Adapters keep the status of an answer on the fault's cause.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Fault)) return false;
  if (error.code === 'timeout') return true;
  return error.code === 'unavailable' && !isAnswer(error.cause);
}

function isAnswer(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null || !('status' in cause)) return false;
  return typeof cause.status === 'number' && cause.status < 500;
}
