// How Slack, the CRMs and the database are doing: one circuit breaker each, a budget of the day's calls for each CRM, and
// what both mean for work that needs them.
import { createBreaker } from '#adapters/breaker/breaker.ts';
import type { Breaker } from '#adapters/breaker/breaker.ts';
import { isOutage } from '#adapters/breaker/outage.ts';
import { createBudget } from '#adapters/http/budget.ts';
import type { Budget } from '#adapters/http/budget.ts';
import type { Urgency } from '#adapters/http/limiter.ts';
import type { HealthCheck } from '#adapters/server/readiness.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Delay, Outlook } from '#ports/outlook.ts';

type Dependency = 'slack' | 'database' | CrmName;

export interface Dependencies {
  readonly breakers: ReadonlyMap<Dependency, Breaker>;
  readonly slack: Breaker;
  readonly budgets: ReadonlyMap<CrmName, Budget>;
  readonly outlook: Outlook;
  /** The check, or why the dependency is not asked at the moment and since when. */
  checked(name: Dependency, check: HealthCheck): HealthCheck;
}

const NAMES = { slack: 'Slack', hubspot: 'HubSpot', salesforce: 'Salesforce' } as const;
/** A day's calls come free bit by bit; looking again costs nothing. */
const BUDGET_AGAIN_MS = 60_000;

export function createDependencies({
  crms,
  database,
  log,
}: {
  readonly crms: readonly CrmName[];
  readonly database: Breaker;
  readonly log: Log;
}): Dependencies {
  const slack = createBreaker({ name: NAMES.slack, isOutage });
  const outer = new Map<'slack' | CrmName, Breaker>([
    ['slack', slack],
    ...crms.map((crm) => [crm, createBreaker({ name: NAMES[crm], isOutage })] as const),
  ]);
  const breakers = new Map<Dependency, Breaker>([...outer, ['database', database]]);
  const budgets = new Map(crms.map((name) => [name, createBudget(name)]));
  for (const [dependency, breaker] of breakers) {
    let away = false;
    breaker.onChange(({ state, since, because }) => {
      // It opens again after each look that failed; once is enough to say so.
      if (state === 'open' && !away) {
        log.warn('a dependency does not answer and is left alone', { dependency, since, because });
      }
      if (state === 'closed') log.info('a dependency answers again', { dependency });
      if (state !== 'half_open') away = state === 'open';
    });
  }

  function down(name: 'slack' | CrmName): Delay | null {
    const retryAfterMs = outer.get(name)?.status().retryAfterMs ?? 0;
    return retryAfterMs === 0 ? null : { because: 'down', retryAfterMs };
  }

  function usedUp(name: CrmName, urgency: Urgency): Delay | null {
    const { withheld = [] } = budgets.get(name)?.status() ?? {};
    return withheld.includes(urgency) ? { because: 'budget', retryAfterMs: BUDGET_AGAIN_MS } : null;
  }

  return {
    breakers,
    slack,
    budgets,
    outlook: { crm: (name, urgency) => down(name) ?? usedUp(name, urgency), slack: () => down('slack') },
    checked(name, check) {
      return async () => {
        const { state = 'closed', since = null, because = null } = breakers.get(name)?.status() ?? {};
        if (state === 'closed') return check();
        const words = because ?? 'it does not answer';
        return { ok: false, because: words, ...(since === null ? {} : { since: since.toISOString() }) };
      };
    },
  };
}
