// What is usual at an hour: the mean readings of the hours past, kept by the hour of the week, and those of the last day.
import { HOUR_MS } from '#kernel/time.ts';

/** `weeks[hour of the week]`: means of the latest such hours, the newest last; `recent`: of the hours just past. */
export interface Hours {
  weeks: number[][];
  recent: number[];
  /** The hour that is running, as hours since 1970, with its readings so far. */
  running: { hour: number; sum: number; readings: number } | null;
}

const WEEK = 168;
const KEEP = { weeks: 4, recent: 24 } as const;
/** So many like hours of the week are needed; before, the same hour of other weekdays speaks. */
const ENOUGH = 2;
/** Digits of a mean that are kept. */
const DIGITS = 7;

export function noHours(): Hours {
  return { weeks: Array.from({ length: WEEK }, () => []), recent: [], running: null };
}

/** Closes the running hour if `at` lies in another one. */
export function turnTo(hours: Hours, at: Date): void {
  const hour = Math.floor(at.getTime() / HOUR_MS);
  const { running } = hours;
  if (running !== null && running.hour === hour) return;
  if (running !== null && running.readings > 0) {
    const mean = Number((running.sum / running.readings).toPrecision(DIGITS));
    const slot = hours.weeks[slotOf(running.hour)];
    if (slot !== undefined) keepLast(slot, mean, KEEP.weeks);
    keepLast(hours.recent, mean, KEEP.recent);
  }
  hours.running = { hour, sum: 0, readings: 0 };
}

/** Takes a reading of the running hour in. */
export function read(hours: Hours, value: number): void {
  if (hours.running === null) return;
  hours.running.sum += value;
  hours.running.readings += 1;
}

/** The usual at the running hour by the hours of its like; null while there are too few. */
export function usualAtThisHour(hours: Hours): number | null {
  if (hours.running === null) return null;
  const slot = slotOf(hours.running.hour);
  const likeHours = hours.weeks[slot] ?? [];
  if (likeHours.length >= ENOUGH) return median(likeHours);
  const sameHour = Array.from({ length: 7 }, (_, day) => hours.weeks[(day * 24 + slot) % WEEK]?.at(-1));
  const known = sameHour.filter((mean) => mean !== undefined);
  return known.length >= ENOUGH ? median(known) : null;
}

/** The level of the hours just past; null before the first is over. */
export function recentLevel(hours: Hours): number | null {
  return hours.recent.length === 0 ? null : median(hours.recent);
}

function slotOf(hour: number): number {
  return ((hour % WEEK) + WEEK) % WEEK;
}

function keepLast(values: number[], value: number, count: number): void {
  values.push(value);
  if (values.length > count) values.shift();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? upper)) / 2;
}
