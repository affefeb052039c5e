// Looks as alarms: what people would have been told, and how often in a year. Pure.
import type { BackTestAlarm } from './back-test.ts';
import { dayAfter, daysBetween } from './calendar-day.ts';
import type { Look } from './look.ts';
import type { SpecialDayOf } from './special-days.ts';

/** Alarms at most so many days apart are one. */
const APART = 3;
const YEAR = 365;

/** Of one series, in the order of its days. */
export function alarmsOf(looks: readonly Look[], specialDay: SpecialDayOf): readonly BackTestAlarm[] {
  const spells: Look[][] = [];
  for (const look of looks.filter(({ flagged }) => flagged)) {
    const last = spells.at(-1)?.at(-1);
    if (last !== undefined && daysBetween(last.day, look.day) <= APART) spells.at(-1)?.push(look);
    else spells.push([look]);
  }
  return spells.flatMap((spell) => {
    const [first] = spell;
    const last = spell.at(-1);
    return first === undefined || last === undefined ? [] : [alarmOf(first, last, spell, specialDay)];
  });
}

function alarmOf(first: Look, last: Look, spell: readonly Look[], specialDay: SpecialDayOf): BackTestAlarm {
  const { day, value, expected, direction, because } = first;
  const from = first.since ?? day;
  return {
    from,
    day,
    to: last.day,
    direction: direction ?? 'down',
    because: because ?? 'value',
    value,
    expected,
    probability: Math.min(...spell.map(({ probability }) => probability)),
    known: namesAround(from, last.day, specialDay),
  };
}

function namesAround(from: string, to: string, specialDay: SpecialDayOf): string | null {
  const names = new Set<string>();
  for (let day = dayAfter(from, -APART); day <= to; day = dayAfter(day, 1)) {
    for (const name of specialDay(day).names) names.add(name);
  }
  return names.size === 0 ? null : [...names].join(', ');
}

/** Messages a year, where alarms of several series on the same days are one. `days`: how many were looked at. */
export function messagesAYear(alarms: readonly Pick<BackTestAlarm, 'day' | 'to'>[], days: number): number {
  let messages = 0;
  let until: string | null = null;
  for (const { day, to } of alarms.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    if (until === null || daysBetween(until, day) > APART) messages += 1;
    if (until === null || to > until) until = to;
  }
  return days === 0 ? 0 : (messages * YEAR) / days;
}
