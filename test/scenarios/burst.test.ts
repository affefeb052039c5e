import { expect, it } from 'vitest';
import { burst } from './burst.ts';

it('announces 300 leads at once in one channel, each once, one call a second', { timeout: 120_000 }, async () => {
  const figures = await burst(300, 60_000);
  expect(figures.lists).toBeLessThan(20);
  expect(figures.calls).toBeLessThan(60);
});
