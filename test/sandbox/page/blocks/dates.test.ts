import { describe, expect, it } from 'vitest';
import { formatDate } from '#sandbox/page/blocks/dates.ts';

const reader = { now: new Date('2026-11-18T12:00:00Z'), timezone: 'Europe/Berlin' };
const AT = Date.parse('2026-11-18T13:05:09Z') / 1000;
const DAY = 86_400;

describe('A date', () => {
  it.each([
    ['{date_num}', '2026-11-18'],
    ['{date_slash}', '11/18/2026'],
    ['{date}', 'November 18th, 2026'],
    ['{date_short}', 'Nov 18, 2026'],
    ['{date_long}', 'Wednesday, November 18th, 2026'],
    ['{date_pretty}', 'today'],
    ['{time}', '2:05 PM'],
    ['{time_secs}', '2:05:09 PM'],
    ['{ago}', 'in 1 hour'],
    ['on {date_short} at {time}', 'on Nov 18, 2026 at 2:05 PM'],
  ])('as %s is %s', (template, text) => {
    expect(formatDate(AT, template, reader)).toBe(text);
  });

  it.each([
    [-1, 'yesterday'],
    [1, 'tomorrow'],
    [2, 'Nov 20, 2026'],
    [-2, 'Nov 16, 2026'],
  ])('%i days off is %s', (days, text) => {
    expect(formatDate(AT + days * DAY, '{date_short_pretty}', reader)).toBe(text);
  });

  it('is of the day that it is in the reader’s zone', () => {
    const lateInBerlin = Date.parse('2026-11-18T23:30:00Z') / 1000;
    expect(formatDate(lateInBerlin, '{date_pretty}', reader)).toBe('tomorrow');
    expect(formatDate(lateInBerlin, '{date_pretty}', { ...reader, timezone: 'America/New_York' })).toBe('today');
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [21, '21st'],
    [30, '30th'],
  ])('on the day %i is called the %s', (day, words) => {
    const at = Date.UTC(2026, 10, day, 12) / 1000;
    expect(formatDate(at, '{date}', reader)).toBe(`November ${words}, 2026`);
  });

  it('that is none, or in words that are unknown, is null', () => {
    expect(formatDate(Number.NaN, '{date}', reader)).toBeNull();
    expect(formatDate(AT, '{date} {moon}', reader)).toBeNull();
  });
});
