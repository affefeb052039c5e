// A hundred people press Claim at once: one wins, in Slack and in both CRMs, and the others are told privately.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { cardWhen, mentionOf, toldTo } from '../support/house-people.ts';
import { nameOf } from '../support/house-servers.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

const REPS = Array.from({ length: 100 }, (_, index) => `rep${index}`);

let house: House;
beforeAll(async () => {
  house = await aHouse({ people: REPS, playbook: aPlaybookText({ enterprise: REPS, smb: ['rep0'] }) });
});
afterAll(() => house.close());

it('has one winner, who owns the lead in the CRMs; 99 private notes; one audit row for the win', async () => {
  const hubspot = handsOn(house, 'hubspot');
  const salesforce = handsOn(house, 'salesforce');
  const id = hubspot.createLead({ name: 'Wanda Wanted', company: 'Northwind', score: 99 });
  const open = await cardWhen(house, 'Wanda Wanted', ({ links }) => expect(links).toHaveLength(2));

  const { workspace } = house.slack;
  const clicks = REPS.map((rep) => workspace.as(rep).click(open.channel, open.ts, 'leads.claim'));
  const outcomes = await Promise.all(clicks);
  expect(outcomes.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(100);

  await eventually(() => expect(REPS.map((rep) => toldTo(house, rep).length)).toEqual(REPS.map(() => 1)));
  const winners = REPS.filter((rep) => toldTo(house, rep)[0]?.startsWith('Wanda Wanted is yours'));
  expect(winners).toHaveLength(1);
  const [winner = ''] = winners;
  const others = REPS.filter((rep) => rep !== winner);
  expect(new Set(others.flatMap((rep) => toldTo(house, rep)))).toEqual(
    new Set([`${nameOf(winner)} has Wanda Wanted already.`]),
  );

  await eventually(() => {
    expect(hubspot.ownerOf(id)).toBe(winner);
    expect(salesforce.opportunities()).toEqual([{ name: 'Northwind - inbound', owner: winner }]);
  });
  const card = await cardWhen(house, 'Wanda Wanted', ({ words }) =>
    expect(words).toContain(`*Claimed* by ${mentionOf(house, winner)}`),
  );
  expect(card.ts).toBe(open.ts);
  const wins = await house.rows(`SELECT actor FROM audit WHERE action = 'lead.claimed'`);
  expect(wins).toEqual([{ actor: `person:${workspace.as(winner).user.id}` }]);
  expect(house.errors).toEqual([]);
});
