// What happened nearby: the nearest first, nothing of long ago or of later.
import { expect, it } from 'vitest';
import { nearbyOf } from '#features/anomalies/nearby.ts';
import type { Happening } from '#features/anomalies/nearby.ts';

const DAYS = { since: '2026-11-26', until: '2026-11-27' };

function aHappening(kind: Happening['kind'], name: string, from: string, to = from): Happening {
  return { kind, name, from, to };
}

it('says what happened on these days before what happened before them', () => {
  const happenings = [
    aHappening('playbook', '7', '2026-11-26'),
    aHappening('campaign', 'Spring', '2026-11-24'),
    aHappening('holiday', 'Thanksgiving Day', '2026-11-26'),
    aHappening('outage', 'HubSpot', '2026-11-26', '2026-11-27'),
    aHappening('event', 'Price change', '2026-11-01', '2026-12-31'),
  ];
  expect(nearbyOf(happenings, DAYS)).toEqual([
    'HubSpot could not be read from 26 Nov to 27 Nov',
    'Price change from 1 Nov to 31 Dec',
    'Holiday: Thanksgiving Day on 26 Nov',
    'Playbook version 7 put in force on 26 Nov',
    'Campaign “Spring” launched on 24 Nov',
  ]);
});

it('leaves out what is long over, and what came later', () => {
  const happenings = [aHappening('event', 'Launch', '2026-11-20'), aHappening('event', 'Fair', '2026-11-28')];
  expect(nearbyOf(happenings, DAYS)).toEqual([]);
});

it('says at most five', () => {
  expect(
    nearbyOf(
      Array.from({ length: 9 }, (_, i) => aHappening('event', `Event ${i}`, '2026-11-25')),
      DAYS,
    ),
  ).toHaveLength(5);
});
