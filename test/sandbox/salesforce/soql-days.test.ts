import { describe, expect, it } from 'vitest';
import { literalDays, localDay, startOfDay } from '#sandbox/salesforce/soql-days.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const sunday = day('2026-11-22');

describe('date literals', () => {
  it.each([
    { literal: 'TODAY', from: '2026-11-22', until: '2026-11-23' },
    { literal: 'TOMORROW', from: '2026-11-23', until: '2026-11-24' },
    { literal: 'THIS_WEEK', from: '2026-11-16', until: '2026-11-23' },
    { literal: 'NEXT_WEEK', from: '2026-11-23', until: '2026-11-30' },
    { literal: 'LAST_MONTH', from: '2026-10-01', until: '2026-11-01' },
    { literal: 'LAST_90_DAYS', from: '2026-08-24', until: '2026-11-23' },
    { literal: 'NEXT_90_DAYS', from: '2026-11-23', until: '2027-02-21' },
    { literal: 'LAST_N_DAYS:1', from: '2026-11-21', until: '2026-11-23' },
    { literal: 'NEXT_N_DAYS:2', from: '2026-11-23', until: '2026-11-25' },
    { literal: 'LAST_N_WEEKS:2', from: '2026-11-02', until: '2026-11-16' },
    { literal: 'LAST_N_MONTHS:12', from: '2025-11-01', until: '2026-11-01' },
    { literal: 'THIS_QUARTER', from: '2026-10-01', until: '2027-01-01' },
    { literal: 'N_QUARTERS_AGO:4', from: '2025-10-01', until: '2026-01-01' },
    { literal: 'THIS_FISCAL_YEAR', from: '2026-01-01', until: '2027-01-01' },
    { literal: 'NEXT_N_YEARS:2', from: '2027-01-01', until: '2029-01-01' },
  ])('$literal is from $from until $until', ({ literal, from, until }) => {
    expect(literalDays(literal, sunday, 1)).toEqual({ from: day(from), until: day(until) });
  });

  it('begin the week on Sunday where that is the custom', () => {
    expect(literalDays('THIS_WEEK', sunday, 0)).toEqual({ from: sunday, until: day('2026-11-29') });
  });

  it('are none where SOQL has none', () => {
    expect(literalDays('SOON', sunday, 1)).toBeNull();
    expect(literalDays('LAST_N_DAYS', sunday, 1)).toBeNull();
  });
});

describe('days in a zone', () => {
  it.each([
    { zone: 'Europe/Berlin', instant: '2026-11-21T23:30:00Z', local: '2026-11-22', hour: 0 },
    { zone: 'America/Los_Angeles', instant: '2026-11-22T07:59:00Z', local: '2026-11-21', hour: 23 },
    { zone: 'UTC', instant: '2026-11-22T00:00:00Z', local: '2026-11-22', hour: 0 },
  ])('at $instant the hour is $hour on $local in $zone', ({ zone, instant, local, hour }) => {
    expect(localDay(Date.parse(instant), zone)).toEqual({ day: day(local), hour });
  });

  it.each([
    { zone: 'Europe/Berlin', local: '2026-11-22', instant: '2026-11-21T23:00:00Z' },
    // The days on which the clocks change begin before they do.
    { zone: 'Europe/Berlin', local: '2026-03-29', instant: '2026-03-28T23:00:00Z' },
    { zone: 'Europe/Berlin', local: '2026-10-25', instant: '2026-10-24T22:00:00Z' },
    { zone: 'Asia/Kolkata', local: '2026-11-22', instant: '2026-11-21T18:30:00Z' },
    { zone: 'America/New_York', local: '2026-11-01', instant: '2026-11-01T04:00:00Z' },
  ])('$local begins in $zone at $instant', ({ zone, local, instant }) => {
    expect(new Date(startOfDay(day(local), zone)).toISOString()).toBe(new Date(instant).toISOString());
  });
});
