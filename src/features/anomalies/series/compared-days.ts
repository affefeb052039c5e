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

export interface DaysOfChange {
  readonly since: string;
  readonly until: string;
  /** Since when there are rows; null: there are none. */
  readonly known: Date | null;
  /** Days that are looked at in all; left out: as many as are of use. */
  readonly most?: number;
}

/** A change that has lasted longer is looked at by its last days. */
const LONGEST = 28;
const WEEKS = 8;
/** Of a long change more than eight weeks are looked back upon; and of very many rows so many are counted all the same. */
const LEAST_TIMES = 2;

export function comparedDays({ settings }: Workbench, asked: DaysOfChange): ComparedDays {
  const { from: first, to } = daysIn({ from: asked.since, to: asked.until });
  const asks = first.until(to).days + 1;
  const most = asked.most ?? Number.POSITIVE_INFINITY;
  const length = Math.max(1, Math.min(asks, LONGEST, Math.floor(most / (LEAST_TIMES + 1))));
  const weeks = Math.ceil(length / 7);
  const times = Math.min(Math.floor(WEEKS / weeks), Math.floor(most / length) - 1);
  const from = to.subtract({ days: length - 1 });
  const before = Array.from({ length: Math.max(LEAST_TIMES, times) }, (_, index): Days => {
    const days = (index + 1) * weeks * 7;
    return { from: from.subtract({ days }), to: to.subtract({ days }) };
  }).filter((days) => asked.known !== null && startOf(days.from, settings.zone) >= asked.known);
  return {
    now: slotOf({ from, to }, settings),
    before: before.map((days) => slotOf(days, settings)),
    share: length / asks,
  };
}
