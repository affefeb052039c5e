// How a detector does on drawn series: false alarms in episodes a series-year, what was found and after how many days.
import type { DrawnEvent, DrawnSeries, Happening } from './daily-draws.ts';

/** Days at the beginning that are not looked at. */
const BURN_IN = 90;
/** Alarms at most this far apart are one episode. */
const MERGE = 3;
/** Days after an event in which an alarm is neither right nor false. */
const AFTERMATH = { passing: 10, lasting: 28 } as const;

export interface Found {
  readonly kind: Happening;
  readonly level: number;
  /** Days from the event's first to the first alarm; null: missed. */
  readonly after: number | null;
}

export interface Tally {
  readonly falseAlarms: number;
  readonly years: number;
  readonly found: readonly Found[];
}

/** `alarms`: for each day of the series, whether there was one. */
export function tally({ days, events, level }: DrawnSeries, alarms: readonly boolean[]): Tally {
  let falseAlarms = 0;
  let looked = 0;
  let last = Number.NEGATIVE_INFINITY;
  const firsts = new Map<DrawnEvent, number>();
  for (const [n, { index }] of days.entries()) {
    if (index < BURN_IN) continue;
    const during = events.find(({ from, to }) => index >= from && index <= to);
    const after = events.some(({ kind, to }) => {
      const lasting = kind === 'shift40' || kind === 'rise60';
      return index > to && index <= to + (lasting ? AFTERMATH.lasting : AFTERMATH.passing);
    });
    if (during === undefined && !after) looked += 1;
    if (alarms[n] !== true) continue;
    if (during !== undefined && !firsts.has(during)) firsts.set(during, index - during.from);
    if (during === undefined && !after && index - last > MERGE) falseAlarms += 1;
    last = index;
  }
  const found = events.map((event) => ({ kind: event.kind, level, after: firsts.get(event) ?? null }));
  return { falseAlarms, years: looked / 365, found };
}

export function together(tallies: readonly Tally[]): Tally & { readonly aYear: number } {
  const falseAlarms = tallies.reduce((sum, one) => sum + one.falseAlarms, 0);
  const years = tallies.reduce((sum, one) => sum + one.years, 0);
  return { falseAlarms, years, aYear: falseAlarms / years, found: tallies.flatMap(({ found }) => found) };
}

/** Share found, and the median of the days until then. */
export function finding(found: readonly Found[], within = Number.POSITIVE_INFINITY): { share: number; median: number } {
  const delays = found
    .flatMap(({ after }) => (after !== null && after <= within ? [after] : []))
    .toSorted((a, b) => a - b);
  return { share: delays.length / found.length, median: delays[Math.floor(delays.length / 2)] ?? Number.NaN };
}
