// Whether a CRM's API calls will last the day, by what the last two hours used: told before they run out. From 85% on
// scans wait, which is told by whoever makes them wait.
import { elapsed, HOUR_MS, spanText } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Reading } from './reading.ts';

export interface Calls {
  readonly at: Date;
  readonly used: number;
}

const SPAN_MS = 2 * HOUR_MS;
/** With less of the day's calls used nobody needs to be worried. */
const LEAST_USED = 0.3;
const TROUBLE = 1;
const CALM = 0.85;

/** With the newest figure. One that is lower than before begins a new day, or more came free than was used. */
export function rememberedCalls(before: readonly Calls[], used: number, now: Date): readonly Calls[] {
  const last = before.at(-1);
  const recent = before.filter(({ at }) => elapsed(at, now) <= SPAN_MS);
  // One from before the span stays, so that the span is whole.
  const edge = before.filter(({ at }) => elapsed(at, now) > SPAN_MS).slice(-1);
  return last !== undefined && used < last.used * 0.98 ? [{ at: now, used }] : [...edge, ...recent, { at: now, used }];
}

export interface BudgetSeen {
  readonly crm: CrmName;
  readonly calls: readonly Calls[];
  readonly limit: number;
  /** For which it may go on so: until HubSpot counts from the beginning, a day of Salesforce, which counts the last 24 hours. */
  readonly hoursLeft: number;
  readonly now: Date;
}

/** Null: two hours are not known yet. */
export function readApiBudget({ crm, calls, limit, hoursLeft, now }: BudgetSeen): Reading | null {
  const first = calls[0];
  const last = calls.at(-1);
  if (first === undefined || last === undefined || elapsed(first.at, now) < SPAN_MS || limit <= 0) return null;
  const anHour = Math.max(0, last.used - first.used) / (elapsed(first.at, last.at) / HOUR_MS);
  const value = (last.used + anHour * hoursLeft) / limit;
  const isTrouble = value >= TROUBLE && last.used >= LEAST_USED * limit;
  const name = CRM_LABELS[crm];
  const endsIn = anHour > 0 ? ((limit - last.used) / anHour) * HOUR_MS : null;
  const when = endsIn === null ? '' : `: at this rate they end in ${spanText(Math.max(0, endsIn))}`;
  return {
    metric: 'api_budget',
    series: crm,
    value,
    numerator: last.used,
    denominator: limit,
    expected: null,
    high: TROUBLE,
    probability: isTrouble ? 0 : 1,
    is: isTrouble ? 'trouble' : value < CALM ? 'calm' : 'between',
    since: null,
    fault: `${last.used} of the ${limit} API calls that ${name} grants a day are used${when}. Other integrations count too: see in ${name} which of them calls so often. The last calls are kept for claims.`,
  };
}
