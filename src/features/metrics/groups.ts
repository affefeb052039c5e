// The groups of an answer: which there are, largest first, what they were before and how the largest of them went.
import type { Answer, Group } from './answer.ts';
import type { Cell, Cells } from './cells.ts';
import { figureOf } from './cells.ts';
import { isAdditive } from './rows.ts';
import { emptyCell, evaluate } from './evaluate.ts';
import type { Dimension, Metric } from './metric.ts';
import { pointsOf } from './points.ts';
import type { Slot, Step } from './slots.ts';
import type { Cut, Workbench } from './workbench.ts';

/** More groups are counted, not shown. */
const MAX_GROUPS = 100;
/** Groups whose course is shown. */
const MAX_COURSES = 6;
/** With more periods than this, dimensions that have hundreds of values are asked for in two rounds. */
const MANY_SLOTS = 60;

export interface Plan {
  readonly slot: Slot;
  readonly before: Slot | null;
  readonly steps: readonly Step[];
  /** All that is counted of the whole; the ones above first, in this order. */
  readonly slots: readonly Slot[];
}

type GroupCut = Cut & { readonly by: Dimension };

/** Whether groups and the whole come out of the same questions to the store: sums of groups are sums of the whole. */
export function countsTogether(by: Dimension, metric: Metric, { metrics }: Workbench, slots: number): boolean {
  if (by === 'model' || (slots > MANY_SLOTS && (by === 'campaign' || by === 'owner'))) return false;
  return hasSums(metric, metrics);
}

function hasSums({ formula }: Metric, metrics: Workbench['metrics']): boolean {
  switch (formula.kind) {
    case 'simple':
    case 'cumulative':
      return isAdditive(formula.measure);
    case 'ratio':
    case 'conversion':
    case 'attributed':
      return true;
    case 'derived':
      return Object.values(formula.inputs).some(({ kpi }) => {
        const input = metrics.get(kpi);
        return input !== undefined && hasSums(input, metrics);
      });
  }
}

export async function groupsOf(
  bench: Workbench,
  metric: Metric,
  plan: Plan,
  cut: GroupCut,
): Promise<Pick<Answer, 'groups' | 'others'>> {
  const { slot, before, steps } = plan;
  const first = before === null ? [slot] : [slot, before];
  const together = countsTogether(cut.by, metric, bench, plan.slots.length);
  const tables = await evaluate(bench, metric, together ? plan.slots : first, cut);
  const all = ranked(metric, tables[0] ?? new Map());
  const shown = all.slice(0, MAX_GROUPS);
  const leaders = shown.flatMap(({ key }) => key ?? []).slice(0, MAX_COURSES);
  const courses = together
    ? tables.slice(first.length, first.length + steps.length)
    : await coursesOf(bench, metric, steps, cut, leaders);
  const groups = shown.map(({ key, cell }): Group => {
    const course = key !== null && leaders.includes(key) ? courses.map((table) => at(table, key, metric)) : [];
    return {
      ...figureOf(cell),
      name: key ?? '(none)',
      key,
      before: before === null ? null : figureOf(at(tables[1], key, metric)),
      points: course.length === 0 ? [] : pointsOf(steps, course, bench.settings.now),
    };
  });
  return { groups, others: all.length - shown.length };
}

function at(table: Cells | undefined, key: string | null, metric: Metric): Cell {
  return table?.get(key) ?? emptyCell(metric);
}

/** A second round: a thousand groups by the day are too many. */
async function coursesOf(
  bench: Workbench,
  metric: Metric,
  steps: readonly Step[],
  cut: GroupCut,
  leaders: readonly string[],
): Promise<readonly Cells[]> {
  if (leaders.length === 0) return [];
  if (cut.by === 'model') return evaluate(bench, metric, steps, cut);
  const within = { kind: 'is', dimension: cut.by, values: leaders } as const;
  const filter = cut.filter === null ? within : ({ kind: 'all', of: [cut.filter, within] } as const);
  return evaluate(bench, metric, steps, { ...cut, filter });
}

/** Sums by their size; shares and medians by the cases behind them, or one of one would come first. */
export function ranked(metric: Metric, cells: Cells): readonly { readonly key: string | null; readonly cell: Cell }[] {
  const bySize = sumsUp(metric);
  const rank = ({ value, sample }: Cell): number => (bySize ? (value ?? 0) : sample);
  return Array.from(cells, ([key, cell]) => ({ key, cell })).toSorted(
    (one, other) =>
      rank(other.cell) - rank(one.cell) ||
      (other.cell.value ?? 0) - (one.cell.value ?? 0) ||
      (one.key ?? '').localeCompare(other.key ?? ''),
  );
}

function sumsUp({ formula, unit }: Metric): boolean {
  if (formula.kind === 'simple' || formula.kind === 'cumulative') return isAdditive(formula.measure);
  return formula.kind === 'attributed' || (formula.kind === 'derived' && unit === 'money');
}
