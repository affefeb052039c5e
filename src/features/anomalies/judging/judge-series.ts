// From the values of days to looks at them, in the order of the days. Pure: what was seen before comes in and goes out.
import { Fault } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import { createDetector, isUsuallyThere, resumeDetector } from '../create-detector.ts';
import type { Detector, DetectorSettings, SeriesKind, Verdict } from '../detector.ts';
import { alarmAt } from '../sensitivity.ts';
import type { DayValue } from '../series/read-days.ts';
import { dayAfter, dayOfInstant, instantOfDay, weekdayOf } from './calendar-day.ts';
import { isWanted, silentLook } from './look.ts';
import type { Judging, Look } from './look.ts';
import type { SpecialDayOf } from './special-days.ts';

/** Days after a launch's two in which sums of days still rest on them. */
const LAUNCH_ECHO = 2;

export interface Judged {
  /** For the days to come. */
  readonly state: JsonObject | null;
  readonly looks: readonly Look[];
}

/**
 * Looks at days of one series, ascending. A day that was looked at before is looked at as if it were new, and what came after
 * it is forgotten, so the days since must follow; up to 35 days back this is the same as if it had been so from the beginning.
 * @param state null: nothing was seen yet. Throws Fault `invalid_input` where it is of something else.
 */
export function judgeSeries(asked: Judging, state: JsonObject | null, days: readonly DayValue[]): Judged {
  const settings = { kind: dailyKind(asked.series), sensitivity: asked.sensitivity, shift: asked.shift };
  const detector = state === null ? createDetector(settings) : resumeDetector(settings, state);
  const looks = days.map((day) => lookAt(asked, settings, detector, day));
  return { state: detector.state(), looks };
}

/** How a series that is judged by the day is judged. Throws Fault `internal` for others: that is the caller’s to know. */
export function dailyKind(series: Judging['series']): Exclude<SeriesKind, 'continuous'> {
  if (series === 'cohort' || series === 'threshold_only') {
    throw new Fault('internal', `a series of kind ${series} is not judged by the day`);
  }
  return series;
}

function lookAt(asked: Judging, settings: DetectorSettings, detector: Detector, one: DayValue): Look {
  const { day, value, parts } = one;
  const at = instantOfDay(day);
  const { special, season } = asked.specialDay(day);
  if (settings.kind === 'ratio' ? parts === null : value === null) {
    detector.skip(at);
    const isMissing = !special && isUsuallyThere(detector.state(), at);
    return silentLook(day, null, special ? 'special' : isMissing ? 'missing' : 'judged');
  }
  const observed = { at, value: value ?? Number.NaN, parts, weekday: weekdayOf(day), special, season };
  const verdict = detector.observe(observed);
  return { ...lookOf(verdict, one), flagged: isFlagged(asked, verdict, day) };
}

function lookOf(verdict: Verdict, { day, value, parts }: DayValue): Omit<Look, 'flagged'> {
  const { expected, low, high, probability, score, direction, because, since, state } = verdict;
  return {
    day,
    value,
    numerator: parts?.numerator ?? null,
    denominator: parts?.denominator ?? null,
    expected,
    low,
    high,
    probability,
    score,
    direction,
    because,
    since: since === null ? null : dayOfInstant(since),
    state,
  };
}

/** A new normal ends what was unusual, it is not unusual itself. */
function isFlagged(asked: Judging, verdict: Verdict, day: string): boolean {
  const { sensitivity, shift, direction, specialDay } = asked;
  if (verdict.state !== 'judged' || verdict.score < alarmAt(sensitivity, shift)) return false;
  return isWanted(direction, verdict.direction) && !isLaunch(verdict, day, specialDay);
}

/** More than usual on the day of a launch and the day after, and in sums of days that these are part of. */
function isLaunch({ direction, because }: Verdict, day: string, specialDay: SpecialDayOf): boolean {
  if (direction !== 'up') return false;
  const echo = because === 'value' ? 0 : LAUNCH_ECHO;
  return Array.from({ length: echo + 1 }, (_, back) => dayAfter(day, -back)).some((one) => specialDay(one).launch);
}
