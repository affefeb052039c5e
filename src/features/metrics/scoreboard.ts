// The KPIs of a channel at one glance: each with its number, what it was before, its target and how it went for 12 weeks.
import type { Answer, Refusal } from './answer.ts';
import { answerTo } from './answer-to.ts';
import { metricNamed, refusalOf, workbenchOf, type AskDeps } from './ask.ts';
import type { Workbench } from './workbench.ts';
import type { Metric } from './metric.ts';
import { daysIn, shift, todayIn, unitAt, type Days } from './periods.ts';
import type { Question } from './question.ts';
import type { Viewer } from './restrict.ts';
import { usualPeriod } from './usual-period.ts';

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

/** Twelve weeks and the one in which the period ends, or today. */
function weeksShown({ settings }: Workbench, { period }: Question): Days {
  const { to } = daysIn(period);
  const today = todayIn(settings);
  const end = period.running ? today : to;
  return { from: shift(unitAt(end, 'week', settings).from, 'week', -WEEKS_SHOWN), to: end };
}
