import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingTime,
  calendarOf,
  isWorkingTime,
  nextWorkingTime,
  workingTimeBetween,
  type WorkCalendar,
} from '#features/people/calendar.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { aPerson } from '../../support/builders.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { playbookText } from '../playbook/builders.ts';

const NINE_TO_SIX = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 };

function aCalendar(over: Partial<WorkCalendar> = {}): WorkCalendar {
  return { zone: 'Europe/Berlin', week: NINE_TO_SIX, holidays: new Set(), ...over };
}

/** `2026-10-23 16:00` in Berlin, or in the zone given: how people say it. */
function shown(at: Date, zone = 'Europe/Berlin'): string {
  const { weekday, date, time } = wall(at, zone);
  return `${weekday} ${date} ${time}`;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function wall(at: Date, zone: string): { weekday: string; date: string; time: string; minutes: number } {
  const format =
    FORMATS.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  FORMATS.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { weekday = '', year = '', month = '', day = '', hour = '', minute = '' } = part;
  return {
    weekday,
    date: `${year}-${month}-${day}`,
    time: `${hour}:${minute}`,
    minutes: Number(hour) * 60 + Number(minute),
  };
}

function withHours(people: string): Playbook {
  const text = playbookText(`people:\n${people}`).replace(
    'currency: EUR }',
    'currency: EUR, working_hours: "Mon-Fri 10:00-17:00", holidays: [2026-12-25] }',
  );
  const outcome = parsePlaybook(text);
  if (outcome.kind === 'valid') return outcome.playbook;
  throw new Error(JSON.stringify(outcome.problems));
}

describe('whose calendar it is', () => {
  const playbook = withHours(
    '  - { email: ana@acme.test, timezone: America/New_York, working_hours: "Mon-Thu 08:00-16:00", holidays: [2026-07-03] }\n',
  );

  it('is the organization’s where nobody is meant', () => {
    expect(calendarOf(playbook, null)).toEqual({
      zone: 'Europe/Berlin',
      week: { days: [1, 2, 3, 4, 5], from: 600, to: 1020 },
      holidays: new Set(['2026-12-25']),
    });
  });

  it('is a person’s own by the playbook, with the organization’s holidays', () => {
    expect(calendarOf(playbook, aPerson('Ana', { timeZone: 'Europe/Paris' }))).toEqual({
      zone: 'America/New_York',
      week: { days: [1, 2, 3, 4], from: 480, to: 960 },
      holidays: new Set(['2026-12-25', '2026-07-03']),
    });
  });

  it.each([
    { when: 'Slack knows it', timeZone: 'Asia/Kolkata', zone: 'Asia/Kolkata' },
    { when: 'Slack has none', timeZone: null, zone: 'Europe/Berlin' },
    { when: 'Slack has one that nobody knows', timeZone: 'Mars/Olympus', zone: 'Europe/Berlin' },
  ])('takes the zone $zone when $when', ({ timeZone, zone }) => {
    expect(calendarOf(playbook, aPerson('Bo', { timeZone })).zone).toBe(zone);
  });
});

describe('working time', () => {
  it.each([
    { when: 'in the middle of the day', at: '2026-10-21T12:00:00Z', works: true },
    { when: 'as work begins', at: '2026-10-21T07:00:00Z', works: true },
    { when: 'as work ends', at: '2026-10-21T16:00:00Z', works: false },
    { when: 'at night', at: '2026-10-21T02:00:00Z', works: false },
    { when: 'on a Sunday', at: '2026-10-25T12:00:00Z', works: false },
    { when: 'on a holiday', at: '2026-10-22T12:00:00Z', works: false },
    {
      when: 'late in the evening before a holiday, which is the holiday elsewhere',
      at: '2026-10-21T15:59:00Z',
      works: true,
    },
  ])('is $works $when', ({ at, works }) => {
    expect(isWorkingTime(aCalendar({ holidays: new Set(['2026-10-22']) }), new Date(at))).toBe(works);
  });

  it.each([
    { when: 'it is', at: '2026-10-21T12:00:00Z', next: 'Wed 2026-10-21 14:00' },
    { when: 'the day has not begun', at: '2026-10-21T02:00:00Z', next: 'Wed 2026-10-21 09:00' },
    { when: 'the week is over', at: '2026-10-23T16:00:00Z', next: 'Mon 2026-10-26 09:00' },
  ])('comes next when $when', ({ at, next }) => {
    expect(shown(nextWorkingTime(aCalendar(), new Date(at)))).toBe(next);
  });

  it.each([
    { what: 'four hours within a day', from: '2026-10-21T08:00:00Z', ms: 4 * HOUR_MS, to: 'Wed 2026-10-21 14:00' },
    { what: 'four hours over the night', from: '2026-10-21T14:00:00Z', ms: 4 * HOUR_MS, to: 'Thu 2026-10-22 11:00' },
    { what: 'hours that end with the day', from: '2026-10-21T14:00:00Z', ms: 2 * HOUR_MS, to: 'Thu 2026-10-22 09:00' },
    { what: 'nothing, at night', from: '2026-10-21T20:00:00Z', ms: 0, to: 'Thu 2026-10-22 09:00' },
    { what: 'a day', from: '2026-10-21T12:30:00Z', ms: DAY_MS, to: 'Thu 2026-10-22 14:30' },
    { what: 'a day over a weekend', from: '2026-10-16T12:30:00Z', ms: DAY_MS, to: 'Mon 2026-10-19 14:30' },
    { what: 'a day that began on a Sunday', from: '2026-10-18T12:30:00Z', ms: DAY_MS, to: 'Tue 2026-10-20 09:00' },
    { what: 'five days', from: '2026-10-21T07:00:00Z', ms: 5 * DAY_MS, to: 'Wed 2026-10-28 09:00' },
    {
      what: 'a day and four hours',
      from: '2026-10-21T14:00:00Z',
      ms: DAY_MS + 4 * HOUR_MS,
      to: 'Fri 2026-10-23 11:00',
    },
    { what: 'a day over the end of summer time', from: '2026-10-23T12:00:00Z', ms: DAY_MS, to: 'Mon 2026-10-26 14:00' },
    {
      what: 'a day over the beginning of summer time',
      from: '2026-03-27T13:00:00Z',
      ms: DAY_MS,
      to: 'Mon 2026-03-30 14:00',
    },
  ])('after $what is over at $to', ({ from, ms, to }) => {
    expect(shown(addWorkingTime(aCalendar(), new Date(from), ms))).toBe(to);
  });

  it('leaves out holidays', () => {
    const calendar = aCalendar({ holidays: new Set(['2026-12-24', '2026-12-25', '2026-12-31', '2027-01-01']) });
    const wednesday = new Date('2026-12-23T12:00:00Z');
    expect(shown(addWorkingTime(calendar, wednesday, DAY_MS))).toBe('Mon 2026-12-28 13:00');
    expect(shown(addWorkingTime(calendar, wednesday, 6 * HOUR_MS))).toBe('Mon 2026-12-28 10:00');
    expect(shown(addWorkingTime(calendar, wednesday, 4 * DAY_MS + HOUR_MS))).toBe('Mon 2027-01-04 14:00');
  });

  it('is as long in a night that has an hour more or less', () => {
    const nights = aCalendar({ week: { days: [7], from: 0, to: 6 * 60 } });
    const inFall = workingTimeBetween(nights, new Date('2026-10-24T00:00:00Z'), new Date('2026-10-26T00:00:00Z'));
    const inSpring = workingTimeBetween(nights, new Date('2026-03-28T00:00:00Z'), new Date('2026-03-30T00:00:00Z'));
    expect([inFall, inSpring]).toEqual([7 * HOUR_MS, 5 * HOUR_MS]);
  });
});

// Local time here comes from Intl and minute by minute, so that nothing of what is tested judges itself.
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Santiago',
  'America/St_Johns',
  'Etc/UTC',
];
const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const someWeek = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.integer({ min: 1, max: 7 }),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 1, max: 24 }),
  )
  .filter(([, , from, to]) => from < to)
  .map(([one, other, from, to]) => {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return { days, from: from * 60, to: to * 60 };
  });
/** Around the days on which clocks change somewhere in 2026. */
const someMoment = fc
  .tuple(
    fc.constantFrom(
      '2026-03-07',
      '2026-03-28',
      '2026-04-04',
      '2026-09-05',
      '2026-10-03',
      '2026-10-24',
      '2026-10-31',
      '2026-12-30',
    ),
    fc.integer({ min: 0, max: 3 * 24 * 60 }),
  )
  .map(([day, minutes]) => after(new Date(`${day}T00:00:00Z`), minutes * MINUTE_MS));
const someCalendar = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    week: someWeek,
    holidays: fc.subarray(['2026-03-30', '2026-10-26', '2026-12-31']),
  })
  .map(({ zone, week, holidays }): WorkCalendar => ({ zone, week, holidays: new Set(holidays) }));

function worksAt({ zone, week, holidays }: WorkCalendar, at: Date): boolean {
  const { weekday, date, minutes } = wall(at, zone);
  return (
    week.days.includes(WEEKDAYS.indexOf(weekday)) && !holidays.has(date) && minutes >= week.from && minutes < week.to
  );
}

describe('in any zone, with any hours, over any change of the clocks,', () => {
  it('work is done when the wall clock says so', () => {
    fc.assert(
      fc.property(someCalendar, someMoment, (calendar, at) => {
        expect(isWorkingTime(calendar, at)).toBe(worksAt(calendar, at));
      }),
    );
  });

  it('the next working time is the first minute that is one', () => {
    fc.assert(
      fc.property(someCalendar, someMoment, (calendar, at) => {
        const next = nextWorkingTime(calendar, at);
        expect(worksAt(calendar, next)).toBe(true);
        for (let minute = at; minute < next; minute = after(minute, 30 * MINUTE_MS)) {
          expect(worksAt(calendar, minute)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('hours are counted as they are worked, and end in working time', () => {
    fc.assert(
      fc.property(someCalendar, someMoment, fc.integer({ min: 0, max: 47 }), (calendar, from, halves) => {
        const ms = halves * 30 * MINUTE_MS;
        const end = addWorkingTime(calendar, from, ms);
        expect(worksAt(calendar, end)).toBe(true);
        expect(workingTimeBetween(calendar, from, end)).toBe(ms);
        let worked = 0;
        for (let at = from; at < end; at = after(at, 15 * MINUTE_MS))
          if (worksAt(calendar, at)) worked += 15 * MINUTE_MS;
        expect(Math.abs(worked - ms)).toBeLessThan(15 * MINUTE_MS * (2 + worked / HOUR_MS));
      }),
      { numRuns: 50 },
    );
  });

  it('days are working days that end at the hour they began at, unless the clocks leave it out', () => {
    fc.assert(
      fc.property(someCalendar, someMoment, fc.integer({ min: 1, max: 8 }), (calendar, from, days) => {
        const start = nextWorkingTime(calendar, from);
        const end = addWorkingTime(calendar, from, days * DAY_MS);
        const dates = new Set<string>();
        for (let at = start; at <= end; at = after(at, 30 * MINUTE_MS)) {
          if (worksAt(calendar, at)) dates.add(wall(at, calendar.zone).date);
        }
        dates.add(wall(end, calendar.zone).date);
        expect(dates.size).toBe(days + 1);
        const [began, ended] = [wall(start, calendar.zone), wall(end, calendar.zone)];
        expect(ended.minutes - began.minutes).toBeGreaterThanOrEqual(0);
        expect(ended.minutes - began.minutes).toBeLessThanOrEqual(60);
      }),
      { numRuns: 50 },
    );
  });
});
