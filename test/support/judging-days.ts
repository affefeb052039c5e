// Days with values, for tests of judging: a steady count that wavers a little, from a first day on.
import type { DayKnown } from '#features/anomalies/judging/special-days.ts';
import type { Judging } from '#features/anomalies/judging/look.ts';
import { dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import type { KnownEvent } from '#features/anomalies/store.ts';
import type { DayValue } from '#features/anomalies/series/read-days.ts';
import { SlackUserId } from '#kernel/ids.ts';

export const FIRST = '2026-01-05';
const WAVER = [0, 3, -2, 5, -4, 1, -3, 2, 4, -5, 0, -1];

/** `values` replace those of their days, by their number from 0. */
export function countDays(count: number, level: number, values: Readonly<Record<number, number | null>> = {}) {
  return Array.from({ length: count }, (_, n): DayValue => {
    const usual = level + Math.round(((WAVER[n % WAVER.length] ?? 0) * level) / 40);
    return aDay(dayAfter(FIRST, n), n in values ? (values[n] ?? null) : usual);
  });
}

export function aDay(day: string, value: number | null): DayValue {
  return { day, value, parts: null, cases: value ?? 0 };
}

export function ratioDays(count: number, cases: number, share: number): DayValue[] {
  return Array.from({ length: count }, (_, n) => {
    const denominator = cases + ((WAVER[n % WAVER.length] ?? 0) * cases) / 100;
    return aRatioDay(dayAfter(FIRST, n), Math.round(denominator * share), Math.round(denominator));
  });
}

export function aRatioDay(day: string, numerator: number, denominator: number): DayValue {
  const value = denominator === 0 ? null : numerator / denominator;
  return { day, value, parts: { numerator, denominator }, cases: denominator };
}

const NOTHING: DayKnown = { special: false, season: false, launch: false, names: [] };

/** What is known of days; of all others nothing. */
export function knowing(days: Readonly<Record<string, Partial<DayKnown>>>): Judging['specialDay'] {
  return (day) => ({ ...NOTHING, ...days[day] });
}

export function aJudging(over: Partial<Judging> = {}): Judging {
  return { series: 'count', sensitivity: 'normal', shift: 0, direction: 'both', specialDay: knowing({}), ...over };
}

export function anEvent(over: Partial<KnownEvent> = {}): KnownEvent {
  return {
    id: 1,
    name: 'Spring launch',
    from: '2026-03-10',
    to: '2026-03-12',
    everyYear: false,
    metrics: [],
    incident: null,
    createdBy: SlackUserId.parse('U0MIA'),
    createdAt: new Date('2026-03-13T09:00:00Z'),
    ...over,
  };
}
