// How a made-up playbook reads the rows of metric-mirror.ts.
import type { Reading } from '#features/metrics/store.ts';

const DAY = 86_400_000;

export function aReading(over: Partial<Reading> = {}): Reading {
  return {
    zone: 'Europe/Berlin',
    currency: 'EUR',
    rates: new Map([
      [
        'USD',
        [
          { from: '2000-01-01', rate: 0.5 },
          { from: '2024-03-01', rate: 0.9 },
        ],
      ],
    ]),
    sources: new Map([
      ['Web', 'Website'],
      ['ORGANIC_SEARCH', 'Website'],
      ['Website', 'Website'],
      ['SALES', 'Outbound'],
      ['Outbound', 'Outbound'],
    ]),
    channels: new Map([
      ['Website', 'organic'],
      ['Webinar', 'event'],
      ['Trade Show', 'event'],
    ]),
    marketing: new Set(['Website', 'Webinar']),
    sales: new Set(['Outbound']),
    segments: [
      { name: 'smb', upTo: 200 },
      { name: 'mid-market', upTo: 1000 },
      { name: 'enterprise', upTo: null },
    ],
    teams: new Map([
      ['ana@acme.test', 'north'],
      ['bo@acme.test', 'north'],
      ['cy@acme.test', 'south'],
    ]),
    quality: { fields: 6, freshDays: 90 },
    firstTouchMs: DAY,
    correctionDays: 7,
    working: (from, to) => nightAndDay(from, to),
    ...over,
  };
}

/** Every UTC day from 08:00 to 16:00, Sundays off: what people work in a made-up zone. */
function nightAndDay(from: Date, to: Date): ReturnType<Reading['working']> {
  const start = Math.floor(from.getTime() / DAY) * DAY - DAY;
  const days = [];
  let before = 0;
  for (let day = start; day <= to.getTime() + DAY; day += DAY) {
    const off = new Date(day).getUTCDay() === 0;
    const hours = off ? { from: 0, to: 0 } : { from: day + DAY / 3, to: day + (2 * DAY) / 3 };
    days.push({ ...hours, before });
    before += hours.to - hours.from;
  }
  return { first: new Date(start).toISOString().slice(0, 10), days };
}
