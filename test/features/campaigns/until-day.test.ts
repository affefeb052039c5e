import { expect, it } from 'vitest';
import { typedDay } from '#features/campaigns/until-day.ts';

/** A Monday. */
const TODAY = '2026-03-02';

it.each([
  ['2026-12-24', '2026-12-24'],
  ['24.12.2026', '2026-12-24'],
  ['24.12.', '2026-12-24'],
  ['1.3.', '2027-03-01'],
  ['24 Dec', '2026-12-24'],
  ['24th december 2027', '2027-12-24'],
  ['Dec 24, 2026', '2026-12-24'],
  ['today', '2026-03-02'],
  ['tomorrow.', '2026-03-03'],
  ['friday', '2026-03-06'],
  ['next Fri', '2026-03-06'],
  ['monday', '2026-03-09'],
  ['29.2.2028', '2028-02-29'],
])('%s is a day', (text, day) => {
  expect(typedDay(text, TODAY)).toEqual({ kind: 'day', day });
});

it.each(['29.2.', '31.4.2026', '03/04/2026', 'soon', '2026-13-01'])('%s is none, and says how to write it', (text) => {
  expect(typedDay(text, TODAY)).toEqual({ kind: 'unclear', because: expect.stringContaining('2026-12-24') });
});
