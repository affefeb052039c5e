// What the detectors of daily series find on drawn series, how often they cry wolf, and what they cost; beside the robust z
// score on the same weekday that monitoring tools ship.
import { createDetector, resumeDetector } from '#features/anomalies/create-detector.ts';
import type { Detector, SeriesKind } from '#features/anomalies/detector.ts';
import { alarmAt } from '#features/anomalies/sensitivity.ts';
import type { JsonObject } from '#ports/json.ts';
import { finding, tally, together } from '../test/support/alarm-tally.ts';
import { drawCounts, drawRatio } from '../test/support/daily-draws.ts';
import type { DrawnDay, DrawnSeries } from '../test/support/daily-draws.ts';
import { observationOf } from '../test/support/watching-draws.ts';
import { below, lessThan } from './figures.ts';
import type { Figure, Result } from './figures.ts';

const LEVELS = [2, 5, 10, 20, 50, 100, 200];
const RATIOS = [
  { level: 30, p: 0.3 },
  { level: 100, p: 0.1 },
  { level: 100, p: 0.3 },
  { level: 400, p: 0.03 },
  { level: 400, p: 0.1 },
];
const DRAWS = 8;
const SERIES = 10_000;
/** States that the 10,000 series share: what counts is that each is read, judged and written. */
const STATES = 50;
const BASELINE = 'robust z on the weekday';
const LARGE_FALLS = new Set(['drop40', 'drop50', 'drop60', 'shift40']);

type Watching = (days: readonly DrawnDay[]) => readonly boolean[];

// Pure computing: promised, as all scenarios are.
export function anomalies(): Promise<Result> {
  const counts = LEVELS.flatMap((level) =>
    pairs((seed, eventful) => drawCounts(seed * 101 + level, { level, eventful })),
  );
  const ratios = RATIOS.flatMap((wanted, n) =>
    pairs((seed, eventful) => drawRatio(seed * 103 + n, { ...wanted, eventful })),
  );
  const years = Math.round(together(counts.map((series) => tally(series, []))).years);
  return Promise.resolve({
    title: `anomalies: ${counts.length} series of counts and ${ratios.length} of ratios, about ${years} years of counts`,
    figures: [
      ...quality('counts', counts, watching('count')),
      ...quality('ratios', ratios, watching('ratio')),
      ...costs(counts),
    ],
    notes: [
      'half of the series have events; falls by 40% and more count at 20 a day and more, of ratios at 9 conversions a day and more',
    ],
  });
}

function pairs(draw: (seed: number, eventful: boolean) => DrawnSeries): DrawnSeries[] {
  return Array.from({ length: DRAWS }, (_, seed) => [draw(seed, false), draw(seed, true)]).flat();
}

function quality(name: 'counts' | 'ratios', drawn: readonly DrawnSeries[], watch: Watching): Figure[] {
  const ours = together(drawn.map((series) => tally(series, watch(series.days))));
  const theirs = together(drawn.map((series) => tally(series, robustZ(series.days))));
  const least = name === 'counts' ? 20 : 9;
  const falls = ({ found }: typeof ours): number =>
    100 * finding(found.filter(({ kind, level }) => LARGE_FALLS.has(kind) && level >= least)).share;
  const baseline = { name: BASELINE, value: theirs.aYear };
  return [
    lessThan({ what: `${name}: false alarms of a series`, value: ours.aYear, unit: 'a year', baseline }, 0.25),
    {
      what: `${name}: falls by 40% and more found`,
      value: falls(ours),
      unit: '%',
      baseline: { name: BASELINE, value: falls(theirs) },
      target: { says: '>= 80 %', met: falls(ours) >= 80 },
    },
  ];
}

function watching(kind: SeriesKind): Watching {
  return (days) => {
    const detector = createDetector({ kind, sensitivity: 'normal' });
    return days.map((day) => detector.observe(observationOf(day)).score >= alarmAt('normal'));
  };
}

function costs(counts: readonly DrawnSeries[]): Figure[] {
  const ready = counts.slice(0, STATES).map(({ days }) => ({ kept: learned(days.slice(0, -1)), last: days.at(-1) }));
  const begun = performance.now();
  for (let n = 0; n < SERIES; n += 1) {
    const { kept, last } = ready[n % ready.length] ?? {};
    if (kept === undefined || last === undefined) throw new Error('a series without a day was drawn');
    const detector = resumeDetector({ kind: 'count', sensitivity: 'normal' }, JSON.parse(kept) as JsonObject);
    detector.observe(observationOf(last));
    JSON.stringify(detector.state());
  }
  const evening = performance.now() - begun;
  const year = counts[0]?.days.slice(-365) ?? [];
  const started = performance.now();
  watching('count')(year);
  const backTest = performance.now() - started;
  const bytes = Math.max(...ready.map(({ kept }) => kept.length));
  const none = { baseline: null };
  return [
    below(
      { what: `one day of ${SERIES.toLocaleString('en-US')} series of two years`, value: evening, unit: 'ms', ...none },
      10_000,
    ),
    below({ what: 'a year of one series looked back at', value: backTest, unit: 'ms', ...none }, 1000),
    below({ what: 'state of a series, at most', value: bytes / 1000, unit: 'kB', ...none }, 20),
  ];
}

function learned(days: readonly DrawnDay[]): string {
  const detector: Detector = createDetector({ kind: 'count', sensitivity: 'normal' });
  for (const day of days) detector.observe(observationOf(day));
  return JSON.stringify(detector.state());
}

/** Beyond 3.5 median absolute deviations from the median of the last twelve of the same weekday; of ratios, of the bare ratio. */
function robustZ(days: readonly DrawnDay[]): readonly boolean[] {
  const past: Record<number, number[]> = {};
  return days.map((day) => {
    const { value } = observationOf(day);
    const known = (past[day.weekday] ??= []);
    const middle = medianOf(known);
    const spread = 1.4826 * medianOf(known.map((one) => Math.abs(one - middle)));
    const strange = known.length >= 8 && !day.special && Math.abs(value - middle) > 3.5 * Math.max(spread, 1e-9);
    if (!day.special) known.push(value);
    if (known.length > 12) known.shift();
    return strange;
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
