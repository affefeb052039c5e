import { expect, it } from 'vitest';
import { missTwoDays } from './catch-up.ts';

it('finds what changed on a day when the app was down, with and without webhooks', { timeout: 900_000 }, async () => {
  const figures = await missTwoDays(200, 120_000);
  expect(figures.found).toBe(275);
});
