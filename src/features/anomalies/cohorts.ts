// Conversion of cohorts, such as the leads of a day: the young are compared with what older cohorts had at the same age, never
// with what they have by now. All recent cohorts since some day are looked at together, as what changed lasts.
import type { Verdict } from './detector.ts';

export interface Cohort {
  /** Consecutive number of the day on which they came; a day without any may be left out. */
  readonly day: number;
  readonly size: number;
  /** How many converted at the age of 0, 1, 2 ... days; up to the day that is looked at. */
  readonly converted: readonly number[];
}

export interface CohortVerdict extends Pick<Verdict, 'probability' | 'score' | 'direction' | 'state'> {
  /** Conversion so far of the cohorts since `sinceDay`, and what older ones had at those ages. */
  readonly actual: number | null;
  readonly expected: number | null;
  /** Where chance leaves 99 shares of 100. */
  readonly low: number | null;
  readonly high: number | null;
  /** What `actual` is of: conversions so far, and those that came. */
  readonly parts: { readonly numerator: number; readonly denominator: number } | null;
  readonly sinceDay: number | null;
}

/** The changes that are looked for, as factors of the conversion. */
const FALL = 0.6;
const RISE = 1.6;
/** Cohorts of so many days are looked at together. */
const SPANS = [7, 14, 21, 28, 42] as const;
/** Days of older cohorts that are compared with. */
const PAST_DAYS = 180;
/** What has to be known before anything is said: conversions of older cohorts, and those expected of the young ones. */
const ENOUGH = { past: 50, expected: 8, pastDays: 28 } as const;
/** Log-likelihood ratio of an alarm: looked at daily in five spans, chance alone reaches it less than once in fifty years. */
const ALARM = 7;

/** Of standard deviations: where chance leaves 99 of 100. */
const BAND = 2.576;

const QUIET = {
  probability: 1,
  score: 0,
  direction: null,
  actual: null,
  expected: null,
  low: null,
  high: null,
  parts: null,
  sinceDay: null,
} as const;

interface Change {
  readonly evidence: number;
  readonly direction: 'up' | 'down';
  readonly converted: number;
  readonly expected: number;
  readonly size: number;
  /** Standard deviation of what is expected. */
  readonly deviation: number;
  readonly sinceDay: number;
}

/** `today`: the last closed day. Looks at the day alone: nothing is remembered, and late conversions count at once. */
export function judgeCohorts(cohorts: readonly Cohort[], today: number): CohortVerdict {
  const known = cohorts.filter(({ day, size }) => size > 0 && day <= today && day > today - PAST_DAYS);
  const changes = SPANS.flatMap((span) => changesIn(known, today, span));
  const [first] = changes;
  if (first === undefined) return { ...QUIET, state: 'warming_up' };
  const largest = changes.reduce((best, change) => (change.evidence > best.evidence ? change : best), first);
  const { evidence, direction, converted, expected, size, deviation, sinceDay } = largest;
  const score = Math.min(1, Math.max(0, evidence / ALARM / 2));
  return {
    probability: 10 ** (-6 * score),
    score,
    direction,
    actual: converted / size,
    expected: expected / size,
    low: Math.max(0, (expected - BAND * deviation) / size),
    high: Math.min(1, (expected + BAND * deviation) / size),
    parts: { numerator: converted, denominator: size },
    sinceDay,
    state: 'judged',
  };
}

function changesIn(cohorts: readonly Cohort[], today: number, span: number): readonly Change[] {
  const young = cohorts.filter(({ day }) => day > today - span);
  const older = cohorts.filter(({ day }) => day <= today - span);
  const usual = shareByAge(older, span);
  const past = older.reduce((sum, cohort) => sum + convertedBy(cohort, span - 1), 0);
  if (usual === null || past < ENOUGH.past || older.length < ENOUGH.pastDays) return [];
  const size = young.reduce((sum, cohort) => sum + cohort.size, 0);
  const converted = young.reduce((sum, cohort) => sum + convertedBy(cohort, today - cohort.day), 0);
  const expected = young.reduce((sum, cohort) => sum + cohort.size * (usual[today - cohort.day] ?? 0), 0);
  if (size === 0 || expected < ENOUGH.expected) return [];
  // Quasi-likelihood: cohorts differ more than chance makes them, and what was usual is itself known from so many alone.
  const scatter = scatterOf(older, usual, span) + expected / past;
  return [FALL, RISE].map((change) => ({
    evidence: (converted * Math.log(change) + expected * (1 - change)) / scatter,
    direction: change < 1 ? 'down' : 'up',
    converted,
    expected,
    size,
    deviation: Math.sqrt(scatter * expected),
    sinceDay: Math.min(...young.map(({ day }) => day)),
  }));
}

/** Share converted by each age, of cohorts that are all older than `span`. */
function shareByAge(cohorts: readonly Cohort[], span: number): readonly number[] | null {
  const size = cohorts.reduce((sum, cohort) => sum + cohort.size, 0);
  if (size === 0) return null;
  let converted = 0;
  return Array.from({ length: span }, (_, age) => {
    for (const cohort of cohorts) converted += cohort.converted[age] ?? 0;
    return converted / size;
  });
}

/** How much more cohorts differ than chance makes them; at least 1. */
function scatterOf(cohorts: readonly Cohort[], usual: readonly number[], span: number): number {
  const share = usual.at(-1) ?? 0;
  let sum = 0;
  for (const cohort of cohorts) {
    const expected = cohort.size * share;
    sum += (convertedBy(cohort, span - 1) - expected) ** 2 / Math.max(1e-9, expected * (1 - share));
  }
  return Math.max(1, sum / cohorts.length);
}

function convertedBy({ converted }: Cohort, age: number): number {
  let sum = 0;
  for (let at = 0; at <= age; at += 1) sum += converted[at] ?? 0;
  return sum;
}
