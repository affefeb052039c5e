import { expect, it } from 'vitest';
import { HOUR_MS } from '#kernel/time.ts';
import { mark, useApprovalHouse } from '../../support/approval-house.ts';

const house = useApprovalHouse();

it('says how many requests wait, for how long, and how long deciding takes', async () => {
  const { database } = house.db;
  expect(await database.approvalFigures()).toEqual({ pending: 0, oldestSeconds: 0, decisionSeconds: null });
  const first = await house.ask();
  house.clock.pass(HOUR_MS);
  await house.ask();
  expect(await database.approvalFigures()).toEqual({ pending: 2, oldestSeconds: 3600, decisionSeconds: null });
  house.clock.pass(HOUR_MS);
  await house.press(first, mark, 'reject', 'too much');
  expect(await database.approvalFigures()).toEqual({ pending: 1, oldestSeconds: 3600, decisionSeconds: 7200 });
});
