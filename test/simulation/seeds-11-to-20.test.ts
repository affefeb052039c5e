import { expect, it } from 'vitest';
import { reportsOf } from './twenty-seeds.ts';

it('holds every invariant, whatever happens, from seed 11 to 20', { timeout: 900_000 }, async () => {
  expect(await reportsOf(11, 20)).toBe('');
});
