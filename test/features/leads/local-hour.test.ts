import { expect, it } from 'vitest';
import { localHour } from '#features/leads/local-hour.ts';

const winter = new Date('2026-01-15T12:00:00.000Z');
const summer = new Date('2026-07-15T12:00:00.000Z');

it.each([
  ['Germany', winter, '13:00'],
  ['Germany', summer, '14:00'],
  [' deutschland ', winter, '13:00'],
  ['DE', winter, '13:00'],
  ['UK', summer, '13:00'],
  ['India', winter, '17:30'],
  ['Japan', winter, '21:00'],
])('knows the time in %s', (country, at, hour) => {
  expect(localHour(country, at)).toBe(hour);
});

it('gives the span of a country with several zones', () => {
  expect(localHour('United States', winter)).toMatch(/^\d\d:\d\d to \d\d:\d\d$/);
});

it.each(['', 'Atlantis', 'EMEA', '<!channel>', 'constructor', '__proto__'])(
  'does not guess where "%s" is',
  (country) => {
    expect(localHour(country, winter)).toBeNull();
  },
);
