import { expect, it } from 'vitest';
import { FAILPOINTS } from '#kernel/failpoints.ts';
import { crashEverywhere } from './crashes.ts';

it('loses nothing and does nothing twice, though it is killed at every failpoint', { timeout: 900_000 }, async () => {
  const deaths = Object.keys(FAILPOINTS).length;
  const died = await crashEverywhere({ deaths, lanes: 2, seed: 1, latest: 1 }, () => undefined);
  const points = [...died.keys()].map((step) => step.split(':')[0]);
  expect(new Set(points)).toEqual(new Set(Object.keys(FAILPOINTS)));
});
