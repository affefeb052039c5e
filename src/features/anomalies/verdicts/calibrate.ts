// What verdicts teach a watch: how much its bar, the score from which it raises an alarm, is moved. A pure function of the
// verdicts that stand, so that one that is taken back leaves nothing behind.
import { DAY_MS, elapsed } from '#kernel/time.ts';
import { SENSITIVITIES } from '#features/playbook/watches.ts';
import type { Sensitivity } from '#features/playbook/watches.ts';
import { alarmAt, falseAlarmsOf } from '../sensitivity.ts';
import type { VerdictGiven } from '../store.ts';

/** What was said of an alarm, dated by the alarm: said late, it teaches no more. */
export interface Lesson {
  readonly verdict: VerdictGiven;
  readonly raisedAt: Date;
}

/**
 * By how much the bar is moved. Nobody wanted to hear of what was expected; what was real should be found a little earlier.
 * A new normal was rightly told, and does not come again.
 */
const STEPS: Readonly<Record<VerdictGiven, number>> = { expected: 0.03, real: -0.02, new_normal: 0 };
const HALF_LIFE_MS = 180 * DAY_MS;
/** After so long a verdict weighs a hundredth. */
export const FORGOTTEN_AFTER_MS = 1_200 * DAY_MS;
const BOUNDS = { least: -0.1, most: 0.2 } as const;
/** However often it was right, no watch becomes more eager than this. */
const LOWEST_BAR = alarmAt('eager');
/** Less is nothing that anybody would notice. */
const NOTICEABLE = 0.005;

/** What is added to the bar of a watch as of `now`; 0 where nothing was taught. */
export function calibrate(lessons: readonly Lesson[], sensitivity: Sensitivity, now: Date): number {
  const moved = lessons.reduce((sum, { verdict, raisedAt }) => {
    const age = Math.max(0, elapsed(raisedAt, now));
    return sum + STEPS[verdict] * 2 ** (-age / HALF_LIFE_MS);
  }, 0);
  const least = Math.max(BOUNDS.least, LOWEST_BAR - alarmAt(sensitivity));
  return Math.min(BOUNDS.most, Math.max(least, moved));
}

/**
 * False alarms a year of each number by the day, with the bar moved by `shift`. Between the measured sensitivities, and
 * beyond them as steeply, their logarithm goes evenly with the bar.
 */
export function falseAlarmsAt(sensitivity: Sensitivity, shift: number): number {
  const known = SENSITIVITIES.map((each) => ({ bar: alarmAt(each), aYear: falseAlarmsOf('count', each).aYear }));
  const [lowest, middle, highest] = known.toSorted((a, b) => a.bar - b.bar);
  if (lowest === undefined || middle === undefined || highest === undefined) throw new RangeError('Too few are known');
  const bar = alarmAt(sensitivity) + shift;
  const [from, to] = bar < middle.bar ? [lowest, middle] : [middle, highest];
  const part = (bar - from.bar) / (to.bar - from.bar);
  return from.aYear * (to.aYear / from.aYear) ** part;
}

/** `less eager: about one false alarm in 16 months for each number, instead of about one a year`; null: nothing to speak of. */
export function shiftWords(shift: number, sensitivity: Sensitivity): string | null {
  if (Math.abs(shift) < NOTICEABLE) return null;
  const now = rateWords(falseAlarmsAt(sensitivity, shift));
  const before = rateWords(falseAlarmsAt(sensitivity, 0));
  const so = shift > 0 ? 'less eager' : 'more eager';
  if (now === before) return `a little ${so}: still ${now} for each number`;
  return `${so}: ${now} for each number, instead of ${before}`;
}

function rateWords(aYear: number): string {
  const rounded = Math.round(aYear * 2) / 2;
  if (rounded >= 1.5) return `about ${rounded} false alarms a year`;
  const months = Math.round(12 / aYear);
  if (months <= 13) return 'about one false alarm a year';
  return months < 24 ? `about one false alarm in ${months} months` : `about one false alarm in ${years(months)} years`;
}

function years(months: number): number {
  return months < 60 ? Math.round(months / 6) / 2 : Math.round(months / 12);
}
