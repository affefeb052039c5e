// A claim that the CRM does not take: somebody else owns the record by now, a rule refuses the write, it is gone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import type { CrmHands } from '../support/crm-hands.ts';
import { cardWhen, mentionOf, press, toldTo } from '../support/house-people.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

describe.each(['hubspot', 'salesforce'] as const)('A claim that %s does not take', (crm) => {
  const label = crm === 'hubspot' ? 'HubSpot' : 'Salesforce';
  let house: House;
  let hands: CrmHands;

  beforeAll(async () => {
    house = await aHouse({ crms: [crm] });
    hands = handsOn(house, crm);
  });
  afterAll(() => house.close());

  /** The app is not told of what happens next. */
  async function unnoticed(act: () => void): Promise<void> {
    // What changed a moment ago is read a second time, and that reading would notice.
    await eventually(async () => expect(await house.rows(`SELECT key FROM inbox WHERE state = 'pending'`)).toEqual([]));
    house.webhooks.setPaused(true);
    house.salesforce.push.setTargets({});
    act();
    house.webhooks.setPaused(crm !== 'hubspot');
    if (crm === 'salesforce') house.connectSalesforce();
  }

  it('overwrites nothing when the owner was changed by hand just before', async () => {
    const id = hands.createLead({ name: 'Olga Owned', score: 50 });
    await cardWhen(house, 'Olga Owned', () => undefined);
    await unnoticed(() => hands.setOwner(id, 'cy'));

    expect(await press(house, 'ana', 'Olga Owned', 'leads.claim')).toContain('Olga Owned is yours');

    const card = await cardWhen(house, 'Olga Owned', ({ words }) =>
      expect(words).toContain(`${label} says Cy Okafor owns it; nothing was overwritten`),
    );
    expect(card.words).toContain(`*Claimed* by ${mentionOf(house, 'cy')}`);
    expect(hands.ownerOf(id)).toBe('cy');
    await eventually(() =>
      expect(toldTo(house, 'ana').at(-1)).toBe(
        `Your claim on Olga Owned did not go through: ${label} says Cy Okafor owns it; nothing was overwritten`,
      ),
    );
  });

  it("tells the rep the CRM's own words and undoes the claim when the CRM refuses", async () => {
    const words = 'Leads of the public sector belong to the government desk.';
    const id = hands.createLead({ name: 'Paul Public', score: 50 });
    await cardWhen(house, 'Paul Public', () => undefined);
    const allow = hands.refuseOwners(words);

    await press(house, 'ana', 'Paul Public', 'leads.claim');

    await eventually(() => expect(toldTo(house, 'ana').at(-1)).toMatch(/^Your claim on Paul Public was undone: /u));
    expect(toldTo(house, 'ana').at(-1)).toContain(words);
    const card = await cardWhen(house, 'Paul Public', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    expect(card.words).toContain(words);
    expect(hands.ownerOf(id)).toBeNull();

    allow();
    await press(house, 'bo', 'Paul Public', 'leads.claim');
    await eventually(() => expect(hands.ownerOf(id)).toBe('bo'));
    await cardWhen(house, 'Paul Public', (taken) => expect(taken.words).not.toContain(words));
  });

  it('is undone when the record was deleted meanwhile', async () => {
    const id = hands.createLead({ name: 'Gerd Gone', score: 50 });
    await cardWhen(house, 'Gerd Gone', () => undefined);
    await unnoticed(() => hands.deleteLead(id));

    await press(house, 'ana', 'Gerd Gone', 'leads.claim');

    await eventually(() => expect(toldTo(house, 'ana').at(-1)).toContain(`deleted in ${label}`));
    await cardWhen(house, 'Gerd Gone', ({ words }) => expect(words).toContain(`deleted in ${label}`));
    expect(house.errors).toEqual([]);
  });
});
