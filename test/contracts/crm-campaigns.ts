// The part of the CRM contract about campaigns: made once, written as approved or refused in words, watched for changes.
import { describe, expect, it } from 'vitest';
import type { CampaignWriteOutcome, CrmCampaign, CrmCampaignFields, CrmCampaigns } from '#ports/crm-campaigns.ts';
import { settled, type Start } from './crm-cases.ts';

const spring: CrmCampaignFields = {
  name: '2027-03 Spring launch',
  state: 'planned',
  type: 'Webinar',
  startsOn: '2027-03-01',
  endsOn: '2027-03-31',
  budget: '25000.00',
  currency: 'EUR',
  audience: 'Enterprise, DACH',
  goals: '40 opportunities',
  utm: 'spring-launch',
};

export function describeCampaigns(start: Start): void {
  describe('campaigns', () => {
    it('are made as they were approved, and read back', async () => {
      const { crm, hands, ana } = await start();
      const outcome = await crm.campaigns.create({ ...spring, ownerId: ana }, 'campaign:1', false);
      const campaign = written(outcome);
      expect(outcome).toMatchObject({ differs: [] });
      expect(campaign).toMatchObject({ crm: crm.name, fields: { name: spring.name, state: 'planned', ownerId: ana } });
      expect(campaign.fields).toMatchObject(known(campaign, { ...spring, ownerId: ana }));
      await expect(crm.campaigns.read(campaign.id)).resolves.toEqual(campaign);
      expect(hands.campaignNames()).toEqual([spring.name]);
    });

    it('have a page', async () => {
      const { crm, hands } = await start();
      await crm.account();
      const id = await hands.createCampaign('Fair', 100);
      expect(new URL(crm.campaigns.url(id)).href).toContain(id);
    });

    it('are made once a key, whatever their name is by now', async () => {
      const { crm, hands } = await start();
      const first = written(await crm.campaigns.create(spring, 'campaign:1', false));
      await hands.renameCampaign(first.id, 'Renamed by hand');
      const again = written(await crm.campaigns.create(spring, 'campaign:1', true));
      const other = written(await crm.campaigns.create(spring, 'campaign:2', true));
      expect(again.id).toBe(first.id);
      expect(other.id).not.toBe(first.id);
      expect(hands.campaignNames()).toHaveLength(2);
    });

    it('are found when the answer to their making was lost', async () => {
      const { crm, hands } = await start();
      hands.loseNextWriteAnswer();
      await settled(crm.campaigns.create(spring, 'campaign:1', false));
      const campaign = written(await crm.campaigns.create(spring, 'campaign:1', true));
      expect(campaign.fields).toMatchObject({ name: spring.name, budget: '25000.00' });
      expect(hands.campaignNames()).toEqual([spring.name]);
    });

    it.each(['live', 'paused', 'closed', 'planned'] as const)('go %s', async (state) => {
      const { crm } = await start();
      const { id } = written(await crm.campaigns.create(spring, 'campaign:1', false));
      const outcome = await crm.campaigns.update(id, { state });
      expect(outcome).toMatchObject({ kind: 'written', differs: [], campaign: { fields: { state } } });
      expect(written(outcome).fields).toMatchObject(known(written(outcome), { ...spring, state }));
    });

    it('change in the named fields alone, as often as they are told', async () => {
      const { crm } = await start();
      const { id } = written(await crm.campaigns.create(spring, 'campaign:1', false));
      const change = { budget: '19999.95', endsOn: null, goals: '50 opportunities' };
      for (let times = 0; times < 2; times += 1) {
        const outcome = await crm.campaigns.update(id, change);
        expect(outcome).toMatchObject({ kind: 'written', differs: [] });
        expect(written(outcome).fields).toMatchObject(known(written(outcome), { ...spring, ...change }));
      }
      // The key has outlived the new goals.
      expect(written(await crm.campaigns.create(spring, 'campaign:1', true)).id).toBe(id);
    });

    it('lose and regain their budget', async () => {
      const { crm } = await start();
      const { id } = written(await crm.campaigns.create(spring, 'campaign:1', false));
      const without = await crm.campaigns.update(id, { budget: null });
      expect(without).toMatchObject({ differs: [], campaign: { fields: { budget: null } } });
      const again = await crm.campaigns.update(id, { budget: '10.50' });
      expect(again).toMatchObject({ differs: [], campaign: { fields: { budget: '10.50' } } });
    });

    it("are refused in the CRM's own words", async () => {
      const { crm, hands } = await start();
      const { id } = written(await crm.campaigns.create(spring, 'campaign:1', false));
      const takeBack = hands.refuse('campaign', 'Campaigns need a cost centre');
      const refused = { kind: 'refused', message: expect.stringContaining('Campaigns need a cost centre') };
      await expect(crm.campaigns.create(spring, 'campaign:2', false)).resolves.toEqual(refused);
      await expect(crm.campaigns.update(id, { name: 'Other', state: 'live' })).resolves.toEqual(refused);
      takeBack();
      await expect(crm.campaigns.create(spring, 'campaign:2', true)).resolves.toMatchObject({ kind: 'written' });
      expect(hands.campaignNames()).toHaveLength(2);
    });

    it('say that they are gone', async () => {
      const { crm, hands } = await start();
      const id = await hands.createCampaign('Fair', 24_000);
      await hands.deleteCampaign(id);
      await expect(crm.campaigns.read(id)).resolves.toBeNull();
      await expect(crm.campaigns.update(id, { state: 'paused' })).resolves.toEqual({ kind: 'gone' });
      await expect(crm.campaigns.read('nobody’s')).resolves.toBeNull();
    });

    it('tell what somebody changed by hand, each once and in order', async () => {
      const { crm, hands } = await start();
      hands.setTime(new Date('2026-11-23T09:00:00Z'));
      const fair = await hands.createCampaign('Fair', 24_000);
      hands.setTime(new Date('2026-11-23T09:00:10Z'));
      const mail = await hands.createCampaign('Mail', 100);
      const first = await crm.campaigns.changes(null);
      expect(first).toMatchObject({ gone: [], caughtUp: true });
      expect(first.campaigns.map(({ id, fields }) => [id, fields.name, fields.state, fields.budget])).toEqual([
        [fair, 'Fair', 'live', '24000.00'],
        [mail, 'Mail', 'live', '100.00'],
      ]);
      await expect(crm.campaigns.changes(first.next)).resolves.toEqual({
        campaigns: [],
        gone: [],
        next: first.next,
        caughtUp: true,
      });
      hands.setTime(new Date('2026-11-23T09:05:00Z'));
      await hands.setCampaignBudget(fair, 30_000);
      const second = await crm.campaigns.changes(first.next);
      expect(second.campaigns).toMatchObject([{ id: fair, fields: { budget: '30000.00' } }]);
      expect(second.next).toEqual({ at: new Date('2026-11-23T09:05:00Z'), id: fair });
    });

    it('are listed whole over pages, many at one instant', async () => {
      const { crm, hands } = await start();
      const ids: string[] = [];
      for (let n = 0; n < 230; n += 1) ids.push(await hands.createCampaign(`Campaign ${n}`, n));
      const listed = await drain(crm.campaigns);
      expect(listed.toSorted()).toEqual(ids.toSorted());
    });

    it('tell of deletions where the CRM can', async () => {
      const { crm, hands, listsDeletions } = await start();
      const id = await hands.createCampaign('Fair', 24_000);
      const { next } = await crm.campaigns.changes(null);
      hands.setTime(new Date('2026-11-23T09:05:00Z'));
      await hands.deleteCampaign(id);
      await expect(crm.campaigns.changes(next)).resolves.toMatchObject({
        campaigns: [],
        gone: listsDeletions ? [id] : [],
      });
    });

    it.each(['reset', 'rate_limited'] as const)('get over one %s', async (kind) => {
      const { crm, hands } = await start();
      const id = await hands.createCampaign('Fair', 24_000);
      hands.disturb(kind, 1);
      await expect(crm.campaigns.read(id)).resolves.toMatchObject({ id });
    });
  });
}

function written(outcome: CampaignWriteOutcome): CrmCampaign {
  if (outcome.kind === 'written') return outcome.campaign;
  throw new Error(`not written: ${JSON.stringify(outcome)}`);
}

/** What the CRM has a field for. */
function known({ fields }: CrmCampaign, expected: CrmCampaignFields): Partial<CrmCampaignFields> {
  return Object.fromEntries(Object.entries(expected).filter(([name]) => name in fields));
}

/** Page by page, each cursor stored and read back as JSON would be. */
async function drain(campaigns: CrmCampaigns): Promise<readonly string[]> {
  const ids: string[] = [];
  let page = await campaigns.changes(null);
  ids.push(...page.campaigns.map(({ id }) => id));
  while (!page.caughtUp) {
    page = await campaigns.changes({ at: new Date(page.next.at.toISOString()), id: page.next.id });
    ids.push(...page.campaigns.map(({ id }) => id));
  }
  return ids;
}
