import { expect, it } from 'vitest';
import { restartUnderLoad } from './rolling.ts';

it('restarts replicas one after the other without anybody noticing', { timeout: 120_000 }, async () => {
  const figures = await restartUnderLoad(2, 400);
  console.log(figures);
  expect(figures.leads).toBeGreaterThan(0);
});
