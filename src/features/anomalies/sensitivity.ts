// How eager a watch is: the score from which it raises an alarm, and how often that happens where nothing has happened.
import type { Sensitivity } from '#features/playbook/watches.ts';

/** Powers of ten of the probability that make a score of 1. */
const SCORE_POWERS = 6;
const BARS: Readonly<Record<Sensitivity, number>> = { quiet: 0.6, normal: 0.5, eager: 0.4 };

/** 0 to 1, and 0.5 at one in a thousand. */
export function scoreOf(probability: number): number {
  return Math.min(1, Math.max(0, -Math.log10(Math.max(probability, 1e-12)) / SCORE_POWERS));
}

/** The score from which a watch of this sensitivity raises an alarm. */
export function alarmAt(sensitivity: Sensitivity): number {
  return BARS[sensitivity];
}
