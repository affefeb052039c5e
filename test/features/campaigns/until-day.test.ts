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
  ['29.2.', null],
  ['29.2.2028', '2028-02-29'],
  ['31.4.2026', null],
  ['03/04/2026', null],
  ['soon', null],
])('%s', (text, day) => {
  const read = typedDay(text, TODAY);
  if (day === null) expect(read).toEqual({ kind: 'unclear', because: expect.stringContaining('2026-12-24') });
  else expect(read).toEqual({ kind: 'day', day });
});
