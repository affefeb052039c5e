// What limits are compared with: the figure as it was when a day was over, and how it stood against its target.
import { emptyCell, evaluate } from '#features/metrics/evaluate.ts';
import { paceOf, targetFor } from '#features/metrics/pace.ts';
import { daysIn } from '#features/metrics/periods.ts';
import { slotOf } from '#features/metrics/slots.ts';
import { allOf } from '#features/metrics/workbench.ts';
import { figureAsked } from './figure-asked.ts';
import type { SeriesDeps, SeriesPlan } from './plan-series.ts';

/** How a target stood when a day was over. */
export interface PaceOfDay {
  /** Share of the target that was reached, and of its period that was over; 1 is all of it. */
  readonly reached: number;
  readonly elapsed: number;
  readonly target: number;
}

/** @param series value of the plan's dimension; '' for the whole. Null: there is no number. Throws what the store throws. */
export async function readFigure(deps: SeriesDeps, plan: SeriesPlan, day: string, series = ''): Promise<number | null> {
  const { bench, question } = await figureAsked(deps, plan, day);
  const { metric, by, filter } = plan;
  const one = by === null || series === '' ? null : ({ kind: 'is', dimension: by, values: [series] } as const);
  const slot = slotOf(daysIn(question.period), bench.settings);
  const cut = { by: null, filter: allOf(filter, one), model: question.model };
  const [cells] = await evaluate(bench, metric, [slot], cut);
  return (cells?.get(null) ?? emptyCell(metric)).value;
}

/**
 * Against the shortest target whose period holds that of the question. Null without such a target, without a number, and
 * of a part of the whole, for which no target is made up. Throws what the store throws.
 */
export async function readPace(deps: SeriesDeps, plan: SeriesPlan, day: string): Promise<PaceOfDay | null> {
  const { bench, question } = await figureAsked(deps, plan, day);
  const { metric } = plan;
  const goal = targetFor(bench, metric, question);
  if (goal === null) return null;
  const [cells] = await evaluate(bench, metric, [goal.slot], { by: null, filter: null, model: question.model });
  const pace = paceOf({ ...goal, slots: [goal.slot] }, [cells?.get(null) ?? emptyCell(metric)], metric);
  return pace === null ? null : { reached: pace.reached, elapsed: pace.elapsed, target: pace.target };
}
