import { expect, it } from 'vitest';
import type { Campaign } from '#features/campaigns/campaign.ts';
import { campaignViewHandlers, deliverCampaignCard } from '#features/campaigns/deliver-card.ts';
import { campaignCardIntent } from '#features/campaigns/intents.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { aHeldIntent, correlationId } from '../../support/builders.ts';
import { useCampaignHouse } from '../../support/campaign-house.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { freePace } from '../../support/lead-house.ts';
import { textIn } from '../../support/slack-shape.ts';

const house = useCampaignHouse();
const CAMPAIGNS = channelIdOf('#campaigns');

async function aCampaignIn(state: Campaign['state']): Promise<Campaign> {
  const campaign = await house.plan();
  await put(campaign, { state });
  await house.drain();
  return house.campaign(campaign.id);
}

async function put({ id }: Campaign, over: Partial<Campaign>): Promise<void> {
  const campaign = await house.campaign(id);
  await house.desk.transact(async (tx) => {
    await tx.campaigns.save({ ...campaign, ...over });
    await tx.outbox.put(campaignCardIntent(id, false, { at: house.clock.now(), correlationId }));
  });
}

const cards = () => house.slack.posts.filter(({ key }) => key.startsWith('campaign-card:'));
const cardOf = ({ id }: Campaign) => cards().filter(({ key }) => key.split(':')[1] === String(id));

it('posts no card before the campaign is approved, and one from then on', async () => {
  const waiting = await aCampaignIn('waiting');
  expect(cardOf(waiting)).toEqual([]);
  await put(waiting, { state: 'approved' });
  await house.drain();
  expect(cardOf(waiting)).toMatchObject([{ channel: CAMPAIGNS }]);
  expect((await house.campaign(waiting.id)).card).toMatchObject({ channel: CAMPAIGNS });
  await put(waiting, { state: 'live' });
  await house.drain();
  expect(cardOf(waiting)).toHaveLength(1);
  expect(textIn(house.slack.edits.at(-1)?.message.blocks)).toContain('*Live*');
});

it('keeps a card up to date to its end, and sends nothing that it says already', async () => {
  const live = await aCampaignIn('live');
  const edits = house.slack.edits.length;
  await put(live, {});
  await house.drain();
  expect(house.slack.edits).toHaveLength(edits);
  await put(live, { state: 'closed' });
  await house.drain();
  expect(textIn(house.slack.edits.at(-1)?.message.blocks)).toContain('*Closed*');
});

it('shows changes of one moment by one edit', async () => {
  const live = await aCampaignIn('live');
  const edits = house.slack.edits.length;
  for (const notice of ['one', 'two', 'three']) await put(live, { notice });
  expect(await house.drain()).toEqual(['campaign.card']);
  expect(house.slack.edits).toHaveLength(edits + 1);
  expect(textIn(house.slack.edits.at(-1)?.message.blocks)).toContain('three');
});

it('posts a card again that somebody deleted, as long as there is something to stop', async () => {
  const live = await aCampaignIn('live');
  house.slack.deleted.add(live.card?.ts ?? '');
  await put(live, { notice: 'still there' });
  await house.drain();
  expect(cardOf(live)).toHaveLength(2);
  const { card } = await house.campaign(live.id);
  expect(card?.ts).not.toBe(live.card?.ts);
  house.slack.deleted.add(card?.ts ?? '');
  await put(live, { state: 'closed' });
  await house.drain();
  expect(cardOf(live)).toHaveLength(2);
});

it('goes to the next channel where its own takes nothing, says why, and tells ops once', async () => {
  house.slack.problems.set(CAMPAIGNS, 'is_archived');
  const moved = await aCampaignIn('live');
  expect(cardOf(moved)).toMatchObject([{ channel: channelIdOf('#revops') }]);
  expect(textIn(cardOf(moved)[0]?.message.blocks)).toContain('Posted here because #campaigns: is archived');
  await aCampaignIn('live');
  house.slack.problems.delete(CAMPAIGNS);
  const told = house.slack.posts.filter(({ message }) => message.text.includes('Cards for #campaigns'));
  expect(told).toHaveLength(1);
});

it('ends as a dead letter where no channel takes it, and says so in the audit log', async () => {
  for (const name of ['#campaigns', '#revops']) house.slack.problems.set(channelIdOf(name), 'not_in_channel');
  const nowhere = await house.plan();
  await put(nowhere, { state: 'live' });
  const outcome = await deliverCampaignCard(
    { ...house.desk, stores: house.stores, pace: freePace },
    intentFor(nowhere),
  );
  house.slack.problems.clear();
  expect(outcome).toMatchObject({ kind: 'dead', because: expect.stringContaining('not in channel') });
});

it('waits for its turn', async () => {
  const live = await aCampaignIn('live');
  await put(live, { notice: 'news' });
  const slow = { ...freePace, edit: async () => ({ kind: 'wait', ms: 700 }) as const };
  const handlers = campaignViewHandlers({ ...house.desk, stores: house.stores, pace: slow });
  expect(await handlers.get('campaign.card')?.(intentFor(live))).toMatchObject({ kind: 'later', afterMs: 700 });
});

it('finds what an earlier try posted', async () => {
  const campaign = await house.plan();
  await put(campaign, { state: 'live' });
  const deps = { ...house.desk, stores: house.stores, pace: freePace };
  await deliverCampaignCard(deps, intentFor(campaign));
  const again = await deliverCampaignCard(deps, { ...intentFor(campaign), attempt: 2 });
  expect(cardOf(campaign)).toHaveLength(1);
  if (again.kind === 'done') await house.desk.transact(async (tx) => again.commit?.(tx as never));
  expect((await house.campaign(campaign.id)).card?.hash).toBe('');
  await house.drain();
  expect((await house.campaign(campaign.id)).card?.hash).not.toBe('');
});

function intentFor({ id }: Campaign): HeldIntent {
  return aHeldIntent({ kind: 'campaign.card', payload: { campaign: id } });
}
