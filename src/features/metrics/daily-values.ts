// A KPI day by day over years, the whole and its largest groups: the numbers of a chart by the day, without its limits.
import type { Cell, Cells } from './cells.ts';
import { emptyCell, evaluate } from './evaluate.ts';
import { countsTogether, ranked } from './groups.ts';
import type { Dimension, Metric } from './metric.ts';
import type { Days } from './periods.ts';
import { isAdditive } from './rows.ts';
import { slotOf, stepsOf, type Step } from './slots.ts';
import { allOf, type Cut, type Workbench } from './workbench.ts';

export interface DailyAsked extends Pick<Cut, 'filter' | 'model'> {
  readonly days: Days;
  /** The whole alone, or by the largest values of a dimension as well. */
  readonly by: Dimension | null;
}

export interface DailyValues {
  readonly days: readonly Pick<Step, 'day' | 'span'>[];
  /** A cell each day, by value of the dimension, the largest first; before them the whole as null. */
  readonly series: ReadonlyMap<string | null, readonly Cell[]>;
}

/** Groups with a series of their own. */
const MOST_GROUPS = 10;
/** Days that groups are ranked by. */
const RANKED_DAYS = 56;

/** Medians of more days at once would take longer than one statement may. */
const SORTED_DAYS = 184;

/** Days that have not begun are left out. Throws what the store throws. */
export async function dailyValues(bench: Workbench, metric: Metric, asked: DailyAsked): Promise<DailyValues> {
  const { by, filter, model } = asked;
  const days = stepsOf(asked.days, 'day', bench.settings);
  const whole = { by: null, filter, model };
  if (by === null) return { days, series: new Map([[null, courseOf(await tablesOf(whole))]]) };
  if (!countsTogether(by, metric, bench, days.length + 1)) {
    const leaders = await largestGroups(bench, metric, asked);
    const within = allOf(filter, { kind: 'is', dimension: by, values: leaders });
    const [wholes, tables] = await Promise.all([
      tablesOf(whole),
      leaders.length === 0 ? [] : tablesOf({ by, filter: within, model }),
    ]);
    return { days, series: seriesOf(wholes, tables, leaders) };
  }
  const slots = [...days, rankedSlot(bench, asked.days)];
  const [wholes, tables] = await Promise.all([
    evaluate(bench, metric, slots, { ...whole, besides: by }),
    evaluate(bench, metric, slots, { by, filter, model }),
  ]);
  return { days, series: seriesOf(wholes.slice(0, -1), tables.slice(0, -1), leadersIn(metric, tables.at(-1))) };

  async function tablesOf(cut: Cut): Promise<readonly Cells[]> {
    const many = isSorted(metric) ? SORTED_DAYS : Math.max(1, days.length);
    const tables: Cells[] = [];
    for (let first = 0; first < days.length; first += many) {
      tables.push(...(await evaluate(bench, metric, days.slice(first, first + many), cut)));
    }
    return tables;
  }

  function courseOf(cells: readonly Cells[], group: string | null = null): readonly Cell[] {
    return days.map((_, index) => cells[index]?.get(group) ?? emptyCell(metric));
  }

  function seriesOf(
    wholes: readonly Cells[],
    tables: readonly Cells[],
    leaders: readonly string[],
  ): DailyValues['series'] {
    return new Map([
      [null, courseOf(wholes)] as const,
      ...leaders.map((group) => [group, courseOf(tables, group)] as const),
    ]);
  }
}

function isSorted({ formula }: Metric): boolean {
  return formula.kind === 'simple' && !isAdditive(formula.measure);
}

/** The values of a dimension that have a series, by the eight weeks up to the last of the days, largest first. */
export async function largestGroups(
  bench: Workbench,
  metric: Metric,
  { days, by, filter, model }: DailyAsked,
): Promise<readonly string[]> {
  if (by === null) return [];
  const [cells] = await evaluate(bench, metric, [rankedSlot(bench, days)], { by, filter, model });
  return leadersIn(metric, cells);
}

function rankedSlot({ settings }: Workbench, { to }: Days): ReturnType<typeof slotOf> {
  return slotOf({ from: to.subtract({ days: RANKED_DAYS - 1 }), to }, settings);
}

function leadersIn(metric: Metric, cells: Cells | undefined): readonly string[] {
  return ranked(metric, cells ?? new Map())
    .flatMap(({ key }) => key ?? [])
    .slice(0, MOST_GROUPS);
}
