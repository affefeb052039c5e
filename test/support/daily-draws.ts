// Daily series drawn by a seed, with what was done to them: weekdays, growth, a yearly wave, drift, holidays, gaps, and
// drops, outages, spikes and lasting changes. For tests and benchmarks of detectors.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const PROFILES = [
  [1.3, 1.4, 1.38, 1.32, 1.1, 0.3, 0.2],
  [1.5, 1.5, 1.5, 1.4, 1.05, 0.03, 0.02],
  [0.95, 0.92, 0.95, 1, 1.1, 1.06, 1.02],
] as const;
/** US holidays of 2024 and 2025 that offices keep, beside the turn of the year. */
export const HOLIDAYS: ReadonlySet<string> = new Set(
  [
    '2024-01-15 2024-02-19 2024-05-27 2024-06-19 2024-07-04 2024-09-02 2024-11-28 2024-11-29 2024-12-24 2024-12-25',
    '2024-12-26 2024-12-31 2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-11-27',
    '2025-11-28 2025-12-24 2025-12-25 2025-12-26 2025-12-31 2024-01-01',
  ].flatMap((line) => line.split(' ')),
);

export type Happening =
  | 'drop30'
  | 'drop40'
  | 'drop50'
  | 'drop60'
  | 'outage'
  | 'spike2'
  | 'spike3'
  | 'shift40'
  | 'rise60';
const HAPPENINGS: Readonly<Record<Happening, { readonly factor: number; readonly days: number }>> = {
  drop30: { factor: 0.7, days: 7 },
  drop40: { factor: 0.6, days: 7 },
  drop50: { factor: 0.5, days: 7 },
  drop60: { factor: 0.4, days: 7 },
  outage: { factor: 0, days: 2 },
  spike2: { factor: 2, days: 1 },
  spike3: { factor: 3, days: 1 },
  shift40: { factor: 0.6, days: 0 },
  rise60: { factor: 1.6, days: 0 },
};

export interface DrawnEvent {
  readonly kind: Happening;
  /** Index of its first day; what lasts is looked for on 14 days. */
  readonly from: number;
  readonly to: number;
}

export interface DrawnDay {
  /** Days since 1 January 2024. */
  readonly index: number;
  readonly date: string;
  readonly at: Date;
  readonly weekday: number;
  readonly value: number;
  /** Of a ratio; `value` is its numerator then. */
  readonly cases: number;
  readonly special: boolean;
  readonly season: boolean;
}

export interface DrawnSeries {
  readonly level: number;
  readonly days: readonly DrawnDay[];
  readonly events: readonly DrawnEvent[];
}

export interface Wanted {
  readonly level: number;
  readonly eventful: boolean;
  readonly days?: number;
}

/** Numbers by a seed. */
export function dieOf(seed: number) {
  const generator = xoroshiro128plus(seed * 7919 + 17);
  for (let skipped = 0; skipped < 8; skipped += 1) generator.next();
  const unit = (): number => uniformFloat64(generator);
  const between = (low: number, high: number): number => low + (high - low) * unit();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  const pick = <T>(from: readonly T[]): T => from[Math.floor(unit() * from.length)] as T;
  /** Marsaglia and Tsang, 2000. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const z = normal();
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - unit()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const poisson = (mean: number): number => {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let count = 0;
    for (let product = unit(); product > Math.exp(-mean); product *= unit()) count += 1;
    return count;
  };
  /** Negative binomial; `size` null is Poisson. */
  const count = (mean: number, size: number | null): number =>
    poisson(size === null ? mean : (mean * gamma(size)) / size);
  const share = (cases: number, probability: number, strength: number): number => {
    const a = gamma(probability * strength);
    const p = a / (a + gamma((1 - probability) * strength));
    let successes = 0;
    for (let n = 0; n < cases; n += 1) if (unit() < p) successes += 1;
    return successes;
  };
  return { unit, between, normal, pick, gamma, poisson, count, share };
}

/** A series of counts. */
export function drawCounts(seed: number, { level, eventful, days = 730 }: Wanted): DrawnSeries {
  const die = dieOf(seed);
  const profile = die.pick(PROFILES);
  const size = die.pick([null, 30, 10]);
  const growth = die.between(-0.35, 0.6) / 365;
  const wave = { size: die.between(0, 0.15), phase: die.between(0, 2 * Math.PI) };
  const calm = profile === PROFILES[2] ? ([0.6, 1.1] as const) : ([0.1, 0.6] as const);
  const missing = gaps(die, days);
  const events = eventful ? happenings(die, days) : [];
  let drift = 0;
  const drawn: DrawnDay[] = [];
  for (let index = 0; index < days; index += 1) {
    const day = dayAt(index);
    drift += 0.004 * die.normal();
    let mean =
      level *
      profile[day.weekday - 1]! *
      Math.exp(growth * index + drift + wave.size * Math.sin((2 * Math.PI * index) / 365 + wave.phase));
    if (HOLIDAYS.has(day.date)) mean *= die.between(calm[0], calm[1]);
    mean *= factorAt(events, index);
    const value = die.count(mean, size);
    if (!missing.has(index)) drawn.push({ ...day, value, cases: 0 });
  }
  return { level, days: drawn, events };
}

/** Conversions (`value`) over visits (`cases`): `level` visits a day. */
export function drawRatio(
  seed: number,
  { level, eventful, days = 540, p }: Wanted & { readonly p: number },
): DrawnSeries {
  const die = dieOf(seed);
  const profile = die.pick(PROFILES);
  const growth = die.between(-0.3, 0.4) / 365;
  const missing = gaps(die, days);
  const events = eventful ? happenings(die, days, ['drop40', 'drop60', 'spike2']) : [];
  let drift = 0;
  const drawn: DrawnDay[] = [];
  for (let index = 0; index < days; index += 1) {
    const day = dayAt(index);
    drift += 0.004 * die.normal();
    const cases = die.count(level * profile[day.weekday - 1]! * (day.special ? 0.5 : 1), 30);
    const probability = Math.min(0.95, p * Math.exp(growth * index + drift) * factorAt(events, index));
    const value = die.share(cases, probability, 400);
    if (!missing.has(index)) drawn.push({ ...day, value, cases });
  }
  return { level: level * p, days: drawn, events };
}

/** Money a day (many or few deals of very different size), or a duration. `level`: deals a day; 0 for a duration. */
export function drawAmounts(seed: number, wanted: Wanted): DrawnSeries {
  const { level, eventful, days = 730 } = wanted;
  const die = dieOf(seed);
  const profile = die.pick(PROFILES);
  const scatter = die.between(0.2, 1);
  const events = eventful ? happenings(die, days) : [];
  const missing = gaps(die, days);
  let drift = 0;
  const drawn: DrawnDay[] = [];
  for (let index = 0; index < days; index += 1) {
    const day = dayAt(index);
    drift += 0.004 * die.normal();
    const factor = Math.exp(drift) * factorAt(events, index) * (day.special ? 0.5 : 1);
    let value = level === 0 ? 3 * factor * Math.exp(scatter * 0.6 * die.normal()) : 0;
    const deals = die.poisson(level * profile[day.weekday - 1]! * factor);
    for (let deal = 0; deal < deals; deal += 1) value += 1000 * Math.exp(scatter * die.normal());
    if (!missing.has(index)) drawn.push({ ...day, value: Math.round(value * 100) / 100, cases: 0 });
  }
  return { level, days: drawn, events };
}

type Die = ReturnType<typeof dieOf>;

function dayAt(index: number) {
  const at = new Date(FIRST + index * DAY_MS);
  const date = at.toISOString().slice(0, 10);
  const season = date.slice(5) >= '12-20' || date.slice(5) <= '01-05';
  return { index, at, date, weekday: at.getUTCDay() === 0 ? 7 : at.getUTCDay(), special: HOLIDAYS.has(date), season };
}

function gaps(die: Die, days: number): ReadonlySet<number> {
  const missing = new Set<number>();
  for (let n = 0; n < days / 90; n += 1) missing.add(Math.floor(die.unit() * days));
  const from = Math.floor(die.unit() * days);
  for (let day = from; day < from + 4; day += 1) missing.add(day);
  return missing;
}

function happenings(die: Die, days: number, kinds = Object.keys(HAPPENINGS) as Happening[]): DrawnEvent[] {
  const events: DrawnEvent[] = [];
  for (let from = 100 + Math.floor(die.unit() * 20); from < days - 60; from += 60 + Math.floor(die.unit() * 20)) {
    const kind = die.pick(kinds);
    const length = HAPPENINGS[kind].days;
    events.push({ kind, from, to: from + (length === 0 ? 14 : length) - 1 });
    // What lasts is left alone for long, so that what it does to the level is over before the next.
    if (length === 0) from += 40;
  }
  return events;
}

function factorAt(events: readonly DrawnEvent[], index: number): number {
  let factor = 1;
  for (const { kind, from, to } of events) {
    const { days } = HAPPENINGS[kind];
    if (index >= from && (days === 0 || index <= to)) factor *= HAPPENINGS[kind].factor;
  }
  return factor;
}
