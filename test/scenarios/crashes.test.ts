import { expect, it } from 'vitest';
import { crashEverywhere } from './crashes.ts';

it(
  'loses nothing and does nothing twice, though it is killed at ten of its failpoints',
  { timeout: 900_000 },
  async () => {
    const died = await crashEverywhere({ deaths: 10, lanes: 1, seed: 1, latest: 1 }, () => undefined);
    const points = [...died.keys()].map((step) => step.split(':')[0]);
    expect(new Set(points).size).toBe(10);
  },
);
