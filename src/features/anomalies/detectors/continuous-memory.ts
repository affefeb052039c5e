// What a continuous detector remembers: plain data of at most some twenty kilobytes, however long it has been looking.
import { Fault } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import { noHours } from './continuous-hours.ts';
import type { Hours } from './continuous-hours.ts';
import { emptyTail } from './continuous-tail.ts';
import type { Tail } from './continuous-tail.ts';

/** Residuals of one sort, smoothed over one time. */
export interface Stream {
  /** Against the hours just past, or the same hour of the week. */
  readonly against: 'level' | 'season';
  /** Time constant of the smoothing; 0: each reading alone. */
  readonly hours: number;
  smooth: number | null;
  /** Since when it has been unusual, in milliseconds. */
  since: number | null;
  readonly tail: Tail;
}

/** Values are roots, see continuous.ts; instants are milliseconds. */
export interface Memory {
  readonly version: 1;
  readings: number;
  first: number | null;
  last: number | null;
  /** When what was learned was last made to count less. */
  faded: number | null;
  /** The last alarm. */
  alarm: number | null;
  range: { low: number; high: number } | null;
  readonly hours: Hours;
  readonly streams: readonly Stream[];
}

/** A reading alone, an hour, a quarter of a day and a day. */
const SCALES = [0, 1, 6, 24] as const;

export function newMemory(): Memory {
  return {
    version: 1,
    readings: 0,
    first: null,
    last: null,
    faded: null,
    alarm: null,
    range: null,
    hours: noHours(),
    streams: (['level', 'season'] as const).flatMap((against) =>
      SCALES.map((hours) => ({ against, hours, smooth: null, since: null, tail: emptyTail() })),
    ),
  };
}

/** @throws Fault `invalid_input` where the state is not one of ours. */
export function readMemory(state: JsonObject): Memory {
  if (!isMemory(state)) throw new Fault('invalid_input', 'This is not the state of a continuous detector.');
  return structuredClone(state);
}

function isMemory(state: unknown): state is Memory {
  const { version, hours, streams } = state as Partial<Record<keyof Memory, unknown>>;
  const whole = typeof hours === 'object' && hours !== null && Array.isArray(streams);
  return version === 1 && whole && streams.length === 2 * SCALES.length;
}
