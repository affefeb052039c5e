// Looks at the conversion of cohorts on a day: the young ones against what older ones had at their age.
import type { JsonObject } from '#ports/json.ts';
import { judgeCohorts } from '../cohorts.ts';
import type { Cohort } from '../cohorts.ts';
import { alarmAt } from '../sensitivity.ts';
import { dayNumber, dayOfNumber } from './calendar-day.ts';
import { isWanted, silentLook } from './look.ts';
import type { Judging, Look } from './look.ts';
import { normalFrom } from './accept-normal.ts';

export interface CohortJudging extends Judging {
  /** What `acceptNormal` gave; null: nobody has said that something new is normal. */
  readonly state: JsonObject | null;
}

/**
 * @param cohorts by the day on which they came, as many as 222 days back. Those that came on special days, and those from
 * before a new normal, are left out. Throws Fault `invalid_input` where the state is of something else.
 */
export function judgeCohort(asked: CohortJudging, cohorts: readonly Cohort[], day: string): Look {
  const { specialDay, sensitivity, shift, direction } = asked;
  if (specialDay(day).special) return silentLook(day, null, 'special');
  const since = normalFrom(asked.state);
  const usual = cohorts.filter((one) => {
    const came = dayOfNumber(one.day);
    return came <= day && (since === null || came >= since) && !specialDay(came).special;
  });
  const found = judgeCohorts(usual, dayNumber(day));
  const { actual, expected, low, high, parts, probability, score, state, sinceDay } = found;
  const isAlarm = state === 'judged' && score >= alarmAt(sensitivity, shift);
  return {
    day,
    value: actual,
    numerator: parts?.numerator ?? null,
    denominator: parts?.denominator ?? null,
    expected,
    low,
    high,
    probability,
    score,
    direction: found.direction,
    because: state === 'judged' ? 'shift' : null,
    since: sinceDay === null ? null : dayOfNumber(sinceDay),
    flagged: isAlarm && isWanted(direction, found.direction),
    state,
  };
}
