// What the detector of hourly readings finds and how often it is wrong, on drawn series, against a z-score of the same hour of
// the week; and how often the slice that changed is named first, against the largest contributor.
import type { Observation } from '#features/anomalies/detector.ts';
import { createContinuous } from '#features/anomalies/detectors/continuous.ts';
import { rankSlices } from '#features/anomalies/root-cause.ts';
import type { Cause, Cell } from '#features/anomalies/root-cause.ts';
import { drawCubes } from '../test/support/drawn-cubes.ts';
import { drawReadings } from '../test/support/drawn-readings.ts';
import { below, lessThan, median } from './figures.ts';
import type { Figure, Result } from './figures.ts';
import { describeLoad } from './report.ts';

const STEADY_YEARS = 10;
const CHANGED = 100;
const CHANGE_DAY = 60;
const CUBES = 400;
const BAR = 0.5;
const DAY_MS = 86_400_000;
/** The usual limit of a z-score by the median absolute deviation. */
const Z = 3.5;
const WEEK_HOURS = 168;

type Alarms = (readings: readonly Observation[]) => readonly Date[];

const DETECTORS: Readonly<Record<'ours' | 'z', Alarms>> = {
  ours: (readings) => {
    const detector = createContinuous({ sensitivity: 'normal' });
    return readings.filter((reading) => detector.observe(reading).score >= BAR).map(({ at }) => at);
  },
  z: weeklyZ,
};

export function anomaliesContinuous(): Promise<Result> {
  const against = 'MAD z of the same hour of the week, at most one alarm a day';
  const steady = sides((alarms) => falseAlarms(alarms));
  const found = (factor: number): Figure => {
    const { ours, z } = sides((alarms) => foundWithinTwoDays(alarms, factor));
    const what = `a change to x${factor} found within two days`;
    return {
      what,
      value: ours,
      unit: '%',
      baseline: { name: against, value: z },
      target: { says: '>= 90 %', met: ours >= 90 },
    };
  };
  return Promise.resolve({
    title: `anomalies-continuous: readings by the hour, ${STEADY_YEARS} steady years and ${CHANGED} changes a kind`,
    figures: [
      lessThan(
        {
          what: 'alarms of a steady series',
          value: steady.ours,
          unit: 'a year',
          baseline: { name: against, value: steady.z },
        },
        0.5,
      ),
      ...[0.25, 0.5, 2, 3].map(found),
      ...costs(),
      ...causes(),
    ],
    notes: ['log-normal noise of 20%, a rhythm of the day and of the week; changes last two days', describeLoad()],
  });
}

function sides<T>(of: (alarms: Alarms) => T): Readonly<Record<'ours' | 'z', T>> {
  return { ours: of(DETECTORS.ours), z: of(DETECTORS.z) };
}

function falseAlarms(alarms: Alarms): number {
  return count(STEADY_YEARS, (seed) => alarms(drawReadings({ seed, days: 365 })).length) / STEADY_YEARS;
}

/** Of all changed series, per cent. */
function foundWithinTwoDays(alarms: Alarms, factor: number): number {
  const changed = (value: number, day: number): number =>
    day === CHANGE_DAY || day === CHANGE_DAY + 1 ? value * factor : value;
  const found = count(CHANGED, (seed) => {
    const raised = alarms(drawReadings({ seed: 1000 + seed, days: CHANGE_DAY + 2, happens: changed }));
    return raised.some((at) => at.getTime() >= Date.UTC(2024, 0, 1) + CHANGE_DAY * DAY_MS) ? 1 : 0;
  });
  return (100 * found) / CHANGED;
}

function costs(): readonly Figure[] {
  const readings = drawReadings({ seed: 1, days: 365 });
  const detector = createContinuous({ sensitivity: 'normal' });
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    DETECTORS.ours(readings);
    return performance.now() - began;
  });
  for (const reading of readings) detector.observe(reading);
  const kept = JSON.stringify(detector.state()).length / 1000;
  return [
    below({ what: 'a year of one series, median', value: median(times), unit: 'ms', baseline: null }, 1000),
    below({ what: 'kept of one series', value: kept, unit: 'kB', baseline: null }, 40),
  ];
}

function causes(): readonly Figure[] {
  const cubes = drawCubes(99, CUBES);
  const began = performance.now();
  const ours = cubes.map(({ cells }) => rankSlices(cells)[0]);
  const spent = performance.now() - began;
  const right = (named: readonly (Cause | undefined)[], dimensions: number | null): number => {
    const asked = cubes.flatMap(({ cause }, i) =>
      dimensions === null || Object.keys(cause).length === dimensions ? [isSame(cause, named[i]?.dims ?? {})] : [],
    );
    return (100 * asked.filter((hit) => hit).length) / asked.length;
  };
  const largest = cubes.map(({ cells }) => largestContributor(cells));
  const figure = (what: string, dimensions: number | null, least: number): Figure => {
    const value = right(ours, dimensions);
    const baseline = { name: 'largest contributor', value: right(largest, dimensions) };
    return { what, value, unit: '%', baseline, target: { says: `>= ${least} %`, met: value >= least } };
  };
  return [
    figure('cause named first', null, 80),
    figure('cause of one dimension named first', 1, 94),
    below({ what: 'a cube explained', value: spent / CUBES, unit: 'ms', baseline: null }, 50),
  ];
}

/** The value of a dimension with the largest difference, as dashboards say it. */
function largestContributor(cells: readonly Cell[]): Cause | undefined {
  const ofOne = rankSlices(cells).filter(({ dims }) => Object.keys(dims).length === 1);
  return ofOne.toSorted((a, b) => Math.abs(b.actual - b.expected) - Math.abs(a.actual - a.expected))[0];
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** A reading against the eight last ones of its hour of the week. */
function weeklyZ(readings: readonly Observation[]): readonly Date[] {
  const raised: Date[] = [];
  readings.forEach(({ at, value }, i) => {
    const like = Array.from({ length: 8 }, (_, week) => readings[i - (week + 1) * WEEK_HOURS]?.value).filter(
      (v) => v !== undefined,
    );
    if (like.length < 4) return;
    const middle = median(like);
    const spread = median(like.map((one) => Math.abs(one - middle))) / 0.6745;
    const last = raised.at(-1);
    const isQuiet = last !== undefined && at.getTime() - last.getTime() < DAY_MS;
    if (!isQuiet && Math.abs(value - middle) > Z * spread) raised.push(at);
  });
  return raised;
}

function count(times: number, of: (seed: number) => number): number {
  return Array.from({ length: times }, (_, i) => of(i + 1)).reduce((sum, one) => sum + one, 0);
}
