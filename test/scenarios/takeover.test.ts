import { expect, it } from 'vitest';
import { killAHolder } from './takeover.ts';

it('goes on with what a killed process held', { timeout: 900_000 }, async () => {
  const figures = await killAHolder();
  expect(Object.keys(figures)).toEqual(['inboxMs', 'outboxMs', 'jobMs']);
});
