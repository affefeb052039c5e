// A question in, an answer or a refusal out: what may be asked, what is counted for it, and what goes with the number.
import { nearest } from '#features/playbook/nearest.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Clock } from '#ports/clock.ts';
import type { Answering, Refusal } from './answer.ts';
import { answerTo } from './answer-to.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { questionText } from './grammar/question-text.ts';
import type { Dimension, Metric } from './metric.ts';
import { daysIn, periodSettings, startOf } from './periods.ts';
import type { Question } from './question.ts';
import { refusedForOwners, type Viewer } from './restrict.ts';
import { MAX_STEPS, stepsOf } from './slots.ts';
import type { MetricStore } from './store.ts';
import type { Workbench } from './workbench.ts';

export interface AskDeps {
  readonly store: MetricStore;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** Throws what the store throws. */
export async function ask(deps: AskDeps, question: Question, viewer: Viewer): Promise<Answering> {
  const bench = workbenchOf(deps);
  const metric = metricNamed(bench, question.kpi);
  if ('kind' in metric) return metric;
  return refusalOf(bench, metric, question, viewer) ?? answerTo(bench, metric, question);
}

export function workbenchOf({ store, playbook, clock }: AskDeps): Workbench {
  const inForce = playbook().playbook;
  const metrics = new Map(catalogue(inForce).map((metric) => [metric.id, metric]));
  return { store, playbook: inForce, metrics, settings: periodSettings(inForce, clock.now()), asked: new Map() };
}

export function metricNamed({ metrics }: Workbench, id: string): Metric | Refusal {
  const metric = metrics.get(id);
  if (metric) return metric;
  const meant = nearest(id, metrics.keys());
  return refused(`There is no KPI “${id}”.`, meant === null ? [] : [meant]);
}

/** What can be told without counting anything; null: it can be answered. */
export function refusalOf(bench: Workbench, metric: Metric, question: Question, viewer: Viewer): Refusal | null {
  return (
    wrongPeriod(bench, question) ??
    wrongDimension(metric, question) ??
    wrongModel(metric, question) ??
    tooManySteps(bench, question) ??
    refusedForOwners(bench.playbook, metric, question, viewer)
  );
}

function wrongPeriod({ settings }: Workbench, question: Question): Refusal | null {
  const { from, to } = question.period;
  if (from > to) {
    const turned = { ...question, period: { ...question.period, from: to, to: from, words: `${to}..${from}` } };
    return refused(`The period ends (${to}) before it starts (${from}).`, [questionText(turned)]);
  }
  if (startOf(daysIn(question.period).from, settings.zone) <= settings.now) return null;
  return refused(`The period begins on ${from}, which is not yet.`, [`${question.kpi} this month`]);
}

function wrongDimension(metric: Metric, question: Question): Refusal | null {
  const asked = [...(question.by === null ? [] : [question.by]), ...question.where.map(({ dimension }) => dimension)];
  const strange = asked.find(
    (dimension) => !metric.dimensions.includes(dimension) || isModelFilter(dimension, question),
  );
  if (strange === undefined) return null;
  const fitting = question.where.filter(({ dimension }) => dimension !== strange);
  const by = question.by === strange ? null : question.by;
  const known = metric.dimensions.filter((dimension) => dimension !== 'model');
  const words =
    metric.dimensions.length === 0
      ? `${metric.label} cannot be broken down.`
      : `${metric.label} is not known by ${strange}, but by ${known.join(', ')}.`;
  const others = metric.dimensions
    .slice(0, 2)
    .map((dimension) => questionText({ ...question, where: fitting, by: dimension }));
  return refused(strange === 'model' && metric.dimensions.includes('model') ? MODEL_WORDS : words, [
    questionText({ ...question, by, where: fitting }),
    ...(question.by === strange ? others : []),
  ]);
}

const MODEL_WORDS = 'A model is chosen, not filtered by: write “model w_shaped”, or “by model” for all of them.';

function isModelFilter(dimension: Dimension, { where }: Question): boolean {
  return dimension === 'model' && where.some((one) => one.dimension === 'model');
}

function wrongModel(metric: Metric, question: Question): Refusal | null {
  if (question.model === null || metric.dimensions.includes('model')) return null;
  const plain = questionText({ ...question, model: null });
  return refused(`${metric.label} has nothing to do with attribution models.`, [plain]);
}

function tooManySteps({ settings }: Workbench, question: Question): Refusal | null {
  if (question.grain === null || question.grain === 'quarter') return null;
  const steps = stepsOf(daysIn(question.period), question.grain, settings).length;
  if (steps <= MAX_STEPS) return null;
  const coarser = question.grain === 'day' ? 'week' : question.grain === 'week' ? 'month' : 'quarter';
  const suggestion = questionText({ ...question, grain: coarser });
  return refused(`${steps} steps are more than a chart can show (${MAX_STEPS}).`, [suggestion]);
}

function refused(because: string, suggestions: readonly string[]): Refusal {
  return { kind: 'refused', because, suggestions };
}
