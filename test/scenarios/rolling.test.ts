import { expect, it } from 'vitest';
import { restartUnderLoad } from './rolling.ts';

it('restarts replicas one after the other without anybody noticing', { timeout: 900_000 }, async () => {
  const figures = await restartUnderLoad(2, 400);
  expect(figures.leads).toBeGreaterThan(0);
});
