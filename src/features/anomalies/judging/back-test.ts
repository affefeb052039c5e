// What a watch would have told: the past judged as the watch judges, its alarms against the events that are known.
import type { Refusal } from '#features/metrics/answer.ts';
import type { SeriesDeps, SeriesPlan } from '../series/plan-series.ts';
import { planSeries } from '../series/plan-series.ts';
import { falseAlarmsOf } from '../sensitivity.ts';
import type { Watch } from '../store.ts';
import { alarmsOf, messagesAYear } from './back-test-alarms.ts';
import { calendarDay, dayAfter } from './calendar-day.ts';
import { readKnown } from './known-days.ts';
import type { Known, KnownDaysDeps } from './known-days.ts';
import type { Look } from './look.ts';
import { replay, replayThreshold } from './replay.ts';
import type { DaysWanted } from './replay.ts';
import { eventsOf, occurrences, specialDays } from './special-days.ts';

export type BackTestDeps = SeriesDeps & KnownDaysDeps;

export interface BackTestAlarm {
  /** First day of what was unusual. */
  readonly from: string;
  /** The day whose look would have been told. */
  readonly day: string;
  /** The last day that was unusual. */
  readonly to: string;
  readonly direction: NonNullable<Look['direction']>;
  readonly because: NonNullable<Look['because']>;
  /** As it would have been told. */
  readonly value: number | null;
  readonly expected: number | null;
  /** Of its most unusual day. */
  readonly probability: number;
  /** Holidays, events and launches on its days or shortly before, joined; null: none. */
  readonly known: string | null;
}

export interface BackTest {
  readonly plan: SeriesPlan;
  /** The days that were looked at, both included. */
  readonly from: string;
  readonly to: string;
  /** The whole first. */
  readonly series: readonly {
    readonly series: string;
    readonly looks: readonly Look[];
    readonly alarms: readonly BackTestAlarm[];
  }[];
  /** Messages a year; alarms of several series on the same days are one. */
  readonly alarmsAYear: number;
  /** What is to be expected of each series where nothing happens; null of a threshold, which is no matter of chance. */
  readonly stated: { readonly aYear: number; readonly inWords: string } | null;
  /** What the whole can show at all; null where that cannot be said. */
  readonly smallest: { readonly change: number; readonly inWords: string } | null;
  /** What people named, and launches, within the days. */
  readonly events: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/**
 * @param days calendar days, both included; those that are not over are left out. Refused where the question is not
 * understood, cannot be judged by the day, or no day is over. Throws what the stores throw.
 */
export async function backTest(
  deps: BackTestDeps,
  watch: Omit<Watch, 'key'>,
  { from, to }: DaysWanted,
): Promise<BackTest | Refusal> {
  const { playbook } = deps.playbook();
  const last = dayAfter(calendarDay(deps.clock.now(), playbook.organization.timezone), -1);
  const days = { from, to: to < last ? to : last };
  if (days.to < from) return refused(`No day since ${from} is over.`);
  const plan = await planSeries(deps, watch);
  if (plan.kind === 'refused') return plan;
  const { threshold, sensitivity, direction } = watch;
  if (threshold === null && plan.series === 'threshold_only') return refused(plan.because ?? '');
  const known = await readKnown(deps);
  const specialDay = specialDays(playbook, known.events, known.campaigns, plan.metric.id);
  const asked = { series: plan.series, sensitivity, shift: 0, direction, specialDay };
  const replayed =
    threshold === null ? await replay(deps, plan, asked, days) : await replayThreshold(deps, plan, threshold, days);
  const series = replayed.map(({ series: name, looks }) => ({
    series: name,
    looks,
    alarms: alarmsOf(looks, specialDay),
  }));
  const looked = Math.max(0, ...series.map(({ looks }) => looks.filter(({ state }) => state !== 'warming_up').length));
  return {
    plan,
    ...days,
    series,
    alarmsAYear: messagesAYear(
      series.flatMap(({ alarms }) => alarms),
      looked,
    ),
    stated: threshold === null ? falseAlarmsOf(kindOf(plan), sensitivity) : null,
    smallest: smallestInWords(replayed[0]?.smallest ?? null),
    events: eventsIn(deps, known, plan.metric.id, days),
  };
}

function kindOf({ series }: SeriesPlan): Parameters<typeof falseAlarmsOf>[0] {
  return series === 'threshold_only' ? 'count' : series;
}

function smallestInWords(change: number | null): BackTest['smallest'] {
  if (change === null) return null;
  return { change, inWords: `a fall by ${Math.round(change * 100)}% within a week` };
}

function eventsIn({ playbook }: BackTestDeps, { events, campaigns }: Known, metric: string, days: DaysWanted) {
  const named = eventsOf(playbook().playbook, events, metric).flatMap((event) =>
    occurrences(event, days.from, days.to).map(({ from, to }) => ({ name: event.name, from, to })),
  );
  const launched = campaigns
    .filter(({ day }) => day >= days.from && day <= days.to)
    .map(({ name, day }) => ({ name: `Launch of ${name}`, from: day, to: day }));
  return [...named, ...launched].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function refused(because: string): Refusal {
  return { kind: 'refused', because, suggestions: [] };
}
