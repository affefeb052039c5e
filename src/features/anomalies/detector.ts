// What a detector is: it is shown one value after the other and says of each how surprising it is, from what it has seen
// before. Streaming and deterministic; its memory is plain data of a bounded size.
import type { JsonObject } from '#ports/json.ts';
import type { Sensitivity } from '#features/playbook/watches.ts';

/**
 * How the values of a series come about; it decides the method, and follows from the KPI. `amount`: money and durations a day,
 * judged on the log scale; `continuous`: hourly or irregular readings.
 */
export type SeriesKind = 'count' | 'ratio' | 'amount' | 'continuous';

export interface Observation {
  /** The day's beginning in the organization's zone, or the instant of a reading; ascending. */
  readonly at: Date;
  readonly value: number;
  /** Of a ratio. */
  readonly parts: { readonly numerator: number; readonly denominator: number } | null;
  /** Monday is 1. */
  readonly weekday: number;
  /** A holiday or a known event: no alarm, and nothing is learned. */
  readonly special: boolean;
  /** The turn of the year, when many are away: only the extraordinary is an alarm, and nothing is learned. */
  readonly season?: boolean;
}

export interface Verdict {
  /** What was to be expected, and the band that chance leaves 99 times of 100; null while warming up. */
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How often chance alone does this or more; 1 while warming up and on special days. */
  readonly probability: number;
  /** 0 to 1; 0.5 and above is an alarm at sensitivity `normal`. */
  readonly score: number;
  readonly direction: 'up' | 'down' | null;
  /** What raised it: the value itself, the last days together, a lasting shift. */
  readonly because: 'value' | 'days' | 'shift' | null;
  /** When what raised it began; equals `at` for a single value. */
  readonly since: Date | null;
  readonly state: 'warming_up' | 'special' | 'judged' | 'new_normal';
}

export interface Detector {
  observe(observation: Observation): Verdict;
  /** A period without a value: time passes, nothing is learned. */
  skip(at: Date): void;
  /** For keeping; `resumeDetector` goes on from it with the same verdicts. At most a few tens of kilobytes. */
  state(): JsonObject;
}

export interface DetectorSettings {
  readonly kind: SeriesKind;
  readonly sensitivity: Sensitivity;
  /** Added to the score from which it alarms, as verdicts have taught. */
  readonly shift?: number;
}
