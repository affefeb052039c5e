// Looks at numbers by the day: the days that are due, those of the last week that late data changed, and those that have become
// special since. A series that nobody has looked at before is learned from its past, of which nothing is told.
import { dayAfter } from '../judging/calendar-day.ts';
import { judgeSeries } from '../judging/judge-series.ts';
import type { Judging } from '../judging/look.ts';
import { readDays } from '../series/read-days.ts';
import type { DayValue } from '../series/read-days.ts';
import type { Evaluation, SeriesState } from '../store.ts';
import { evaluationOf, isNews, isOther, judgingOf } from './looked.ts';
import type { Looked, Subject } from './looked.ts';
import type { Round } from './round.ts';

/** What a detector learns from at first. */
const PAST_DAYS = 730;
/** Of which so many are kept, for the charts of its first weeks. */
export const KEPT_DAYS = 90;
/** Data that comes later than that changes nothing any more. */
const LATE_DAYS = 7;
/** A detector can go back so far, exactly. */
const REWOUND_DAYS = 34;

export async function lookAtDays(round: Round, subject: Subject): Promise<Looked> {
  const { through } = subject;
  return through === null ? learn(round, subject, null) : goOn(round, subject, through);
}

/** What is kept of a series: what its detector remembers, and its looks by day. */
interface Known {
  readonly state: SeriesState | undefined;
  readonly looks: ReadonlyMap<string, Evaluation>;
}

async function goOn(round: Round, subject: Subject, through: string): Promise<Looked> {
  const { watches } = round.desk.stores;
  const { watch, plan, to } = subject;
  const [states, looks] = await Promise.all([
    watches.series([watch.key]),
    watches.looks({ watches: [watch.key], from: dayAfter(through, -REWOUND_DAYS), to: through }),
  ]);
  const bySeries = Map.groupBy(looks, ({ series }) => series);
  const known = (series: string): Known => ({
    state: states.find((state) => state.series === series),
    looks: new Map((bySeries.get(series) ?? []).map((look) => [look.day, look])),
  });
  const judging = judgingOf(round, subject);
  const turned = firstTurned(judging, looks);
  const late = dayAfter(through, 1 - LATE_DAYS);
  const from = turned !== null && turned < late ? turned : late;
  const values = await readDays(round.desk, plan, { from, to });
  const news = [...values.keys()].filter((series) => !goesOn(known(series), through));
  const judged = [...values]
    .filter(([series]) => !news.includes(series))
    .map(([series, days]) => judgeOn(round, subject, { series, days, turned, through, judging }, known(series)));
  const learned = news.length === 0 ? [] : [await learn(round, subject, new Set(news))];
  return together([...judged, ...learned]);
}

/** A series that was left out for a while is learned anew: what its detector remembers has a hole. */
function goesOn({ state, looks }: Known, through: string): boolean {
  return state !== undefined && state.state !== null && looks.has(through);
}

/** The first day that is special by now and was not when it was looked at, or the other way round. */
function firstTurned({ specialDay }: Judging, looks: readonly Evaluation[]): string | null {
  const turned = looks
    .filter(({ state }) => state === 'special' || state === 'judged' || state === 'new_normal')
    .filter(({ state, day }) => specialDay(day).special !== (state === 'special'));
  return turned.map(({ day }) => day).toSorted()[0] ?? null;
}

interface OneSeries {
  readonly series: string;
  readonly days: readonly DayValue[];
  readonly turned: string | null;
  readonly through: string;
  readonly judging: Judging;
}

function judgeOn(round: Round, subject: Subject, one: OneSeries, { state, looks }: Known): Looked {
  const { series, days, turned, through, judging } = one;
  const changed = days.find((value) => {
    const before = looks.get(value.day);
    return value.day > through || value.day === turned || (before !== undefined && isOther(before, value));
  });
  const due = days.filter(({ day }) => changed !== undefined && day >= changed.day);
  const judged = judgeSeries(judging, state?.state ?? null, due);
  const news = judged.looks.filter((look) => look.day > through || isNews(looks.get(look.day), look));
  return {
    looks: news.map((look) => evaluationOf(round, subject.watch, series, look, 1)),
    states: [{ watch: subject.watch.key, series, state: judged.state, shift: judging.shift }],
  };
}

/** @param only series; null: all of them. */
async function learn(round: Round, subject: Subject, only: ReadonlySet<string> | null): Promise<Looked> {
  const { watch, plan, to } = subject;
  const judging = judgingOf(round, subject);
  const past = await readDays(round.desk, plan, { from: dayAfter(to, 1 - PAST_DAYS), to });
  const wanted = [...past].filter(([series]) => only === null || only.has(series));
  const kept = dayAfter(to, -KEPT_DAYS);
  const learned = wanted.map(([series, days]): Looked => {
    const { looks, state } = judgeSeries(judging, null, sinceItBegan(days));
    const recent = looks.filter(({ day }) => day > kept);
    return {
      looks: recent.map((look) => evaluationOf(round, watch, series, look, 0)),
      states: [{ watch: watch.key, series, state, shift: judging.shift }],
    };
  });
  return together(learned);
}

/** Before there was anything, nothing was to be expected. */
function sinceItBegan(days: readonly DayValue[]): readonly DayValue[] {
  const first = days.findIndex(({ value, cases }) => value !== null && cases > 0);
  return first === -1 ? [] : days.slice(first);
}

function together(parts: readonly Looked[]): Looked {
  return { looks: parts.flatMap(({ looks }) => looks), states: parts.flatMap(({ states }) => states) };
}
