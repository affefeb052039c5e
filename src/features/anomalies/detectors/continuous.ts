// Readings by the hour or at irregular instants: cost per click, cost per lead, a rate of clicks. Each is compared with the
// hours just past and with the same hour of the week, alone and together with those before it.
import { HOUR_MS } from '#kernel/time.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Detector, DetectorSettings, Observation, Verdict } from '../detector.ts';
import { alarmAt } from '../sensitivity.ts';
import { read, recentLevel, turnTo, usualAtThisHour } from './continuous-hours.ts';
import { newMemory, readMemory } from './continuous-memory.ts';
import type { Memory, Stream } from './continuous-memory.ts';
import { fallOf, forget, learn, rarity } from './continuous-tail.ts';

/**
 * Measured on drawn series in which nothing happens: 3 alarms a year at `quiet`, 9 at `normal`, 40 at `eager`, of readings by the
 * hour and by the quarter of an hour alike (`npm run bench -- anomalies-continuous`).
 */
const METHOD = {
  warmUp: { readings: 100, hours: 24 },
  /** After an alarm the next one may come so much later. */
  quietHours: 24,
  /** An alarm is what chance brings each of the nine tests once a year: in so many hours, as a power of ten. */
  alarmPowers: Math.log10(365 * 24),
  /** A value outside all that was seen: so many powers of ten, and so many more for each whole width beyond it. */
  novel: { base: 3, slope: 40 },
  /** A change of the root smaller than this share of the level is never rare. */
  leastFall: 0.002,
  /** What was learned counts half after so many hours. */
  halfLifeHours: 180 * 24,
  fadeHours: 7 * 24,
};

type Eagerness = Pick<DetectorSettings, 'sensitivity' | 'shift'>;

export function createContinuous({ sensitivity, shift }: Eagerness): Detector {
  return continuousFrom(newMemory(), alarmAt(sensitivity, shift));
}

/** @throws Fault `invalid_input` where the state is not one of a continuous detector. */
export function resumeContinuous({ sensitivity, shift }: Eagerness, state: JsonObject): Detector {
  return continuousFrom(readMemory(state), alarmAt(sensitivity, shift));
}

function continuousFrom(memory: Memory, bar: number): Detector {
  return {
    observe: (observation) => {
      // What is no number says nothing, as a special day does.
      if (observation.special || !Number.isFinite(observation.value)) return quiet('special');
      return observe(memory, observation, bar);
    },
    // Time is read off the readings themselves: one that is missing leaves its gap.
    skip: () => undefined,
    state: () => structuredClone(memory) as unknown as JsonObject,
  };
}

/** Counts and costs scatter more where they are higher; of roots the scatter is even, and their unit does not matter. */
function rootOf(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value));
}

function valueOf(root: number): number {
  return Math.sign(root) * root * root;
}

interface Rare {
  /** How rare, in powers of ten. */
  readonly powers: number;
  readonly direction: 'up' | 'down';
  readonly because: 'value' | 'days' | 'shift';
  readonly since: number;
}

function observe(memory: Memory, { at, value }: Observation, bar: number): Verdict {
  const now = at.getTime();
  const root = rootOf(value);
  turnTo(memory.hours, at);
  fade(memory, now);
  const level = recentLevel(memory.hours);
  const usual = usualAtThisHour(memory.hours);
  const hours = memory.last === null ? 0 : Math.max(0, now - memory.last) / HOUR_MS;
  const least = METHOD.leastFall * Math.abs(level ?? 0);
  const found = novelty(memory, root, now);
  const band = fallOf(single(memory, usual !== null).tail, least, 0.99)?.from ?? 0;
  for (const stream of memory.streams) {
    const centre = stream.against === 'level' ? level : usual;
    if (centre !== null) found.push(...follow(stream, root - centre, { hours, now, least }));
  }
  read(memory.hours, root);
  memory.first ??= now;
  memory.last = now;
  memory.readings += 1;
  const centre = usual ?? level;
  if (centre === null || isWarmingUp(memory, now)) return quiet('warming_up');
  const rare = found.reduce<Rare | null>(
    (worst, each) => (worst === null || each.powers > worst.powers ? each : worst),
    null,
  );
  const score = scoreOf(memory, rare, now, bar);
  return {
    expected: valueOf(centre),
    low: valueOf(centre - band),
    high: valueOf(centre + band),
    probability: 10 ** -(rare?.powers ?? 0),
    score,
    direction: rare?.direction ?? null,
    because: rare?.because ?? null,
    since: rare === null ? null : new Date(rare.since),
    state: 'judged',
  };
}

function single(memory: Memory, seasonal: boolean): Stream {
  const against = seasonal ? 'season' : 'level';
  return memory.streams.find((stream) => stream.hours === 0 && stream.against === against) as Stream;
}

/** How far a value lies outside all that were seen. */
function novelty(memory: Memory, root: number, now: number): Rare[] {
  const { range } = memory;
  if (range === null) {
    memory.range = { low: root, high: root };
    return [];
  }
  const beyond = Math.max(root - range.high, range.low - root);
  const width = Math.max(
    range.high - range.low,
    METHOD.leastFall * Math.max(Math.abs(range.high), Math.abs(range.low)),
  );
  const direction = root > range.high ? 'up' : 'down';
  memory.range = { low: Math.min(range.low, root), high: Math.max(range.high, root) };
  if (beyond <= 0) return [];
  const powers = METHOD.novel.base + METHOD.novel.slope * (width > 0 ? beyond / width : 1);
  return [{ powers, direction, because: 'value', since: now }];
}

interface Moment {
  /** Since the reading before. */
  readonly hours: number;
  readonly now: number;
  readonly least: number;
}

/** Smooths a residual at the stream's scale, judges it by those before, and takes it in. */
function follow(stream: Stream, residual: number, { hours, now, least }: Moment): Rare[] {
  const share = stream.hours === 0 ? 1 : 1 - Math.exp(-hours / stream.hours);
  stream.smooth = stream.smooth === null ? residual : stream.smooth + share * (residual - stream.smooth);
  const size = Math.abs(stream.smooth);
  const fall = fallOf(stream.tail, least);
  learn(stream.tail, size);
  const powers = fall === null ? 0 : rarity(fall, size);
  if (powers === 0) {
    stream.since = null;
    return [];
  }
  stream.since ??= now;
  const direction = stream.smooth > 0 ? 'up' : 'down';
  const because = stream.hours === 0 ? 'value' : stream.hours < 24 ? 'days' : 'shift';
  return [{ powers, direction, because, since: stream.hours === 0 ? now : stream.since }];
}

/** What was learned long ago counts less. Once a week is often enough. */
function fade(memory: Memory, now: number): void {
  memory.faded ??= now;
  const hours = (now - memory.faded) / HOUR_MS;
  if (hours < METHOD.fadeHours) return;
  memory.faded = now;
  for (const stream of memory.streams) forget(stream.tail, 2 ** (-hours / METHOD.halfLifeHours));
}

function isWarmingUp({ readings, first }: Memory, now: number): boolean {
  const { warmUp } = METHOD;
  return readings <= warmUp.readings || now - (first ?? now) < warmUp.hours * HOUR_MS;
}

/** One half is what chance brings a test once a year, however many readings an hour has. */
function scoreOf(memory: Memory, rare: Rare | null, now: number, bar: number): number {
  if (rare === null) return 0;
  const elapsed = Math.max(1, now - (memory.first ?? now)) / HOUR_MS;
  const anHour = Math.max(0.01, (memory.readings - 1) / elapsed);
  const needed = METHOD.alarmPowers + Math.log10(anHour);
  const score = 1 - 2 ** (-rare.powers / needed);
  if (score < bar) return score;
  if (memory.alarm !== null && now - memory.alarm < METHOD.quietHours * HOUR_MS) return bar - 0.01;
  memory.alarm = now;
  return score;
}

function quiet(state: Verdict['state']): Verdict {
  const nothing = { expected: null, low: null, high: null, direction: null, because: null, since: null };
  return { ...nothing, probability: 1, score: 0, state };
}
