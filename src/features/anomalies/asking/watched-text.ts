// What is watched as a text that can be typed after `/kpi`, always written the same way, so that the same is found again.
import { questionText } from '#features/metrics/grammar/question-text.ts';
import type { Metric } from '#features/metrics/metric.ts';
import type { Question } from '#features/metrics/question.ts';
import type { Threshold } from '../store.ts';

/**
 * Without the steps of a chart, a comparison and what it is split by. @param period whether its period belongs to it: what is
 * unusual is looked for day by day, a limit may be one of `leads this month`.
 */
export function watchedText(question: Question, period: boolean): string {
  const plain = questionText({ ...question, grain: null, by: null, compare: null }).replace(/ vs none$/u, '');
  const { kpi } = question;
  const { words } = question.period;
  return period ? plain : `${kpi}${plain.slice(`${kpi} ${words}`.length)}`;
}

/** Whether a person wrote the period, in place of having it understood. */
export function namesPeriod(text: string, { period }: Question): boolean {
  const flat = (words: string): string => words.replaceAll(/\s+/gu, ' ').toLowerCase();
  return flat(text).includes(flat(period.words));
}

/**
 * `Leads where source = Web by country`: with what it is looked at by.
 * @param metric null: its question is not understood any more.
 */
export function watchTitle(
  { question, by }: { readonly question: string; readonly by: string | null },
  metric: Pick<Metric, 'id' | 'label'> | null,
): string {
  const named = metric !== null && question.startsWith(metric.id);
  const words = named ? `${metric.label}${question.slice(metric.id.length)}` : question;
  return by === null ? words : `${words} by ${by}`;
}

/** Whether two limits are one; null: there is none, and what is unusual is told. */
export function sameThreshold(one: Threshold | null, other: Threshold | null): boolean {
  if (one === null || other === null) return one === other;
  return one.kind === other.kind && limitOf(one) === limitOf(other);
}

function limitOf(threshold: Threshold): number {
  return threshold.kind === 'behind_target' ? threshold.share : threshold.value;
}
