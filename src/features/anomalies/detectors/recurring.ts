// What recurs is usual: where a series has had several alarms in one direction within half a year, a further one that is no
// stronger tells nobody anything. Webinars fill a source every few weeks; a budget is used up at each month's end.
import type { Row } from './timeline.ts';
import { WINDOW } from './timeline.ts';

/** So many alarms in the same direction; of falls more, as those are what a watch is for. */
const OFTEN = { up: 3, down: 5 } as const;
/** Days between two alarms that are not of one time: what follows a fall or a rise is part of it. */
const APART = 14;
/** In powers of ten: more than this many times the strongest before is news all the same. */
const STRONGER = 1.5;
/** Beyond this, powers of ten say nothing more. */
const MOST_POWERS = 99;

/** As a row keeps it: powers of ten of its probability, above zero for a rise and below for a fall. */
export function evidenceOf(probability: number, direction: 'up' | 'down'): number {
  const powers = Math.min(MOST_POWERS, Math.round(-100 * Math.log10(Math.max(probability, 1e-99))) / 100);
  return direction === 'up' ? powers : -powers;
}

/** @param rows those before the day. @param evidence of the day, as `evidenceOf` gives it. */
export function isUsual(rows: readonly Row[], day: number, evidence: number): boolean {
  const sign = Math.sign(evidence);
  let spells = 0;
  let strongest = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.day < day - WINDOW || Math.sign(row.evidence) !== sign) continue;
    if (row.day - last > APART) spells += 1;
    strongest = Math.max(strongest, Math.abs(row.evidence));
    last = row.day;
  }
  // What goes on is the same alarm still, and has been told or not.
  if (day - last <= APART) spells -= 1;
  return spells >= OFTEN[sign > 0 ? 'up' : 'down'] && Math.abs(evidence) <= STRONGER * strongest;
}
