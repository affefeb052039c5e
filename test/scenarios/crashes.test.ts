// Small: each failpoint once.
import { expect, it } from 'vitest';
import { FAILPOINTS } from '#kernel/failpoints.ts';
import { crashEverywhere, STEPS } from './crashes.ts';

it('loses nothing and does nothing twice when it is killed at any step', { timeout: 500_000 }, async () => {
  const deaths = Number(process.env['DEATHS'] ?? 15);
  const died = await crashEverywhere({ deaths, lanes: 2, seed: 1, latest: 1 }, (line) =>
    process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  );
  const points = new Set([...died.keys()].map((step) => step.split(':')[0]));
  expect(points).toEqual(new Set(Object.keys(FAILPOINTS)));
  expect(STEPS.length).toBeGreaterThan(0);
});
