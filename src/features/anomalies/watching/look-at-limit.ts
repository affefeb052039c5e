// Looks at a number that somebody has set a limit to: the days that are due, and the last ones again, as data may have come.
import type { JsonObject } from '#ports/json.ts';
import { dayAfter } from '../judging/calendar-day.ts';
import { judgeThreshold } from '../judging/judge-threshold.ts';
import { readDays } from '../series/read-days.ts';
import { readFigure, readPace } from '../series/read-figure.ts';
import type { Evaluation, SeriesState, Threshold } from '../store.ts';
import { daysFrom } from './due-days.ts';
import { evaluationOf, isNews } from './looked.ts';
import type { Looked, Subject } from './looked.ts';
import type { Round } from './round.ts';

/** Days that are looked at when it begins, so that it is known whether the limit was crossed already. */
const FIRST_DAYS = 14;
const MADE_UP_DAYS = 7;
/** Days that are looked at again. */
const AGAIN_DAYS = 2;

export async function lookAtLimit(round: Round, subject: Subject, threshold: Threshold): Promise<Looked> {
  const { watch, plan, through, to } = subject;
  const { watches } = round.desk.stores;
  const from = through === null ? dayAfter(to, 1 - FIRST_DAYS) : later(dayAfter(through, 1 - AGAIN_DAYS), to);
  const [states, before] = await Promise.all([
    watches.series([watch.key]),
    watches.looks({ watches: [watch.key], from, to }),
  ]);
  // Which values are the largest right now.
  const named = plan.by === null ? [''] : [...(await readDays(round.desk, plan, { from: to, to })).keys()];
  const looked: Looked[] = [];
  for (const series of named) {
    const own = before.filter((look) => look.series === series);
    const state = states.find((one) => one.series === series);
    looked.push(await lookAtOne(round, { subject, threshold, series, days: daysFrom(from, to) }, state, own));
  }
  return { looks: looked.flatMap(({ looks }) => looks), states: looked.flatMap(({ states: kept }) => kept) };
}

interface OneSeries {
  readonly subject: Subject;
  readonly threshold: Threshold;
  readonly series: string;
  readonly days: readonly string[];
}

async function lookAtOne(
  round: Round,
  { subject, threshold, series, days }: OneSeries,
  kept: SeriesState | undefined,
  before: readonly Evaluation[],
): Promise<Looked> {
  const { watch, through } = subject;
  const number = through === null ? 0 : 1;
  const looks: Evaluation[] = [];
  let state: JsonObject | null = kept?.state ?? null;
  for (const day of days) {
    const reading = await readingOf(round, subject, series, day);
    const judged = judgeThreshold(threshold, { day, ...reading }, state);
    state = judged.state;
    const known = before.find((look) => look.day === day);
    const isDue = through === null || day > through;
    if (isDue || isNews(known, judged.look)) {
      looks.push(evaluationOf(round, watch, series, judged.look, number));
    }
  }
  return { looks, states: [{ watch: watch.key, series, state, shift: 0 }] };
}

async function readingOf({ desk }: Round, { watch, plan }: Subject, series: string, day: string) {
  if (watch.threshold?.kind !== 'behind_target') {
    return { value: await readFigure(desk, plan, day, series), pace: null };
  }
  // No target is made up for a part of the whole.
  return { value: null, pace: series === '' ? await readPace(desk, plan, day) : null };
}

function later(day: string, to: string): string {
  const oldest = dayAfter(to, 1 - MADE_UP_DAYS);
  return day > oldest ? day : oldest;
}
