// The rule of the design, end to end: "score above 85 and more than 500 employees".
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { handsOn } from '../support/crm-hands.ts';
import type { CrmHands } from '../support/crm-hands.ts';
import { allCards, cardsIn } from '../support/house-cards.ts';
import { cardWhen, mentionOf } from '../support/house-people.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

let house: House;
let hubspot: CrmHands;
let salesforce: CrmHands;

beforeAll(async () => {
  house = await aHouse();
  hubspot = handsOn(house, 'hubspot');
  salesforce = handsOn(house, 'salesforce');
});
afterAll(() => house.close());

it('turns a HubSpot webhook into a Salesforce opportunity and a high-priority card with both links', async () => {
  const id = hubspot.createLead({ name: 'Dana Whitfield', company: 'Northwind', employees: 1200, score: 92 });

  const card = await cardWhen(house, 'Dana Whitfield', ({ links }) => expect(links).toHaveLength(2));

  expect(card.channel).toBe('enterprise-leads');
  expect(card.text).toBe('High priority lead: Dana Whitfield, Northwind, score 92, offered to Ana Ruiz');
  expect(card.words).toContain(`*Offered* to ${mentionOf(house, 'ana')}`);
  expect(card.words).toContain('1,200 employees');
  expect(card.buttons).toEqual(['leads.claim', 'leads.not_a_fit', 'leads.why']);
  expect(card.links[0]).toContain(id);
  expect(card.links[1]).toContain('/lightning/r/Opportunity/');
  expect(salesforce.opportunities()).toEqual([{ name: 'Northwind - inbound', owner: 'ana' }]);
  expect(hubspot.ownerOf(id)).toBeNull();
  expect(await (await fetch(card.links[0] ?? '')).text()).toContain('Dana');
});

it('fires all the same, and once, when the score arrives a minute after the contact', async () => {
  const id = hubspot.createLead({ name: 'Lena Late', company: 'Contoso', employees: 900 });
  await eventually(async () => expect(await statesOf(id)).toEqual(['done']));
  expect(allCards(house.slack).filter(({ text }) => text.includes('Lena Late'))).toEqual([]);

  house.clock.moveBy(MINUTE_MS);
  hubspot.setScore(id, 91);
  const card = await cardWhen(house, 'Lena Late', ({ links }) => expect(links).toHaveLength(2));
  expect(card.channel).toBe('enterprise-leads');

  hubspot.setScore(id, 70);
  hubspot.setScore(id, 95);
  await cardWhen(house, 'Lena Late', ({ text }) => expect(text).toContain('score 95'));
  expect(await firings('enterprise-leads')).toBe(2);
  expect(salesforce.opportunities().map(({ name }) => name)).toEqual(['Northwind - inbound', 'Contoso - inbound']);
});

it('is not moved by webhooks that come three times and backwards', async () => {
  house.webhooks.setCopies(3);
  house.webhooks.setReversed(true);
  const ids = Array.from({ length: 3 }, (_, index) =>
    hubspot.createLead({ name: `Robin Repeat${index}`, company: `Fabrikam ${index}`, employees: 800, score: 90 }),
  );
  for (const id of ids) hubspot.setScore(id, 93);
  await house.webhooks.settled();
  house.webhooks.setCopies(1);
  house.webhooks.setReversed(false);

  await eventually(() => {
    const cards = cardsIn(house.slack, 'enterprise-leads').filter(({ text }) => text.includes('Robin Repeat'));
    expect(cards.map(({ links }) => links.length)).toEqual([2, 2, 2]);
  });
  await eventually(async () => expect(await unfinished()).toBe(0));
  expect(salesforce.opportunities().filter(({ name }) => name.startsWith('Fabrikam'))).toHaveLength(3);
  expect(await firings('enterprise-leads')).toBe(5);
  expect(house.errors).toEqual([]);
});

async function statesOf(record: string): Promise<readonly string[]> {
  const rows = await house.rows<{ state: string }>('SELECT DISTINCT state FROM inbox WHERE record_id = $1', [record]);
  return rows.map(({ state }) => state);
}

async function firings(rule: string): Promise<number> {
  return (await house.rows('SELECT 1 FROM rule_firing WHERE rule = $1', [rule])).length;
}

async function unfinished(): Promise<number> {
  const inbox = await house.rows(`SELECT 1 FROM inbox WHERE state = 'pending'`);
  const outbox = await house.rows(`SELECT 1 FROM outbox WHERE state = 'pending'`);
  return inbox.length + outbox.length;
}
