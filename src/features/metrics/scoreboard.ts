// The KPIs of a channel at one glance: each with its number, what it was before, its target and how it went for 12 weeks.
import type { Answer, Refusal } from './answer.ts';
import { answerTo } from './answer-to.ts';
import { metricNamed, refusalOf, workbenchOf, type AskDeps } from './ask.ts';
import type { Workbench } from './evaluate.ts';
import type { Metric } from './metric.ts';
import { daysIn, resolvePeriod, shift, startOf, todayIn, unitAt, type Days, type PeriodSpec } from './periods.ts';
import type { Period, Question } from './question.ts';
import type { Viewer } from './restrict.ts';
import { DAY_MS } from '#kernel/time.ts';

export interface Scoreboard {
  readonly rows: readonly ScoreboardRow[];
}

export type ScoreboardRow =
  /** Its points are twelve weeks and the one that runs. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly kpi: string; readonly refusal: Refusal };

const WEEKS_SHOWN = 12;

/** @param channels names and ids of the channel, `#revops`; none: elsewhere. Throws what the store throws. */
export async function scoreboard(deps: AskDeps, channels: readonly string[], viewer: Viewer): Promise<Scoreboard> {
  const bench = workbenchOf(deps);
  const { kpis } = bench.playbook;
  const ids = kpis.scoreboards.find(({ channel }) => channels.includes(channel))?.kpis ?? kpis.scoreboard;
  return { rows: await Promise.all(ids.map((id) => rowFor(bench, id, viewer))) };
}

async function rowFor(bench: Workbench, id: string, viewer: Viewer): Promise<ScoreboardRow> {
  const metric = metricNamed(bench, id);
  if ('kind' in metric) return { kind: 'refused', kpi: id, refusal: metric };
  const question = questionFor(bench, metric);
  const refusal = refusalOf(bench, metric, question, viewer);
  if (refusal) return { kind: 'refused', kpi: id, refusal };
  const answering = await answerTo(bench, metric, question, {
    chart: { days: weeksShown(bench, question), grain: 'week' },
  });
  if (answering.kind === 'refused') return { kind: 'refused', kpi: id, refusal: answering };
  return answering;
}

function questionFor(bench: Workbench, metric: Metric): Question {
  const period = usualPeriod(bench.playbook.kpis.conversion_window, metric, bench.settings);
  return { kpi: metric.id, period, grain: 'week', by: null, where: [], compare: 'previous', model: null };
}

/**
 * The period that tells most of a KPI when nobody names one: this month; of what is known of periods that are over alone,
 * the last one; of a conversion the newest month of which everybody has had the whole window.
 */
export function usualPeriod(conversionWindowMs: number, metric: Metric, settings: Workbench['settings']): Period {
  const spec = (offset: number): PeriodSpec => ({ kind: 'unit', unit: 'month', offset });
  if (metric.onlyWhenOver) return resolvePeriod(spec(-1), settings);
  if (metric.formula.kind !== 'conversion') return resolvePeriod(spec(0), settings);
  const { windowDays } = metric.formula;
  const windowMs = windowDays === null ? conversionWindowMs : windowDays * DAY_MS;
  for (let back = -1; ; back -= 1) {
    const { from } = unitAt(shift(todayIn(settings).with({ day: 1 }), 'month', back + 1), 'month', settings);
    if (startOf(from, settings.zone).getTime() + windowMs <= settings.now.getTime()) {
      return resolvePeriod(spec(back), settings);
    }
  }
}

/** Twelve weeks and the one in which the period ends, or today. */
function weeksShown({ settings }: Workbench, { period }: Question): Days {
  const { to } = daysIn(period);
  const today = todayIn(settings);
  const end = period.running ? today : to;
  return { from: shift(unitAt(end, 'week', settings).from, 'week', -WEEKS_SHOWN), to: end };
}
