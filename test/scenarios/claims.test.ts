import { expect, it } from 'vitest';
import { raceForLeads } from './claims.ts';

it('has one winner for each lead when a hundred claim it at once in two processes', { timeout: 900_000 }, async () => {
  expect(await raceForLeads(5)).toMatchObject({ leads: 5 });
});
