import { describe, expect, it } from 'vitest';
import { defaultCountry, isKnownPlace, specialDay } from '#features/anomalies/calendar.ts';

describe('The calendar', () => {
  it.each([
    { place: 'US', day: '2025-07-04', name: 'Independence Day' },
    { place: 'US', day: '2026-11-26', name: 'Thanksgiving Day' },
    { place: 'US', day: '2026-11-27', name: 'Day after Thanksgiving Day' },
    { place: 'DE', day: '2026-10-03', name: 'National Holiday' },
    { place: 'DE-BY', day: '2026-01-06', name: 'Epiphany' },
    { place: 'FR', day: '2026-07-14', name: 'Bastille Day' },
    { place: 'GB', day: '2026-12-28', name: 'Boxing Day' },
  ])('knows $name in $place', ({ place, day, name }) => {
    const special = specialDay([place], day);
    expect(special?.kind === 'holiday' ? special.names.join() : '').toContain(name);
  });

  it.each([
    { place: 'DE', day: '2026-07-04' },
    { place: 'DE-BE', day: '2026-01-06' },
    { place: 'US', day: '2026-03-03' },
  ])('knows nothing special of $day in $place', ({ place, day }) => {
    expect(specialDay([place], day)).toBeNull();
  });

  it('tells days alone of the turn of the year from its holidays, where Christmas is kept', () => {
    expect(specialDay(['US'], '2026-12-22')).toEqual({ kind: 'season' });
    expect(specialDay(['US'], '2027-01-05')).toEqual({ kind: 'season' });
    expect(specialDay(['US'], '2026-12-26')).toMatchObject({ kind: 'holiday' });
    expect(specialDay(['SA'], '2026-12-22')).toBeNull();
    expect(specialDay([], '2026-12-22')).toBeNull();
  });

  it('knows the holidays of each of several places', () => {
    expect(specialDay(['US', 'DE'], '2026-10-03')).toMatchObject({ kind: 'holiday' });
    expect(specialDay(['US', 'DE'], '2026-07-03')).toMatchObject({ kind: 'holiday' });
  });

  it('goes from 2015 to 2040, and beyond knows but the turn of the year', () => {
    expect(specialDay(['US'], '2015-07-04')?.kind).toBe('holiday');
    expect(specialDay(['US'], '2040-07-04')?.kind).toBe('holiday');
    expect(specialDay(['US'], '2041-07-04')).toBeNull();
  });

  it.each([
    ['Europe/Berlin', 'DE'],
    ['America/Los_Angeles', 'US'],
    ['Asia/Kolkata', 'IN'],
    ['UTC', null],
    ['Nowhere/Land', null],
  ])('%s is in %s', (zone, country) => {
    expect(defaultCountry(zone)).toBe(country);
  });

  it('says of which places it knows', () => {
    expect(isKnownPlace('DE-BY')).toBe(true);
    expect(isKnownPlace('XX')).toBe(false);
  });
});
