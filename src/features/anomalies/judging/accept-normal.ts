// "New normal": somebody says that what is since some day is to be expected from now on.
import { Fault } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import { acceptNormalSince } from '../create-detector.ts';
import { instantOfDay } from './calendar-day.ts';
import type { Judging } from './look.ts';

/**
 * The state to go on with. A daily series is judged again once a week of the new normal is known, cohorts once there are
 * enough of them; a threshold stays what somebody set it to. @param since first day of what is normal now.
 * @param state null: nothing was seen yet. Throws Fault `invalid_input` where it is not of such a series.
 */
export function acceptNormal(series: Judging['series'], state: JsonObject | null, since: string): JsonObject {
  switch (series) {
    case 'cohort':
      return { version: 1, since };
    case 'threshold_only':
      return state ?? {};
    case 'count':
    case 'ratio':
    case 'amount':
      if (state === null) throw new Fault('invalid_input', 'Nothing is known of this series yet.');
      return acceptNormalSince(state, instantOfDay(since));
  }
}

/** Of cohorts; null: from the beginning. Throws Fault `invalid_input` where it is not theirs. */
export function normalFrom(state: JsonObject | null): string | null {
  if (state === null) return null;
  if (state['version'] === 1 && typeof state['since'] === 'string') return state['since'];
  throw new Fault('invalid_input', 'This is not the state of a series of cohorts.');
}
