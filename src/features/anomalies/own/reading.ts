// One figure of Signalbox itself as a look found it, before it is known whether that is news.
import type { OwnMetric } from './own-metrics.ts';

export interface Reading {
  readonly metric: OwnMetric;
  /** A CRM's name; '' where there is one figure alone. */
  readonly series: string;
  readonly value: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Null: it is not known what is usual. */
  readonly expected: number | null;
  /** Up to here it is calm. */
  readonly high: number | null;
  /** That chance alone does this; of limits, which nothing but trouble crosses, 0 beyond and 1 below. */
  readonly probability: number;
  /** `between`: no trouble by itself, but trouble that there is goes on. */
  readonly is: 'calm' | 'between' | 'trouble';
  /** Since when, where the reading itself tells. */
  readonly since: Date | null;
  /** What is wrong and what to do about it. */
  readonly fault: string;
}
