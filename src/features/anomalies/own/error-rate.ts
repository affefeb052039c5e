// Messages and CRM writes of the last hour that were given up or are refused. What merely waits for an outage is none of them.
import { elapsed, HOUR_MS, DAY_MS } from '#kernel/time.ts';
import type { SelfMemory } from './memory.ts';
import type { Reading } from './reading.ts';
import { compareShares } from './shares.ts';
import type { Cases } from './shares.ts';

const LEAST = { now: 10, usual: 100 };
const HALF_LIFE_MS = 14 * DAY_MS;

/** Null: too few to say. */
export function readErrorRate(now: Cases, { ended, failed }: SelfMemory['intents']): Reading | null {
  const compared = compareShares(now, { cases: ended, bad: failed }, LEAST);
  if (compared === null) return null;
  return {
    metric: 'error_rate',
    series: '',
    ...compared,
    numerator: now.bad,
    denominator: now.cases,
    since: null,
    fault: `${now.bad} of the ${now.cases} messages and CRM writes of the last hour were given up or are refused. What was given up can be tried again once its reason is mended: /signalbox doctor says more.`,
  };
}

/** With the hour that has passed since the last one was learned; an hour of trouble teaches nothing. */
export function learnedIntents(
  intents: SelfMemory['intents'],
  hour: Cases,
  isTrouble: boolean,
  now: Date,
): SelfMemory['intents'] {
  const passed = elapsed(intents.at, now);
  if (passed < HOUR_MS) return intents;
  const weight = 0.5 ** (passed / HALF_LIFE_MS);
  const more = isTrouble ? { cases: 0, bad: 0 } : hour;
  return { ended: intents.ended * weight + more.cases, failed: intents.failed * weight + more.bad, at: now };
}
