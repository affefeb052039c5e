// Drawn series shown to a detector, day by day, as the watch does.
import { createDetector } from '#features/anomalies/create-detector.ts';
import type { Detector, Observation, SeriesKind, Verdict } from '#features/anomalies/detector.ts';
import type { DrawnDay, DrawnSeries } from './daily-draws.ts';

export function observationOf({ at, value, cases, weekday, special, season }: DrawnDay): Observation {
  const parts = cases > 0 ? { numerator: value, denominator: cases } : null;
  return { at, value: parts === null ? value : value / cases, parts, weekday, special, season };
}

export function newDetector(kind: SeriesKind): Detector {
  return createDetector({ kind, sensitivity: 'normal' });
}

export function verdictsOn(kind: SeriesKind, { days }: DrawnSeries): readonly Verdict[] {
  const detector = newDetector(kind);
  return days.map((day) => detector.observe(observationOf(day)));
}
