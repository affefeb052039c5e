// The day's calls to a CRM: scans stop first, then everything but claims, so that a claim still gets through on a day that
// used almost everything up.
import { Fault } from '#kernel/errors.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Urgency } from './limiter.ts';

interface BudgetStatus {
  /** Urgencies that must wait. */
  readonly withheld: readonly Urgency[];
  /** Since when; null while nobody has to wait. */
  readonly since: Date | null;
  /** When the CRM is asked again for certain: what the vendor said, or when the newest figure is too old to go by. */
  readonly until: Date | null;
}

export interface Budget {
  /** Throws Fault `rate_limited` where this urgency must leave what is left of the day to others. */
  admit(urgency: Urgency): void;
  /** Takes the vendor's newest figure. */
  note(usage: { readonly used: number; readonly limit: number }): void;
  /** The vendor refused a call because the day's calls are used up, and said how long to wait. */
  exhausted(ms: number): void;
  status(): BudgetStatus;
}

const URGENCIES: readonly Urgency[] = ['claim', 'normal', 'scan'];
/** Share of the day's calls that each urgency may use. */
const SHARE: Readonly<Record<Urgency, number>> = { claim: Number.POSITIVE_INFINITY, normal: 0.97, scan: 0.85 };

/** An older figure is no reason to refuse: only a call can tell what has come free. */
const FRESH_MS = 5 * 60_000;

const LABELS: Readonly<Record<CrmName, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };

/** @param monotonic milliseconds, never going back (default: the process's own). */
export function createBudget(crm: CrmName, monotonic: () => number = () => performance.now()): Budget {
  let seen: { readonly used: number; readonly limit: number; readonly at: number } | null = null;
  let exhaustedUntil = 0;
  let since: Date | null = null;

  function waitMs(urgency: Urgency): number {
    const now = monotonic();
    const refused = Math.max(0, exhaustedUntil - now);
    if (seen === null || seen.used < seen.limit * SHARE[urgency]) return refused;
    return Math.max(refused, seen.at + FRESH_MS - now, 0);
  }

  function status(): BudgetStatus {
    const waits = URGENCIES.map((urgency) => ({ urgency, ms: waitMs(urgency) })).filter(({ ms }) => ms > 0);
    since = waits.length === 0 ? null : (since ?? new Date());
    const longest = Math.max(...waits.map(({ ms }) => ms));
    return {
      withheld: waits.map(({ urgency }) => urgency),
      since,
      until: waits.length === 0 ? null : new Date(Date.now() + longest),
    };
  }

  return {
    admit(urgency) {
      const retryAfterMs = waitMs(urgency);
      if (retryAfterMs === 0) return;
      const figures = seen === null ? '' : ` (${seen.used} of ${seen.limit})`;
      const words =
        exhaustedUntil > monotonic()
          ? `${LABELS[crm]}'s daily API calls are used up${figures}`
          : `${LABELS[crm]}'s daily API calls are nearly used up${figures}; the rest is kept for people who wait`;
      throw new Fault('rate_limited', words, { retryAfterMs: Math.ceil(retryAfterMs) });
    },
    note({ used, limit }) {
      seen = { used, limit, at: monotonic() };
    },
    exhausted(ms) {
      exhaustedUntil = Math.max(exhaustedUntil, monotonic() + ms);
    },
    status,
  };
}
