// What a daily detector remembers: the last 217 days as rows. Everything else is computed from them, so that a day that is
// observed again, because its data came late, is judged as if it had been so from the beginning.
import { Fault } from '#kernel/errors.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Observation } from '../detector.ts';

/** Days that the detectors learn from. */
export const WINDOW = 182;
/** Days that can be rewound without loss; from before the first day remembered on, a series begins anew. */
const REWIND = 35;

/** 0 learned, 1 an alarm, 2 special: learned from not at all, 3 an alarm from which on the last two weeks are the new normal. */
export type Role = 0 | 1 | 2 | 3;

export interface Row {
  /** Days since the first observation. */
  readonly day: number;
  /** Monday is 0. */
  readonly weekday: number;
  /** A ratio's numerator. */
  readonly value: number;
  /** A ratio's denominator; 0 otherwise. */
  readonly cases: number;
  readonly role: Role;
  /** The cumulative sums after this day. */
  readonly up: number;
  readonly down: number;
  /** Of an alarm, told or not: see recurring.ts; 0 otherwise. */
  readonly evidence: number;
}

export interface Timeline {
  /** Milliseconds of the first observation; null before it. */
  readonly anchor: number | null;
  /** Ascending by day. */
  readonly rows: readonly Row[];
  /** The first day of what somebody said is normal now; 0: nobody did. */
  readonly normal: number;
}

export const EMPTY: Timeline = { anchor: null, rows: [], normal: 0 };

/** Whole days since the anchor; 23 and 25 hours are a day as well. */
export function dayOf({ anchor }: Timeline, at: Date): number {
  return anchor === null ? 0 : Math.round((at.getTime() - anchor) / DAY_MS);
}

export function instantOf({ anchor }: Timeline, day: number): Date {
  return new Date((anchor ?? 0) + day * DAY_MS);
}

/** As it was before `day`. */
export function before(timeline: Timeline, day: number): Timeline {
  const { rows } = timeline;
  if ((rows.at(-1)?.day ?? -1) < day) return timeline;
  return { ...timeline, rows: rows.filter((row) => row.day < day) };
}

export function append(timeline: Timeline, { at }: Observation, row: Row): Timeline {
  const oldest = row.day - WINDOW - REWIND;
  const kept = timeline.rows.filter(({ day }) => day >= oldest);
  return { ...timeline, anchor: timeline.anchor ?? at.getTime(), rows: [...kept, row] };
}

export function writeTimeline({ anchor, rows, normal }: Timeline): JsonObject {
  return {
    version: 1,
    anchor,
    normal,
    rows: rows.map(({ day, weekday, value, cases, role, up, down, evidence }) => {
      return [day, weekday, value, cases, role, up, down, evidence];
    }),
  };
}

/** @throws Fault `invalid_input` where the state is not one of ours. */
export function readTimeline(state: JsonObject): Timeline {
  const { version, anchor, rows, normal } = state;
  const isOurs = version === 1 && (anchor === null || typeof anchor === 'number') && typeof normal === 'number';
  if (!isOurs || !Array.isArray(rows)) {
    throw new Fault('invalid_input', 'This is not the state of a daily detector.');
  }
  return { anchor, rows: rows.map(readRow), normal };
}

function readRow(row: unknown): Row {
  const [day, weekday, value, cases, role, up, down, evidence] = row as readonly number[];
  if (evidence === undefined) throw new Fault('invalid_input', 'A day of this detector’s state is not whole.');
  return {
    day: day as number,
    weekday: weekday as number,
    value: value as number,
    cases: cases as number,
    role: role as Role,
    up: up as number,
    down: down as number,
    evidence,
  };
}
