// The days of a change, and the same weekdays of the weeks before it that it is compared with.
import { daysIn, startOf, type Days } from '#features/metrics/periods.ts';
import { slotOf, type Slot } from '#features/metrics/slots.ts';
import type { Workbench } from '#features/metrics/workbench.ts';

export interface ComparedDays {
  readonly now: Slot;
  /** Newest first, each as long as now and beginning on the same weekday; none where nothing is known of before. */
  readonly before: readonly Slot[];
  /** Of the days that were asked for, those that are looked at. */
  readonly share: number;
}

/** A change that has lasted longer is looked at by its last days. */
const MOST_DAYS = 28;
const WEEKS = 8;
/** Of a long change more than eight weeks are looked back upon. */
const LEAST_BLOCKS = 2;

/** @param known since when there are rows; null: there are none. */
export function comparedDays(
  { settings }: Workbench,
  asked: { readonly since: string; readonly until: string },
  known: Date | null,
): ComparedDays {
  const { from: first, to } = daysIn({ from: asked.since, to: asked.until });
  const asks = first.until(to).days + 1;
  const length = Math.min(asks, MOST_DAYS);
  const from = to.subtract({ days: length - 1 });
  const weeks = Math.ceil(length / 7);
  const blocks = Math.max(LEAST_BLOCKS, Math.floor(WEEKS / weeks));
  const before = Array.from({ length: blocks }, (_, index): Days => {
    const days = (index + 1) * weeks * 7;
    return { from: from.subtract({ days }), to: to.subtract({ days }) };
  }).filter((days) => known !== null && startOf(days.from, settings.zone) >= known);
  return {
    now: slotOf({ from, to }, settings),
    before: before.map((days) => slotOf(days, settings)),
    share: length / asks,
  };
}
