import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { timeOfWeek, isRare, learned, NO_RHYTHM, rareSilence, surprise } from '#features/anomalies/own/rhythm.ts';
import type { Rhythm } from '#features/anomalies/own/rhythm.ts';

const TUESDAY_TEN = 24 + 10;
const TUESDAY_THREE = 24 + 3;
const SATURDAY_NOON = 5 * 24 + 12;

/** Weeks in which a webhook comes in four of five looks from Monday to Friday between 8 and 18, and never else. */
function office(weeks: number): Rhythm {
  let rhythm = NO_RHYTHM;
  for (let look = 0; look < weeks * 168 * 12; look += 1) {
    const hour = Math.floor(look / 12) % 168;
    const isOpen = hour < 5 * 24 && hour % 24 >= 8 && hour % 24 < 18;
    rhythm = learned(rhythm, hour, isOpen && look % 5 !== 0);
  }
  return rhythm;
}

describe('Hours of the week', () => {
  it.each([
    { at: '2026-03-02T00:30:00Z', zone: 'UTC', hour: 0.5 },
    { at: '2026-03-01T23:30:00Z', zone: 'Europe/Berlin', hour: 0.5 },
    { at: '2026-03-01T23:30:00Z', zone: 'UTC', hour: 167.5 },
    { at: '2026-07-01T10:00:00Z', zone: 'Europe/Berlin', hour: 2 * 24 + 12 },
  ])('are counted in a zone: $at in $zone is $hour', ({ at, zone, hour }) => {
    expect(timeOfWeek(new Date(at), zone)).toBe(hour);
  });
});

describe('The rhythm of webhooks', () => {
  const known = office(4);

  it('says nothing before it is known', () => {
    expect(rareSilence(NO_RHYTHM, TUESDAY_TEN)).toBeNull();
    expect(rareSilence(office(1), TUESDAY_TEN)).toBeNull();
    expect(surprise(NO_RHYTHM, TUESDAY_TEN, 100 * HOUR_MS)).toBe(0);
    expect(rareSilence(office(2), TUESDAY_TEN)).not.toBeNull();
  });

  it('finds a silence rare soon at work, and not at night or at the weekend', () => {
    expect(rareSilence(known, TUESDAY_TEN)).toBeLessThan(90 * MINUTE_MS);
    expect(isRare(surprise(known, TUESDAY_TEN, 2 * HOUR_MS))).toBe(true);
    expect(isRare(surprise(known, TUESDAY_TEN, 15 * MINUTE_MS))).toBe(false);
    expect(isRare(surprise(known, TUESDAY_THREE, 9 * HOUR_MS))).toBe(false);
    expect(isRare(surprise(known, SATURDAY_NOON, 18 * HOUR_MS))).toBe(false);
  });

  it('remembers on Monday morning what was silent on Friday', () => {
    expect(isRare(surprise(known, 8.5, 14 * HOUR_MS))).toBe(false);
    expect(isRare(surprise(known, 8.5, 64 * HOUR_MS))).toBe(true);
  });

  it('agrees with itself on from when a silence is rare', () => {
    for (const time of [TUESDAY_TEN + 0.25, SATURDAY_NOON, 8.05, 167.9]) {
      const ms = rareSilence(known, time) ?? 0;
      expect(isRare(surprise(known, time, ms + MINUTE_MS))).toBe(true);
      expect(isRare(surprise(known, time, ms - MINUTE_MS))).toBe(false);
    }
  });

  it('follows a business that becomes quieter', () => {
    let rhythm = known;
    for (let look = 0; look < 12 * 168 * 12; look += 1)
      rhythm = learned(rhythm, Math.floor(look / 12) % 168, look % 240 === 0);
    expect(rareSilence(rhythm, TUESDAY_TEN)).toBeGreaterThan(24 * HOUR_MS);
    expect(Math.max(...rhythm.looks)).toBeLessThanOrEqual(96);
  });

  it('is too faint to say anything where little ever comes', () => {
    let rhythm = NO_RHYTHM;
    for (let look = 0; look < 8 * 168 * 12; look += 1)
      rhythm = learned(rhythm, Math.floor(look / 12) % 168, look % 2016 === 0);
    expect(rareSilence(rhythm, TUESDAY_TEN)).toBeNull();
  });
});
