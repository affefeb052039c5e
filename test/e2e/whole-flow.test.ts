// The main job, from the CRM to the claim and back, with either CRM alone, with both, without webhooks, over Socket Mode.
import { expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { handsOn } from '../support/crm-hands.ts';
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

/** Each in a house of its own, all at once: most of the time is spent waiting for Slack's pace. */
it.concurrent.for(SETTINGS)(
  'announces a lead, lets one rep claim it, and takes it back, with $when',
  { timeout: 60_000 },
  async ({ crms, webhooks = true, slack = 'http' }, { onTestFinished }) => {
    const house = await aHouse({ crms, webhooks, slack });
    onTestFinished(() => house.close());
    const lead = handsOn(house, crms[0] ?? 'hubspot');
    const deal = handsOn(house, crms.at(-1) ?? 'hubspot');
    const noticed = (): Promise<void> => (webhooks ? Promise.resolve() : pollAll(house, crms));

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
        'Bo Lindqvist claimed this lead',
        'Bo Lindqvist released this lead; it can be claimed again',
      ]);
    });
    await expectSound(house);
  },
);

/** Without webhooks a change is found when the next minute's poll comes, once the one under way is over. */
async function pollAll(house: House, crms: readonly CrmName[]): Promise<void> {
  for (const crm of crms) await house.untilIdle(`reconcile-${crm}`);
  house.clock.moveBy(MINUTE_MS);
  for (const crm of crms) await house.tick(`reconcile-${crm}`);
}
