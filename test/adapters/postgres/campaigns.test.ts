import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignPlan, CampaignState } from '#features/campaigns/campaign.ts';
import { ApprovalId, CampaignId, ChannelId } from '#kernel/ids.ts';
import { aPerson } from '../../support/builders.ts';
import { aCampaign, aCampaignRecord } from '../../support/campaign-builder.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
const campaigns = () => db.database.stores.campaigns;
const mia = aPerson('Mia').id;

function made(over: Partial<Omit<Campaign, 'id' | 'plan'>> & { plan?: Partial<CampaignPlan> } = {}): Promise<Campaign> {
  const { id: _, version: __, card: ___, ...campaign } = aCampaign(over);
  return campaigns().create(campaign);
}

describe('a campaign', () => {
  it('is kept whole, with its records', async () => {
    const seen = { name: 'a', state: 'live', budget: '25000.00', ownerId: null } as const;
    const record = aCampaignRecord({ recordId: '701', state: 'live', seen, seenAt: noon, modifiedAt: noon });
    const campaign = await made({
      records: [record],
      approvalId: ApprovalId.parse(3),
      notice: 'so',
      requestedAt: noon,
    });
    const expected = aCampaign({
      id: campaign.id,
      records: [record],
      approvalId: ApprovalId.parse(3),
      notice: 'so',
      requestedAt: noon,
    });
    expect(await campaigns().get(campaign.id)).toEqual(expected);
    expect(await campaigns().byRecord('salesforce', '701')).toBe(campaign.id);
    expect(await campaigns().byRecord('hubspot', '701')).toBeNull();
  });

  it('keeps what is not said yet as nothing', async () => {
    const plan = {
      owner: null,
      startsOn: null,
      endsOn: null,
      budget: null,
      audience: null,
      audienceSize: null,
    } as const;
    const bare = { ...plan, suppressionList: null, contentUrl: null, utm: {}, goals: null };
    const { id } = await made({ plan: bare });
    expect((await campaigns().get(id))?.plan).toMatchObject(bare);
    expect(await campaigns().get(CampaignId.parse(999_999))).toBeNull();
  });

  it('keeps every cent of a budget', async () => {
    const { id } = await made({ plan: { budget: '999999999.99' } });
    expect((await campaigns().get(id))?.plan.budget).toBe('999999999.99');
  });

  it('is saved by who read it last', async () => {
    const first = await made();
    expect(await campaigns().save({ ...first, state: 'waiting', notice: 'one' })).toBe(true);
    expect(await campaigns().save({ ...first, state: 'closed', notice: 'other' })).toBe(false);
    expect(await campaigns().get(first.id)).toMatchObject({ state: 'waiting', notice: 'one', version: 2 });
  });

  it('knows its card, and its records as they change', async () => {
    const { id } = await made({ records: [aCampaignRecord()] });
    const card = { channel: ChannelId.parse('C0CAMPAIGNS'), ts: '1.2', hash: 'h' };
    await campaigns().setCard(id, card);
    await campaigns().putRecord(id, aCampaignRecord({ recordId: '702', state: 'refused', message: 'no' }));
    expect(await campaigns().get(id)).toMatchObject({
      card,
      records: [{ recordId: '702', message: 'no', seen: null }],
    });
  });

  it('is one record’s alone', async () => {
    const one = await made({ records: [aCampaignRecord({ recordId: '703' })] });
    const other = await made();
    await expect(campaigns().putRecord(other.id, aCampaignRecord({ recordId: '703' }))).rejects.toThrow('refused');
    expect(await campaigns().byRecord('salesforce', '703')).toBe(one.id);
  });

  it('is found by its name while it is not closed, however it is written', async () => {
    const { id } = await made({ plan: { name: '2026-05-event-Fair_1' } });
    expect(await campaigns().byName('2026-05-EVENT-fair_1')).toBe(id);
    expect(await campaigns().byName('2026-05-event-fairx1')).toBeNull();
    await made({ plan: { name: 'over' }, state: 'closed' });
    expect(await campaigns().byName('over')).toBeNull();
  });
});

it('lists campaigns, newest first and page by page', async () => {
  const names = ['lists-alpha-one', 'lists-beta-one', 'lists-beta-two'];
  const ids: number[] = [];
  for (const name of names) ids.push((await made({ plan: { name }, state: 'paused' })).id);
  const listed = async (query: Parameters<ReturnType<typeof campaigns>['list']>[0]) =>
    (await campaigns().list(query)).map(({ plan }) => plan.name);
  expect(await listed({ text: 'LISTS', limit: 9 })).toEqual(names.toReversed());
  expect(await listed({ text: 'one beta', limit: 9 })).toEqual(['lists-beta-one']);
  expect(await listed({ text: 'lists', limit: 1 })).toEqual(['lists-beta-two']);
  expect(await listed({ text: 'lists', before: CampaignId.parse(ids[1]), limit: 9 })).toEqual(['lists-alpha-one']);
  expect(await listed({ text: 'lists', states: ['live'], limit: 9 })).toEqual([]);
  expect(await listed({ text: 'lists', createdBy: mia, states: ['paused'], limit: 9 })).toHaveLength(3);
  expect(await listed({ text: '100%', limit: 9 })).toEqual([]);
});

it.each<[string, Partial<CampaignPlan>, CampaignState, boolean]>([
  ['overlap', { startsOn: '2026-04-30', endsOn: '2026-06-01' }, 'live', true],
  ['lie inside', { startsOn: '2026-04-10', endsOn: '2026-04-12' }, 'waiting', true],
  ['have no end', { startsOn: '2026-01-01', endsOn: null }, 'approved', true],
  ['are over by then', { startsOn: '2026-03-01', endsOn: '2026-03-31' }, 'live', false],
  ['begin later', { startsOn: '2026-05-01', endsOn: '2026-05-31' }, 'live', false],
  ['overlap in a draft', { startsOn: '2026-04-30', endsOn: '2026-06-01' }, 'draft', false],
])('finds another campaign on the same audience when its days %s', async (when, days, state, clashes) => {
  const audience = `list of those that ${when}`;
  const mine = await made({ plan: { audience } });
  const other = await made({ plan: { ...days, audience: audience.toUpperCase() }, state });
  expect((await campaigns().clashes(mine)).map(({ id }) => id)).toEqual(clashes ? [other.id] : []);
});

it('keeps one tick an item', async () => {
  const { id } = await made();
  const tick = { item: 'legal-ok', ok: true, note: null, by: mia, at: noon };
  await campaigns().putTick(id, { ...tick, by: null, ok: false, note: 'x' });
  await campaigns().putTick(id, tick);
  expect(await campaigns().ticks(id)).toEqual([tick]);
  await campaigns().removeTick(id, 'legal-ok');
  expect(await campaigns().ticks(id)).toEqual([]);
});
