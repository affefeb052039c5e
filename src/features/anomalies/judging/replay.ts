// A span of the past looked at day by day, as if each day had been judged at its time. What came late is taken as if it had
// been in time: the past that is kept is the one that is known now.
import type { JsonObject } from '#ports/json.ts';
import { smallestFall } from '../create-detector.ts';
import { readCohorts } from '../series/read-cohorts.ts';
import { readDays } from '../series/read-days.ts';
import { readFigure, readPace } from '../series/read-figure.ts';
import { THE_DAY } from '../series/plan-series.ts';
import type { SeriesDeps, SeriesPlan } from '../series/plan-series.ts';
import type { Threshold } from '../store.ts';
import { dayAfter } from './calendar-day.ts';
import { judgeCohort } from './judge-cohort.ts';
import { dailyKind, judgeSeries } from './judge-series.ts';
import { judgeThreshold } from './judge-threshold.ts';
import type { ThresholdReading } from './judge-threshold.ts';
import type { Judging, Look } from './look.ts';

export interface Replayed {
  readonly series: string;
  /** Of the days wanted, ascending. */
  readonly looks: readonly Look[];
  /** The smallest fall within a week that would be found as of the last day; null where that cannot be said. */
  readonly smallest: number | null;
}

export interface DaysWanted {
  /** Calendar days, both included. */
  readonly from: string;
  readonly to: string;
}

/** Days before the first one that are shown to a detector, which remembers no more. */
const LEARNED_DAYS = 245;
/** Days of cohorts that a look at a day needs. */
const COHORT_DAYS = 222;
/** Questions that are asked at once where each day is a question of its own. */
const AT_ONCE = 8;

/** Throws what the stores throw. */
export function replay(
  deps: SeriesDeps,
  plan: SeriesPlan,
  asked: Judging,
  days: DaysWanted,
): Promise<readonly Replayed[]> {
  return asked.series === 'cohort' ? replayCohorts(deps, plan, asked, days) : replayDays(deps, plan, asked, days);
}

async function replayDays(deps: SeriesDeps, plan: SeriesPlan, asked: Judging, { from, to }: DaysWanted) {
  const values = await readDays(deps, plan, { from: dayAfter(from, -LEARNED_DAYS), to });
  return Array.from(values, ([series, known]): Replayed => {
    const { state, looks } = judgeSeries(asked, null, known);
    const smallest = state === null ? null : smallestFall(dailyKind(asked.series), state);
    return { series, looks: looks.filter(({ day }) => day >= from), smallest };
  });
}

async function replayCohorts(deps: SeriesDeps, plan: SeriesPlan, asked: Judging, { from, to }: DaysWanted) {
  const cohorts = await readCohorts(deps, plan, to, dayAfter(from, -COHORT_DAYS));
  return Array.from(cohorts, ([series, known]): Replayed => {
    const looks = daysOf(from, to).map((day) => judgeCohort({ ...asked, state: null }, known, day));
    return { series, looks, smallest: null };
  });
}

/** The same of a limit; numbers of whole periods are asked for day by day. */
export async function replayThreshold(
  deps: SeriesDeps,
  plan: SeriesPlan,
  threshold: Threshold,
  { from, to }: DaysWanted,
): Promise<readonly Replayed[]> {
  const byDay = plan.question.period.words === THE_DAY && threshold.kind !== 'behind_target';
  const isRead = byDay && (plan.series === 'count' || plan.series === 'ratio' || plan.series === 'amount');
  const read = isRead ? await readDays(deps, plan, { from, to }) : null;
  const values: ReadonlyMap<string, readonly Day[]> =
    read ?? new Map([['', await readEach(deps, plan, threshold, daysOf(from, to))]]);
  return Array.from(values, ([series, known]): Replayed => {
    let state: JsonObject | null = null;
    const looks = known.map(({ day, value, pace = null }) => {
      const judged = judgeThreshold(threshold, { day, value, pace }, state);
      state = judged.state;
      return judged.look;
    });
    return { series, looks, smallest: null };
  });
}

type Day = Omit<ThresholdReading, 'pace'> & Partial<Pick<ThresholdReading, 'pace'>>;

async function readEach(
  deps: SeriesDeps,
  plan: SeriesPlan,
  threshold: Threshold,
  days: readonly string[],
): Promise<readonly ThresholdReading[]> {
  const readings: ThresholdReading[] = [];
  for (let first = 0; first < days.length; first += AT_ONCE) {
    const some = days.slice(first, first + AT_ONCE).map(async (day): Promise<ThresholdReading> => {
      const isPace = threshold.kind === 'behind_target';
      return isPace
        ? { day, value: null, pace: await readPace(deps, plan, day) }
        : { day, value: await readFigure(deps, plan, day), pace: null };
    });
    readings.push(...(await Promise.all(some)));
  }
  return readings;
}

function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) days.push(day);
  return days;
}
