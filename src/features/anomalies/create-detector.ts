// Which detector a series gets: by its kind, never by hand.
import type { JsonObject } from '#ports/json.ts';
import type { Detector, DetectorSettings, SeriesKind } from './detector.ts';
import { AMOUNTS } from './detectors/amounts.ts';
import { createContinuous, resumeContinuous } from './detectors/continuous.ts';
import { COUNTS } from './detectors/counts.ts';
import { acceptDaily, createDaily, hadEachWeek, resumeDaily, smallestDailyFall } from './detectors/daily.ts';
import type { DailyMethod } from './detectors/daily.ts';
import { RATIOS } from './detectors/ratios.ts';

const DAILY: Readonly<Record<Exclude<SeriesKind, 'continuous'>, DailyMethod>> = {
  count: COUNTS,
  ratio: RATIOS,
  amount: AMOUNTS,
};

export function createDetector(settings: DetectorSettings): Detector {
  if (settings.kind === 'continuous') return createContinuous(settings);
  return createDaily(DAILY[settings.kind], settings);
}

/** Goes on from what `state()` gave. @throws Fault `invalid_input` where that is not a state of this kind of series. */
export function resumeDetector(settings: DetectorSettings, state: JsonObject): Detector {
  if (settings.kind === 'continuous') return resumeContinuous(settings, state);
  return resumeDaily(DAILY[settings.kind], settings, state);
}

/**
 * The smallest fall within a week that is found four times of five, as a share of what is usual; null where even nothing at
 * all would not show, too little is known, or readings are continuous. For the owner: what such a watch can see at all.
 */
export function smallestFall(kind: SeriesKind, state: JsonObject): number | null {
  return kind === 'continuous' ? null : smallestDailyFall(DAILY[kind], state);
}

/**
 * What a detector of a daily series remembers, once somebody has said that what is since then is normal now.
 * @throws Fault `invalid_input` where it is not such a state.
 */
export function acceptNormalSince(state: JsonObject, since: Date): JsonObject {
  return acceptDaily(state, since);
}

/** Of a daily series: whether there always is a value on this weekday. @throws Fault as `acceptNormalSince`. */
export function isUsuallyThere(state: JsonObject, at: Date): boolean {
  return hadEachWeek(state, at);
}
