// HubSpot's error answers: what they mean, and their words for people.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { retryAfterMs, statusFault } from '#adapters/http/faults.ts';
import type { CrmCall } from '#adapters/http/policy.ts';

export interface HubspotAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly header: (name: string) => string | null;
  readonly text: string;
}

const ErrorBody = z.object({
  message: z.string(),
  category: z.string().optional(),
  policyName: z.string().optional(),
  correlationId: z.string().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        context: z.object({ requiredGranularScopes: z.array(z.string()).optional() }).optional(),
      }),
    )
    .optional(),
});
type ErrorBody = z.infer<typeof ErrorBody>;

/** Kept as the cause of a Fault for those who must know which refusal it was. */
interface HubspotRefusal {
  readonly status: number;
  readonly category: string | null;
  /** Which limit a 429 is about. */
  readonly policyName: string | null;
  readonly correlationId: string | null;
}

/** HubSpot's waits when it does not name one: its windows roll, so room is made bit by bit; a day is a day. */
const WAITS_MS: Readonly<Record<string, number>> = { SECONDLY: 1000, TEN_SECONDLY_ROLLING: 1500, DAILY: 15 * 60_000 };

/** The Fault for an answer of 400 and above, with HubSpot's own words as its message. */
export function faultOf(call: CrmCall, answer: HubspotAnswer): Fault {
  const body = parsed(answer.text);
  const refusal: HubspotRefusal = {
    status: answer.status,
    category: body?.category ?? null,
    policyName: body?.policyName ?? null,
    correlationId: body?.correlationId ?? null,
  };
  return statusFault(answer.status, {
    effect: call.effect,
    message: body === null ? `HubSpot answered ${answer.status}` : wordsOf(body),
    retryAfterMs: answer.status === 429 ? wait(answer, body) : retryAfterMs(answer.header('retry-after'), new Date()),
    cause: refusal,
  });
}

/** The refusal behind a Fault of this adapter; null for any other error. */
function refusalOf(error: unknown): HubspotRefusal | null {
  if (!(error instanceof Fault) || typeof error.cause !== 'object' || error.cause === null) return null;
  return 'status' in error.cause && 'category' in error.cause ? (error.cause as HubspotRefusal) : null;
}

/** The words of a refusal that concerns this one write, for the person who asked for it; null for anything else. */
export function wordsOfRefusal(error: unknown): string | null {
  const status = refusalOf(error)?.status;
  return error instanceof Fault && (status === 400 || status === 403 || status === 409) ? error.message : null;
}

/** How long to leave HubSpot alone where the day's calls are used up; null for any other error. */
export function dayUsedUpMs(error: unknown): number | null {
  if (!(error instanceof Fault) || refusalOf(error)?.policyName !== 'DAILY') return null;
  return error.retryAfterMs ?? null;
}

/** True where the record is not there. */
export function isGone(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}

function wait(answer: HubspotAnswer, body: ErrorBody | null): number {
  return retryAfterMs(answer.header('retry-after'), new Date()) ?? WAITS_MS[body?.policyName ?? ''] ?? 1500;
}

/** The details where there are any: the message of a validation error is JSON in prose, that of a scope names none. */
function wordsOf({ message, category, errors = [] }: ErrorBody): string {
  const scopes = errors.flatMap(({ context }) => context?.requiredGranularScopes ?? []);
  if (scopes.length > 0) return `${message} The app lacks ${scopes.join(', ')}.`;
  const details = errors.map((error) => error.message);
  return details.length > 0 && category === 'VALIDATION_ERROR' ? details.join(' ') : message;
}

function parsed(text: string): ErrorBody | null {
  try {
    return ErrorBody.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
