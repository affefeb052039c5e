// What Salesforce's error arrays mean: a fault of the connection, a record that is gone, or a plain no in its own words.
import { z } from 'zod';
import { statusFault } from '#adapters/http/faults.ts';
import type { Effect } from '#adapters/http/faults.ts';
import { Fault } from '#kernel/errors.ts';

const ApiErrors = z
  .array(z.object({ errorCode: z.string(), message: z.string(), fields: z.array(z.string()).nullish() }))
  .min(1);
type ApiErrors = z.infer<typeof ApiErrors>;

/** What /process/approvals answers in place of errors: each request's result, with its own. */
const ProcessRefusals = z
  .array(
    z.object({
      success: z.literal(false),
      errors: z.array(z.object({ statusCode: z.string(), message: z.string() })).min(1),
    }),
  )
  .min(1);

/** The first error's code, where the fault came from an error array; kept as the fault's cause. */
class SalesforceRefusal extends Error {
  override readonly name = 'SalesforceRefusal';
  readonly status: number;
  readonly errorCode: string | null;

  constructor(status: number, errorCode: string | null, message: string) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }
}

/** Waiting helps little sooner: the day's limit is a rolling one, and Salesforce names no time. */
const LIMIT_RETRY_MS = 5 * 60_000;

const LOCKED = new Set(['UNABLE_TO_LOCK_ROW']);
const GONE = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND']);

/** The fault for an answer of status 400 and above. */
export function refusalFault(status: number, body: string, effect: Effect): Fault {
  const errors = readErrors(body);
  const first = errors?.[0];
  const message = errors === null ? `Salesforce answered with status ${status}` : wordsOf(errors);
  const cause = new SalesforceRefusal(status, first?.errorCode ?? null, message);
  const code = first?.errorCode ?? '';
  if (code === 'REQUEST_LIMIT_EXCEEDED') return limitFault(message, cause);
  // Nothing was written; the record's lock is held for moments by another transaction.
  if (LOCKED.has(code)) return new Fault('unavailable', message, { cause });
  if (GONE.has(code)) return new Fault('not_found', message, { cause });
  if (code.startsWith('INSUFFICIENT_ACCESS')) return new Fault('refused', message, { cause });
  return statusFault(status, { effect, message, cause });
}

// One code for two limits: calls open at once, which passes in a moment, and calls of the day, which does not.
function limitFault(message: string, cause: SalesforceRefusal): Fault {
  const passesSoon = message.startsWith('Concurrent');
  return new Fault('rate_limited', message, { cause, ...(passesSoon ? {} : { retryAfterMs: LIMIT_RETRY_MS }) });
}

/** How long to leave Salesforce alone where the day's calls are used up; null for any other error. */
export function dayUsedUpMs(error: unknown): number | null {
  if (!(error instanceof Fault) || errorCodeOf(error) !== 'REQUEST_LIMIT_EXCEEDED') return null;
  return error.retryAfterMs ?? null;
}

/** The HTTP status behind a fault of ours; null for a fault without an answer. */
export function statusOf(error: unknown): number | null {
  return error instanceof Fault && error.cause instanceof SalesforceRefusal ? error.cause.status : null;
}

/** The vendor's code behind a fault of ours, for example `DUPLICATE_VALUE`. */
export function errorCodeOf(error: unknown): string | null {
  return error instanceof Fault && error.cause instanceof SalesforceRefusal ? error.cause.errorCode : null;
}

/** The words of a fault that is a plain no to a write; null for every other fault. */
export function refusalOf(error: unknown): string | null {
  return error instanceof Fault && error.code === 'refused' ? error.message : null;
}

function readErrors(body: string): ApiErrors | null {
  try {
    const parsed: unknown = JSON.parse(body);
    const results = ProcessRefusals.safeParse(parsed);
    if (!results.success) return ApiErrors.parse(parsed);
    return results.data.flatMap(({ errors }) =>
      errors.map(({ statusCode, message }) => ({ errorCode: statusCode, message })),
    );
  } catch {
    // A gateway's HTML page, or no body at all as with 412: the status is all there is to say.
    return null;
  }
}

function wordsOf(errors: ApiErrors): string {
  return errors.map((error) => error.message).join('; ');
}
