// Cells of steps as the points of a chart.
import type { Point } from './answer.ts';
import { figureOf, type Cell } from './cells.ts';
import type { Step } from './slots.ts';

export function pointsOf(steps: readonly Step[], cells: readonly Cell[], now: Date): readonly Point[] {
  return steps.flatMap((step, index) => {
    const cell = cells[index];
    if (cell === undefined) return [];
    const unfinished = step.whole.to > now || cell.immature > 0;
    return [{ ...figureOf(cell), day: step.day, label: step.label, unfinished }];
  });
}
