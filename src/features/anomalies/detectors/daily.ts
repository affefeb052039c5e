// What all detectors of daily series do alike: warm up, leave special days alone, learn little from alarms, take for normal
// what stays, and start anew from an earlier day. How surprising a day is says the method.
import type { JsonObject } from '#ports/json.ts';
import type { Detector, DetectorSettings, Observation, Verdict } from '../detector.ts';
import { alarmAt, scoreOf } from '../sensitivity.ts';
import { evidenceOf, isUsual } from './recurring.ts';
import { NO_SUMS } from './shift.ts';
import type { Sums } from './shift.ts';
import { mostSurprising } from './surprise.ts';
import type { Surprise } from './surprise.ts';
import { append, before, dayOf, EMPTY, instantOf, readTimeline, writeTimeline } from './timeline.ts';
import type { Role, Row, Timeline } from './timeline.ts';

/** A day with what is known of it, before it is judged. */
export type Day = Pick<Row, 'day' | 'weekday' | 'value' | 'cases'>;

export interface Look {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly surprises: readonly Surprise[];
  readonly sums: Sums;
  /** The change is too small to be worth a message, however unlikely it is. */
  readonly slight: boolean;
}

export interface DailyMethod {
  /** Null: this day says nothing, for example a ratio without cases. */
  read(observation: Observation): Pick<Row, 'value' | 'cases'> | null;
  /**
   * `rows`: the days before; `since`: the first day of the present normal; `season`: the turn of the year. Null: too little
   * is known.
   */
  look(rows: readonly Row[], day: Day, since: number, season: boolean): Look | null;
  /** Whether the turn of the year changes such a series. */
  readonly seasonal: boolean;
  /** Smallest fall that shows within the days of `week`, as a share; null where none would, or too little is known. */
  smallestFall(rows: readonly Row[], week: readonly Day[], since: number): number | null;
}

const WARM_UP_DAYS = 28;
/** After a new normal, days until the next judgement. */
const SETTLING_DAYS = 7;
const NEW_NORMAL = { alarms: 10, within: 14 } as const;
/** Days before a new normal whose sums are forgotten with it: what led to an alarm began before it. */
const SUMS_REACH = 14;
/** A break after which the cumulative sums begin anew. */
const LONG_BREAK = 14;
/** The score of what is unlikely, yet too slight or too usual for an alarm. */
const SLIGHT = 0.39;

export function createDaily(method: DailyMethod, settings: DetectorSettings): Detector {
  return dailyFrom(method, settings, EMPTY);
}

/** @throws Fault `invalid_input` where the state is not one of a daily detector. */
export function resumeDaily(method: DailyMethod, settings: DetectorSettings, state: JsonObject): Detector {
  return dailyFrom(method, settings, readTimeline(state));
}

function dailyFrom(method: DailyMethod, { sensitivity, shift }: DetectorSettings, start: Timeline): Detector {
  let timeline = start;
  const bar = alarmAt(sensitivity, shift);
  return {
    observe: (observation) => {
      const day = dayOf(timeline, observation.at);
      const past = before(timeline, day);
      const judged = judge(method, past, observation, day, bar);
      timeline = judged.row === null ? past : append(past, observation, judged.row);
      return judged.verdict;
    },
    // Days are told by their dates: one that is missing is simply not among the rows.
    skip: (at) => {
      timeline = before(timeline, dayOf(timeline, at));
    },
    state: () => writeTimeline(timeline),
  };
}

/** Of a series whose last days the state remembers. @throws Fault `invalid_input` where it is not a daily detector’s. */
export function smallestDailyFall(method: DailyMethod, state: JsonObject): number | null {
  const timeline = readTimeline(state);
  const { rows } = timeline;
  const last = rows.at(-1);
  if (last === undefined || rows.length < WARM_UP_DAYS) return null;
  const week = Array.from({ length: 7 }, (_, n) => {
    return { day: last.day + 1 + n, weekday: (last.weekday + 1 + n) % 7, value: 0, cases: 0 };
  });
  return method.smallestFall(rows, week, normalSince(timeline));
}

/**
 * Somebody says that what is since then is normal. What was summed up from that day on is forgotten, also for days that are
 * shown again. @throws Fault `invalid_input` where it is not a daily detector’s state.
 */
export function acceptDaily(state: JsonObject, since: Date): JsonObject {
  const timeline = readTimeline(state);
  const first = Math.max(1, dayOf(timeline, since));
  const rows = timeline.rows.map((row) => (row.day >= first - SUMS_REACH ? { ...row, ...NO_SUMS } : row));
  return writeTimeline({ ...timeline, rows, normal: first });
}

/** Whether this weekday had a value in each of the four weeks before. @throws Fault as `acceptDaily`. */
export function hadEachWeek(state: JsonObject, at: Date): boolean {
  const timeline = readTimeline(state);
  const day = dayOf(timeline, at);
  const seen = new Set(timeline.rows.map((row) => row.day));
  return [7, 14, 21, 28].every((before) => seen.has(day - before));
}

interface Judged {
  readonly verdict: Verdict;
  readonly row: Row | null;
}

function judge(method: DailyMethod, past: Timeline, observation: Observation, dayNumber: number, bar: number): Judged {
  const { rows } = past;
  const values = method.read(observation);
  if (values === null) return { verdict: quiet(observation.special ? 'special' : 'judged'), row: null };
  const day = { day: dayNumber, weekday: observation.weekday - 1, ...values };
  const sums = lastSums(rows, dayNumber);
  if (observation.special) return { verdict: quiet('special'), row: { ...day, role: 2, ...sums, evidence: 0 } };
  const since = normalSince(past);
  const known = rows.filter((row) => row.role !== 2 && row.day >= since).length;
  const warm = known >= (since > 0 ? SETTLING_DAYS : WARM_UP_DAYS);
  const season = method.seasonal && observation.season === true;
  const look = warm ? method.look(rows, day, since, season) : null;
  if (look === null)
    return { verdict: quiet('warming_up'), row: { ...day, role: season ? 2 : 0, ...NO_SUMS, evidence: 0 } };
  if (!season) return rule(past, observation.at, day, look, bar);
  const alone = { ...look, surprises: look.surprises.filter(({ because }) => because === 'value') };
  return {
    verdict: rule(past, observation.at, day, alone, bar).verdict,
    row: { ...day, role: 2, ...sums, evidence: 0 },
  };
}

function rule(past: Timeline, at: Date, day: Day, look: Look, bar: number): Judged {
  const worst = mostSurprising(look.surprises);
  const probability = worst?.probability ?? 1;
  const raw = look.slight ? Math.min(SLIGHT, scoreOf(probability)) : scoreOf(probability);
  const flagged = raw >= bar;
  const evidence = flagged && worst !== null ? evidenceOf(probability, worst.direction) : 0;
  const score = flagged && isUsual(past.rows, day.day, evidence) ? Math.min(SLIGHT, raw) : raw;
  const isNew = flagged && becomesNormal(past.rows, day.day);
  const role: Role = isNew ? 3 : flagged ? 1 : 0;
  const verdict: Verdict = {
    expected: look.expected,
    low: look.low,
    high: look.high,
    probability,
    score,
    direction: worst?.direction ?? null,
    because: worst?.because ?? null,
    since: worst === null ? null : worst.sinceDay === day.day ? at : instantOf(past, worst.sinceDay),
    state: isNew ? 'new_normal' : 'judged',
  };
  return { verdict, row: { ...day, role, ...(isNew ? NO_SUMS : look.sums), evidence } };
}

/** Ten alarms of the last fourteen days, this one with them, since the last new normal. */
function becomesNormal(rows: readonly Row[], day: number): boolean {
  const recent = rows.filter((row) => row.day > day - NEW_NORMAL.within);
  const from = recent.findLastIndex(({ role }) => role === 3) + 1;
  return recent.slice(from).filter(({ role }) => role === 1).length + 1 >= NEW_NORMAL.alarms;
}

/** The first day of the present normal, as it was found or as somebody said; 0 while it is the first. */
function normalSince({ rows, normal }: Timeline): number {
  const turned = rows.findLast(({ role }) => role === 3);
  const found = turned === undefined ? 0 : Math.max(1, turned.day - NEW_NORMAL.within + 1);
  return Math.max(found, normal);
}

function lastSums(rows: readonly Row[], day: number): Sums {
  const last = rows.at(-1);
  return last === undefined || day - last.day > LONG_BREAK ? NO_SUMS : { up: last.up, down: last.down };
}

/** The sums that a look starts from. */
export function sumsBefore(rows: readonly Row[], day: Day): Sums {
  return lastSums(rows, day.day);
}

function quiet(state: Verdict['state']): Verdict {
  const nothing = { expected: null, low: null, high: null, direction: null, because: null, since: null };
  return { ...nothing, probability: 1, score: 0, state };
}
