// The main job, from the CRM to the claim and back, with either CRM alone, with both, without webhooks, over Socket Mode.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { handsOn } from '../support/crm-hands.ts';
import type { CrmHands } from '../support/crm-hands.ts';
import { cardWhen, mentionOf, press } from '../support/house-people.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

interface Setting {
  readonly when: string;
  readonly crms: readonly CrmName[];
  readonly webhooks?: boolean;
  readonly slack?: 'http' | 'socket';
}

const SETTINGS: readonly Setting[] = [
  { when: 'HubSpot alone', crms: ['hubspot'] },
  { when: 'Salesforce alone', crms: ['salesforce'] },
  { when: 'both CRMs', crms: ['hubspot', 'salesforce'] },
  { when: 'both CRMs, polled, for there are no webhooks', crms: ['hubspot', 'salesforce'], webhooks: false },
  { when: 'both CRMs and Socket Mode', crms: ['hubspot', 'salesforce'], slack: 'socket' },
];

describe.each(SETTINGS)('With $when', ({ crms, webhooks = true, slack = 'http' }) => {
  let house: House;
  let lead: CrmHands;
  let deal: CrmHands;

  beforeAll(async () => {
    house = await aHouse({ crms, webhooks, slack });
    lead = handsOn(house, crms[0] ?? 'hubspot');
    deal = handsOn(house, crms.at(-1) ?? 'hubspot');
  });
  afterAll(() => house.close());

  /** Without webhooks a change is found when the next minute's poll comes. */
  async function noticed(): Promise<void> {
    if (webhooks) return;
    house.clock.moveBy(MINUTE_MS);
    for (const crm of crms) await house.tick(`reconcile-${crm}`);
  }

  it('a lead is announced, claimed by one rep, owned by them in the CRM, and released again', async () => {
    const id = lead.createLead({ name: 'Dana Whitfield', company: 'Northwind', employees: 1200, score: 92 });
    await noticed();

    const offered = await cardWhen(house, 'Dana Whitfield', ({ links }) => expect(links).toHaveLength(2));
    expect(offered.channel).toBe('enterprise-leads');
    expect(offered.words).toContain(`*Offered* to ${mentionOf(house, 'ana')}`);
    expect(deal.opportunities()).toEqual([{ name: 'Northwind - inbound', owner: 'ana' }]);

    expect(await press(house, 'bo', 'Dana Whitfield', 'leads.claim')).toContain('Dana Whitfield is yours');
    expect(await press(house, 'ana', 'Dana Whitfield', 'leads.release')).toContain("is Bo Lindqvist's");
    await eventually(() => {
      expect(lead.ownerOf(id)).toBe('bo');
      expect(deal.opportunities()).toEqual([{ name: 'Northwind - inbound', owner: 'bo' }]);
    });
    await noticed();
    const claimed = await cardWhen(house, 'Dana Whitfield', ({ words }) => {
      expect(words).toContain(`*Claimed* by ${mentionOf(house, 'bo')}`);
      expect(words).toContain('Bo Lindqvist');
    });
    expect(claimed.ts).toBe(offered.ts);

    expect(await press(house, 'bo', 'Dana Whitfield', 'leads.release')).toBe('You released Dana Whitfield.');
    await eventually(() => expect(lead.ownerOf(id)).toBeNull());
    await noticed();
    await cardWhen(house, 'Dana Whitfield', ({ buttons, thread }) => {
      expect(buttons).toContain('leads.claim');
      expect(thread).toEqual([
        expect.stringContaining('Made the opportunity in'),
        'Bo Lindqvist claimed this lead',
        'Bo Lindqvist released this lead; it can be claimed again',
      ]);
    });
    await expectSound(house);
  });
});
