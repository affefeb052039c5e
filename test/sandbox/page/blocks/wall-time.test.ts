import { describe, expect, it } from 'vitest';
import { instantOf, wallTime } from '#sandbox/page/blocks/elements/wall-time.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;

describe('A time on the wall', () => {
  it.each([
    ['2026-11-22T15:30', 'Europe/Berlin', '2026-11-22T14:30:00Z'],
    ['2026-07-22T15:30', 'Europe/Berlin', '2026-07-22T13:30:00Z'],
    ['2026-11-22T15:30', 'America/New_York', '2026-11-22T20:30:00Z'],
    ['2026-11-22T00:05', 'Asia/Kolkata', '2026-11-21T18:35:00Z'],
    ['2026-11-22T00:05', 'UTC', '2026-11-22T00:05:00Z'],
  ])('%s in %s is the instant %s, and back', (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(at(instant));
    expect(wallTime(at(instant), zone)).toBe(wall);
  });

  it('that clocks show twice is the first', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
  });

  it('that clocks skip is the one after', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
  });

  it('that is none is null', () => {
    expect(instantOf('', 'UTC')).toBeNull();
  });
});
