// Targets: which one a question is about, how much of it is reached, and where it will end.
import { Temporal } from 'temporal-polyfill';
import type { Pace } from './answer.ts';
import type { Cell } from './cells.ts';
import { isAdditive } from './rows.ts';
import type { Metric } from './metric.ts';
import { daysIn, resolvePeriod, todayIn, type Days, type PeriodSettings, type PeriodSpec } from './periods.ts';
import { project, WEEKS, type Projection } from './projection.ts';
import type { Question } from './question.ts';
import { elapsedShare, lengthInDays, slotOf, type Slot } from './slots.ts';
import type { Workbench } from './workbench.ts';

export interface Goal {
  readonly target: number;
  readonly words: string;
  readonly slot: Slot;
  /** What must be counted: the target's own period, then the days that a projection looks back upon. */
  readonly slots: readonly Slot[];
  readonly left: readonly { readonly weekday: number; readonly share: number }[];
}

/**
 * The target of the question's period, else that of the shortest period with a target that the question's is a part of: a
 * part of a target is not made up. Null where there is none, and where a filter asks for a part of the whole.
 */
export function targetFor(bench: Workbench, metric: Metric, { period, where }: Question): Goal | null {
  const { playbook, settings } = bench;
  if (where.length > 0) return null;
  const asked = daysIn(period);
  const fitting = playbook.kpis.targets
    .filter(({ kpi }) => kpi === metric.id)
    .map((target) => ({ ...target, days: targetDays(target.period, settings) }))
    .filter(({ days }) => holds(days, asked))
    .toSorted((one, other) => lengthInDays(one.days) - lengthInDays(other.days));
  const [nearest] = fitting;
  if (nearest === undefined) return null;
  const slot = slotOf(nearest.days, settings);
  const running = slot.span.to < slot.whole.to;
  const history = running && addsUp(metric) ? historyOf(settings) : [];
  const words = targetWords(nearest.period);
  return {
    target: nearest.value,
    words,
    slot,
    slots: [slot, ...history],
    left: running ? leftOf(nearest.days, settings) : [],
  };
}

/** `2026`, `2026-Q4`, `2026-11`, as the playbook writes it. */
function targetDays(written: string, settings: PeriodSettings): Days {
  return daysIn(resolvePeriod(targetSpec(written), settings));
}

function targetSpec(written: string): PeriodSpec {
  const [year, part] = written.split('-');
  if (part === undefined) return { kind: 'named', year: Number(year) };
  return part.startsWith('Q')
    ? { kind: 'named', year: Number(year), quarter: Number(part.slice(1)) }
    : { kind: 'named', year: Number(year), month: Number(part) };
}

/** `Q4 2026`, `November 2026`. */
function targetWords(written: string): string {
  const [year, part] = written.split('-');
  if (part === undefined) return written;
  if (part.startsWith('Q')) return `${part} ${year}`;
  return MONTH.format(new Date(`${written}-01T00:00:00Z`));
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

function holds(outer: Days, inner: Days): boolean {
  const { compare } = Temporal.PlainDate;
  return compare(outer.from, inner.from) <= 0 && compare(outer.to, inner.to) >= 0;
}

function addsUp({ formula }: Metric): boolean {
  return formula.kind === 'simple' && formula.measure.at !== null && isAdditive(formula.measure);
}

function historyOf(settings: PeriodSettings): readonly Slot[] {
  const today = todayIn(settings);
  return Array.from({ length: WEEKS * 7 }, (_, index) => {
    const day = today.subtract({ days: WEEKS * 7 - index });
    return slotOf({ from: day, to: day }, settings);
  });
}

function leftOf({ to }: Days, settings: PeriodSettings): Goal['left'] {
  const today = todayIn(settings);
  const share = 1 - elapsedShare(slotOf({ from: today, to: today }, settings));
  const days = today.until(to).days;
  return [
    { weekday: today.dayOfWeek, share },
    ...Array.from({ length: Math.max(0, days) }, (_, index) => ({
      weekday: today.add({ days: index + 1 }).dayOfWeek,
      share: 1,
    })),
  ];
}

/** @param cells of the goal's slots. Null where there is no number to compare. */
export function paceOf(
  { target, words, slot, slots, left }: Goal,
  cells: readonly Cell[],
  metric: Metric,
): Pace | null {
  const value = cells[0]?.value ?? null;
  if (value === null) return null;
  const history = slots.slice(1).map(({ days }, index) => ({
    weekday: days.from.dayOfWeek,
    value: cells[index + 1]?.value ?? 0,
  }));
  const projected = history.length === 0 ? null : project({ value, history, left });
  const elapsed = elapsedShare(slot);
  return {
    target,
    words,
    reached: target === 0 ? Number(value >= 0) : value / target,
    elapsed,
    projected,
    status: statusOf({ value, target, projected, elapsed, metric }),
  };
}

interface Standing {
  readonly value: number;
  readonly target: number;
  readonly projected: Projection | null;
  readonly elapsed: number;
  readonly metric: Metric;
}

function statusOf({ value, target, projected, elapsed, metric }: Standing): Pace['status'] {
  const up = metric.upIsGood !== false;
  const met = up ? value >= target : value <= target;
  if (elapsed >= 1) return met ? 'reached' : 'missed';
  if (!addsUp(metric)) return met ? 'on_track' : 'behind';
  // What only grows cannot be unreached, and cannot come back under its limit.
  if (up && met) return 'reached';
  if (!up && !met) return 'missed';
  // Where eight weeks tell nothing, the straight line does.
  if (projected === null) {
    const due = target * elapsed;
    return (up ? value >= due : value <= due) ? 'on_track' : 'behind';
  }
  if (up) return projected.low >= target ? 'ahead' : projected.high < target ? 'behind' : 'on_track';
  return projected.high <= target ? 'ahead' : projected.low > target ? 'behind' : 'on_track';
}
