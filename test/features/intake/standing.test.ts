import { expect, it } from 'vitest';
import { standingOf } from '#features/intake/standing.ts';
import { after, DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { noon } from '../../support/lead-builder.ts';

const fresh = {
  createdAt: noon,
  connectedAt: after(noon, -10 * DAY_MS),
  now: noon,
  maxAgeMs: 72 * HOUR_MS,
  recent: 0,
  brake: 500,
  holdOpen: false,
};

it.each([
  { when: 'it is new', sight: {}, standing: 'announced' },
  { when: 'it is as old as a lead may be', sight: { createdAt: after(noon, -72 * HOUR_MS) }, standing: 'announced' },
  { when: 'it is older than that', sight: { createdAt: after(noon, -72 * HOUR_MS - 1) }, standing: 'late' },
  { when: 'it was there before us', sight: { connectedAt: after(noon, 1) }, standing: 'baseline' },
  {
    when: 'it was there before us and too many come',
    sight: { connectedAt: after(noon, 1), recent: 900 },
    standing: 'baseline',
  },
  { when: 'the brake is not reached', sight: { recent: 499 }, standing: 'announced' },
  { when: 'the brake is reached', sight: { recent: 500 }, standing: 'held' },
  { when: 'ops have not decided about earlier ones', sight: { holdOpen: true }, standing: 'held' },
  {
    when: 'it is late and others are held',
    sight: { createdAt: after(noon, -5 * DAY_MS), holdOpen: true },
    standing: 'late',
  },
])('a record is $standing when $when', ({ sight, standing }) => {
  expect(standingOf({ ...fresh, ...sight })).toBe(standing);
});
