// How the number of an incident was judged, loaded: the days that it was compared with, what was looked at, what the watch
// has been taught.
import type { Dimension } from '#features/metrics/metric.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { knownDays } from '../judging/known-days.ts';
import { explainSeries } from '../series/explain-series.ts';
import { planSeries } from '../series/plan-series.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Evaluation, Incident } from '../store.ts';
import { loadIncident } from '../telling/incident-data.ts';
import type { IncidentData, Told } from '../telling/incident-data.ts';
import { loadFeedback } from './feedback.ts';
import type { Feedback } from './feedback.ts';
import { taughtShifts } from './taught-shift.ts';

export interface ExplainedDay {
  readonly look: Evaluation;
  /** Holidays, events and launches. */
  readonly names: readonly string[];
}

export interface Explanation {
  readonly data: IncidentData;
  /** Null: the incident has no number. */
  readonly main: Told | null;
  /** Null: the number is not watched any more, or its question is not understood. */
  readonly plan: SeriesPlan | null;
  /** Of the number, ascending, up to nine weeks. */
  readonly days: readonly ExplainedDay[];
  /** Dimensions in which a cause was looked for; empty: the number does not come apart. */
  readonly lookedAt: readonly Dimension[];
  /** What verdicts have taught the watch. */
  readonly shift: number;
  readonly feedback: Feedback | null;
}

/** Throws what the stores throw. */
export async function loadExplanation<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  incident: Incident,
): Promise<Explanation> {
  const data = await loadIncident(desk, incident);
  const main = data.numbers[0] ?? null;
  const watch = main?.watch ?? null;
  if (main === null || watch === null) return { ...bare(data), main };
  const now = desk.clock.now();
  const [read, known, shifts, feedback] = await Promise.all([
    planSeries(desk, watch),
    knownDays(desk),
    taughtShifts(desk.stores, [watch], now),
    loadFeedback(desk.stores, [watch], now),
  ]);
  const plan = read.kind === 'plan' ? read : null;
  const namesOf = known(main.signal.metric);
  return {
    data,
    main,
    plan,
    days: data.looks.map((look) => ({ look, names: namesOf(look.day).names })),
    lookedAt: plan === null || watch.threshold !== null ? [] : await lookedAt(desk, plan, main),
    shift: shifts.get(watch.key) ?? 0,
    feedback: feedback.byWatch.get(watch.key) ?? null,
  };
}

function bare(data: IncidentData): Omit<Explanation, 'main'> {
  const days = data.looks.map((look) => ({ look, names: [] }));
  return { data, plan: null, days, lookedAt: [], shift: 0, feedback: null };
}

async function lookedAt(
  deps: Parameters<typeof explainSeries>[0],
  plan: SeriesPlan,
  { signal, span }: Told,
): Promise<readonly Dimension[]> {
  const { day, series } = signal;
  const explained = await explainSeries(deps, plan, { series, since: span?.since ?? day, until: day, expected: null });
  return explained.lookedAt;
}
