// How eager a watch is: the score from which it raises an alarm, and how often that happens where nothing has happened.
import type { Sensitivity } from '#features/playbook/watches.ts';

/** Powers of ten of the probability that make a score of 1. */
const SCORE_POWERS = 6;
const BARS: Readonly<Record<Sensitivity, number>> = { quiet: 0.6, normal: 0.5, eager: 0.4 };

/**
 * Alarms a year of one series by the day in which nothing happens, as measured on drawn series of 2 to 200 cases a day
 * (`npm run bench -- anomalies`): counts 0.4, 1.0 and 3.5, ratios 0.4, 1.0 and 2.8, amounts 0.1, 0.4 and 1.4.
 */
const FALSE_ALARMS: Readonly<Record<Sensitivity, number>> = { quiet: 0.4, normal: 1, eager: 3.5 };
const IN_WORDS: Readonly<Record<Sensitivity, string>> = {
  quiet: 'about two false alarms in five years for each number',
  normal: 'about one false alarm a year for each number',
  eager: 'three or four false alarms a year for each number',
};

/** 0 to 1, and 0.5 at one in a thousand. */
export function scoreOf(probability: number): number {
  return Math.min(1, Math.max(0, -Math.log10(Math.max(probability, 1e-12)) / SCORE_POWERS));
}

/** The score from which a watch of this sensitivity raises an alarm. */
export function alarmAt(sensitivity: Sensitivity): number {
  return BARS[sensitivity];
}

/** What its owner has to expect: false alarms a year and series, as a number and in words. */
export function falseAlarmsOf(sensitivity: Sensitivity): { readonly aYear: number; readonly inWords: string } {
  return { aYear: FALSE_ALARMS[sensitivity], inWords: IN_WORDS[sensitivity] };
}
