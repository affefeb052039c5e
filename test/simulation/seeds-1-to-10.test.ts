import { expect, it } from 'vitest';
import { reportsOf } from './twenty-seeds.ts';

it('holds every invariant, whatever happens, from seed 1 to 10', { timeout: 900_000 }, async () => {
  expect(await reportsOf(1, 10)).toBe('');
});
