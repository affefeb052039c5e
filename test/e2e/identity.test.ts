// One person, one lead, one card: known in both CRMs, merged, deleted, converted, or taken by hand in a CRM.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import type { CrmHands } from '../support/crm-hands.ts';
import { allCards, cardNaming } from '../support/house-cards.ts';
import { cardWhen, mentionOf, press, toldTo } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

/** No opportunities: these tests are about people. */
const RULES = `  - name: big
    on: lead.created
    if: company.employees > 500
    do: [{ alert: { channel: '#enterprise-leads' } }]
  - name: small
    on: lead.created
    if: company.employees <= 500
    do: [{ alert: { channel: '#smb-leads' } }]`;

let house: House;
let hubspot: CrmHands;
let salesforce: CrmHands;

beforeAll(async () => {
  house = await aHouse({ playbook: aPlaybookText({ rules: RULES }) });
  hubspot = handsOn(house, 'hubspot');
  salesforce = handsOn(house, 'salesforce');
});
afterAll(() => house.close());

it('shows a person whom both CRMs know on one card with both links, and a claim is written to both', async () => {
  const contact = hubspot.createLead({ name: 'Tessa Twice', email: 'Tessa@customer.test', score: 70 });
  const lead = salesforce.createLead({ name: 'Tessa Twice', email: 'tessa@Customer.test', score: 70 });

  const card = await cardWhen(house, 'Tessa Twice', ({ links }) => expect(links).toHaveLength(2));
  expect(card.words).toContain('HubSpot contact');
  expect(card.words).toContain('Salesforce lead');

  await press(house, 'cy', 'Tessa Twice', 'leads.claim');
  await eventually(() => {
    expect(hubspot.ownerOf(contact)).toBe('cy');
    expect(salesforce.ownerOf(lead)).toBe('cy');
  });
});

it('folds two cards into one when the records are merged in HubSpot', async () => {
  const kept = hubspot.createLead({ name: 'Mona Merge', score: 40, email: 'mona@customer.test' });
  const folded = hubspot.createLead({ name: 'Ramona Merge', score: 40, email: 'ramona@customer.test', employees: 20 });
  await cardWhen(house, ': Mona Merge', () => undefined);
  await cardWhen(house, 'Ramona Merge', () => undefined);
  await press(house, 'bo', ': Mona Merge', 'leads.claim');

  house.hubspot.merge('contacts', kept, folded);

  await cardWhen(house, 'Ramona Merge', ({ words, buttons }) => {
    expect(words).toContain('Merged into Mona Merge');
    expect(buttons).toEqual(['leads.why']);
  });
  const stays = await cardWhen(house, ': Mona Merge', ({ words }) =>
    expect(words).toContain(`*Claimed* by ${mentionOf(house, 'bo')}`),
  );
  expect(stays.channel).toBe('enterprise-leads');
});

it('says that a lead is gone when it was deleted', async () => {
  const id = salesforce.createLead({ name: 'Delia Deleted', score: 40 });
  await cardWhen(house, 'Delia Deleted', ({ buttons }) => expect(buttons).toContain('leads.claim'));

  salesforce.deleteLead(id);

  await cardWhen(house, 'Delia Deleted', ({ words, buttons, thread }) => {
    expect(words).toContain('*Gone*');
    expect(words).toContain('Deleted in Salesforce');
    expect(buttons).toEqual(['leads.why']);
    expect(thread).toContain('Deleted in Salesforce');
  });
});

it('does not hear of a lead that was deleted before it could be read', async () => {
  const id = hubspot.createLead({ name: 'Eva Ephemeral', score: 40 });
  hubspot.deleteLead(id);
  await eventually(async () =>
    expect(await house.rows('SELECT DISTINCT state FROM inbox WHERE record_id = $1', [id])).toEqual([
      { state: 'done' },
    ]),
  );
  expect(allCards(house.slack).filter(({ text }) => text.includes('Eva Ephemeral'))).toEqual([]);
});

it('closes the card of a lead that was converted, and ties the opportunity to it', async () => {
  const id = salesforce.createLead({ name: 'Conny Converted', score: 40 });
  await press(house, 'ana', 'Conny Converted', 'leads.claim');
  await eventually(() => expect(salesforce.ownerOf(id)).toBe('ana'));

  house.salesforce.convertLead(id, { opportunityName: 'Northwind - pilot' });

  await cardWhen(house, 'Conny Converted', ({ words, buttons, thread }) => {
    expect(words).toContain('*Converted*');
    expect(words).toContain('Salesforce opportunity');
    expect(buttons).toEqual(['leads.why']);
    expect(thread).toContain('Converted in Salesforce');
  });
});

it.each(['hubspot', 'salesforce'] as const)('says who took a lead by hand in %s', async (crm) => {
  const hands = crm === 'hubspot' ? hubspot : salesforce;
  const name = `Hanna ${crm}`;
  const label = crm === 'hubspot' ? 'HubSpot' : 'Salesforce';
  const id = hands.createLead({ name, score: 40, employees: 10 });
  await press(house, 'ana', name, 'leads.claim');
  await eventually(() => expect(hands.ownerOf(id)).toBe('ana'));
  await eventually(async () => expect(await house.rows(`SELECT 1 FROM outbox WHERE state = 'pending'`)).toEqual([]));

  hands.setOwner(id, 'bo');

  await cardWhen(house, name, ({ words, thread }) => {
    expect(words).toContain(`*Claimed* by ${mentionOf(house, 'bo')}`);
    expect(words).toContain(`Taken by Bo Lindqvist in ${label}`);
    expect(thread).toContain(`Bo Lindqvist took this lead in ${label}`);
  });
  await eventually(() => expect(toldTo(house, 'ana').at(-1)).toContain(`Bo Lindqvist took this lead in ${label}`));
  expect(hands.ownerOf(id)).toBe('bo');
});

it('leaves nothing undone', async () => {
  await expectSound(house);
  expect(cardNaming(house.slack, 'Tessa Twice').words).toContain(`*Claimed* by ${mentionOf(house, 'cy')}`);
});
