import { expect, it } from 'vitest';
import { killAHolder } from './takeover.ts';

it('goes on with what a killed process held', { timeout: 120_000 }, async () => {
  const figures = await killAHolder();
  console.log(figures);
  expect(Object.keys(figures)).toEqual(['inboxMs', 'outboxMs', 'jobMs']);
});
