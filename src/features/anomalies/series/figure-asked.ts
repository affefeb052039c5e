// What a watch's limit is compared with on a day: its period as it was on that day's evening.
import { workbenchOf } from '#features/metrics/ask.ts';
import { readText } from '#features/metrics/ask-text.ts';
import { questionText } from '#features/metrics/grammar/question-text.ts';
import { daysIn, periodSettings, startOf } from '#features/metrics/periods.ts';
import type { Question } from '#features/metrics/question.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { usualPeriod } from '#features/metrics/usual-period.ts';
import type { Workbench } from '#features/metrics/workbench.ts';
import { Fault } from '#kernel/errors.ts';
import { asking, THE_DAY } from './plan-series.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';

export interface FigureAsked {
  readonly bench: Workbench;
  readonly question: Question;
}

/**
 * The day itself where the question names no period; of a conversion and of what is known of whole periods alone, whose days
 * have no number, the newest month that has one. Throws what the store throws, and Fault `invalid_input` where the
 * question is not understood any more.
 */
export async function figureAsked(deps: SeriesDeps, plan: SeriesPlan, day: string): Promise<FigureAsked> {
  const { playbook } = deps.playbook();
  const { timezone } = playbook.organization;
  const { to } = daysIn({ from: day, to: day });
  const end = startOf(to.add({ days: 1 }), timezone);
  const evening = new Date(end.getTime() - 1);
  // Counted up to the very end, so that a period that ends with the day is over.
  const bench = workbenchOf({ ...asking(deps), clock: { now: () => end } });
  const { question, metric } = plan;
  if (question.period.words !== THE_DAY) {
    const then = { ...asking(deps), clock: { now: () => evening } };
    const read = await readText(then, questionText(question), OPERATOR, 'typed');
    if (read.kind === 'refused') throw new Fault('invalid_input', read.because);
    return { bench, question: read.question };
  }
  const dayless = plan.series === 'cohort' || metric.onlyWhenOver;
  const period = dayless
    ? usualPeriod(playbook.kpis.conversion_window, metric, periodSettings(playbook, evening))
    : { from: day, to: day, words: day, running: false };
  return { bench, question: { ...question, period } };
}
