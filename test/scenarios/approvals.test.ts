import { expect, it } from 'vitest';
import { pressAtOnce } from './approvals.ts';

const PEOPLE = 60;

it('counts each vote once when everybody presses at once in two processes', { timeout: 600_000 }, async () => {
  expect(await pressAtOnce(PEOPLE)).toMatchObject({ votes: PEOPLE, outcomes: 1 });
});
