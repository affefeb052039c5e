// How eager a watch is: the score from which it raises an alarm, and how often that happens where nothing has happened.
import type { Sensitivity } from '#features/playbook/watches.ts';
import type { SeriesKind } from './detector.ts';

/** Powers of ten of the probability that make a score of 1. */
const SCORE_POWERS = 6;
const BARS: Readonly<Record<Sensitivity, number>> = { quiet: 0.6, normal: 0.5, eager: 0.4 };
const BAR_RANGE = { low: 0.4, high: 0.8 } as const;

/** By the day, conversion of cohorts looked at each day, and readings by the hour. */
type Rhythm = 'daily' | 'cohort' | 'continuous';

/**
 * Alarms a year of one series in which nothing happens, as measured on drawn series (`npm run bench -- anomalies
 * anomalies-continuous`). By the day, of 2 to 200 cases: counts 0.4, 1.0 and 3.5, ratios 0.4, 1.0 and 2.8, amounts 0.2, 0.6
 * and 2.1; the most of them is said. Of cohorts there were none in 60 years, and four at `eager`.
 */
const FALSE_ALARMS: Readonly<Record<Rhythm, Readonly<Record<Sensitivity, number>>>> = {
  daily: { quiet: 0.4, normal: 1, eager: 3.5 },
  cohort: { quiet: 0.1, normal: 0.1, eager: 0.1 },
  continuous: { quiet: 3, normal: 9, eager: 40 },
};
const IN_WORDS: Readonly<Record<Rhythm, Readonly<Record<Sensitivity, string>>>> = {
  daily: {
    quiet: 'about two false alarms in five years for each number',
    normal: 'about one false alarm a year for each number',
    eager: 'three or four false alarms a year for each number',
  },
  cohort: {
    quiet: 'less than one false alarm in ten years for each number',
    normal: 'less than one false alarm in ten years for each number',
    eager: 'less than one false alarm in ten years for each number',
  },
  continuous: {
    quiet: 'about three false alarms a year for each number',
    normal: 'a false alarm about every six weeks for each number',
    eager: 'a false alarm about every nine days for each number',
  },
};

/** 0 to 1, and 0.5 at one in a thousand. */
export function scoreOf(probability: number): number {
  return Math.min(1, Math.max(0, -Math.log10(Math.max(probability, 1e-12)) / SCORE_POWERS));
}

/**
 * The score from which a watch of this sensitivity raises an alarm. `shift` is added, as verdicts have taught it; bounded, as
 * what is too slight for a message must stay below, and what only happens once in a hundred thousand days above.
 */
export function alarmAt(sensitivity: Sensitivity, shift = 0): number {
  return Math.min(BAR_RANGE.high, Math.max(BAR_RANGE.low, BARS[sensitivity] + shift));
}

/** What its owner has to expect: false alarms a year and series, as a number and in words. */
export function falseAlarmsOf(
  kind: SeriesKind | 'cohort',
  sensitivity: Sensitivity,
): { readonly aYear: number; readonly inWords: string } {
  const rhythm: Rhythm = kind === 'continuous' || kind === 'cohort' ? kind : 'daily';
  return { aYear: FALSE_ALARMS[rhythm][sensitivity], inWords: IN_WORDS[rhythm][sensitivity] };
}
