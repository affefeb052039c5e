// The day's API calls: scans stop first, then everything but claims, so that a claim still gets through on a day that
// used almost everything up. Salesforce tells the figure with each answer.
import type { Urgency } from '#adapters/http/limiter.ts';
import type { HttpPolicy } from '#adapters/http/policy.ts';
import { Fault } from '#kernel/errors.ts';

export interface Budget {
  /** Throws Fault `rate_limited` where this urgency must leave what is left of the day to others. */
  admit(urgency: Urgency): void;
  /** Takes the figure of a `Sforce-Limit-Info` header: `api-usage=18/5000`. */
  note(limitInfo: string | undefined): void;
}

/** Share of the rolling day's calls that each urgency may use. */
const SHARE: Readonly<Record<Urgency, number>> = { claim: Number.POSITIVE_INFINITY, normal: 0.97, scan: 0.85 };

/** An older figure is no reason to refuse: the day is a rolling one, and only a call can tell what has come free. */
const FRESH_MS = 5 * 60_000;

export function createBudget(policy: Pick<HttpPolicy, 'reportUsage'>): Budget {
  let seen: { readonly used: number; readonly limit: number; readonly at: number } | null = null;
  return {
    admit(urgency) {
      if (seen === null || performance.now() - seen.at > FRESH_MS) return;
      const { used, limit } = seen;
      if (used < limit * SHARE[urgency]) return;
      const words = `Salesforce's daily API calls are nearly used up (${used} of ${limit}); the rest is kept for people who wait`;
      throw new Fault('rate_limited', words, { retryAfterMs: FRESH_MS });
    },
    note(limitInfo) {
      const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '') ?? [];
      if (used === undefined || limit === undefined) return;
      seen = { used: Number(used), limit: Number(limit), at: performance.now() };
      policy.reportUsage({ used: { used: seen.used, limit: seen.limit } });
    },
  };
}
