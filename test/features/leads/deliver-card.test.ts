import { beforeEach, describe, expect, it } from 'vitest';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { deliverCard } from '#features/leads/deliver-card.ts';
import { cardIntent } from '#features/leads/intents.ts';
import { HOUR_MS } from '#kernel/time.ts';
import type { Pace, Ticket } from '#ports/pace.ts';
import { aHeldIntent, correlationId } from '../../support/builders.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { ana, freePace, useLeadHouse } from '../../support/lead-house.ts';
import { textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse();
const leads = channelIdOf('#leads');
const revops = channelIdOf('#revops');

/** A lead whose card is wanted in this channel, with the intent in the outbox. */
async function aCardFor(target: string, over: Partial<Lead> = {}): Promise<Lead> {
  const lead = aLead({ card: { target, posted: null }, ...over });
  await house.stores.leads.create(lead);
  await askForCard(lead);
  return lead;
}

const askForCard = (lead: Lead) =>
  house.stores.outbox.put(cardIntent(lead.id, 5, { at: house.clock.now(), correlationId }));
const postsOf = (lead: Lead) => house.slack.posts.filter(({ key }) => key === `card:${lead.id}`);
const posted = async (lead: Lead) => (await house.lead(lead.id)).card?.posted;
const opsMessages = () => house.slack.posts.filter(({ message }) => message.text.startsWith('Cards for'));

beforeEach(() => {
  house.clock.set(noon);
  house.slack.problems.clear();
  house.slack.deleted.clear();
  house.slack.posts.length = 0;
  house.slack.edits.length = 0;
});

describe('a card', () => {
  it('is posted once and then edited in place, and only when more than the time differs', async () => {
    const facts = { lead: { name: 'Mia', country: 'DE' }, company: {}, opportunity: null };
    const lead = await aCardFor('#leads', { facts });
    await house.drain();
    house.clock.pass(HOUR_MS);
    await askForCard(lead);
    await house.drain();
    expect(postsOf(lead)).toHaveLength(1);
    expect(house.slack.edits).toEqual([]);
    await house.stores.leads.change(lead.id, { state: 'claimed', claimedBy: ana.id }, house.clock.now());
    await askForCard(lead);
    await house.drain();
    expect(house.slack.edits).toMatchObject([{ channel: leads, ts: (await posted(lead))?.ts }]);
    expect(await house.audited(leadSubject(lead.id))).toEqual(['slack.card_posted', 'slack.card_edited']);
  });

  it('shows names, labels and links instead of ids', async () => {
    await house.stores.directory.putStages('hubspot', 'lead', [
      { id: 'mql', label: 'Marketing qualified', pipeline: null, closed: false, won: false },
    ]);
    const lead = await aCardFor('#leads', {
      facts: { lead: { name: 'Mia', stage: 'mql', country: 'DE' }, company: {}, opportunity: null },
      state: 'offered',
      offeredTo: ana.id,
      records: [
        { crm: 'hubspot', object: 'lead', id: 'label-1', madeBy: null, ownerId: null },
        { crm: 'salesforce', object: 'opportunity', id: 'label-2', madeBy: 'r', ownerId: null },
      ],
    });
    await house.drain();
    const [card] = postsOf(lead);
    const text = textIn(card?.message.blocks);
    expect(text).toContain('Marketing qualified');
    expect(text).toContain('DE, 13:00 there');
    expect(text).toContain('<https://hubspot.test/lead/label-1|HubSpot contact>');
    expect(text).toContain('<https://salesforce.test/opportunity/label-2|Salesforce opportunity>');
    expect(card?.message.text).toContain('offered to Ana');
  });

  it('is found again after a post that was not answered', async () => {
    const lead = await aCardFor('#leads');
    const intent = cardIntent(lead.id, 5, { at: house.clock.now(), correlationId });
    const deps = {
      ...house.deps,
      stores: house.stores,
      crms: house.crms,
      messenger: house.slack,
      pace: freePace,
    };
    await deliverCard(deps, aHeldIntent(intent));
    const repeated = await deliverCard(deps, aHeldIntent({ ...intent, attempt: 2 }));
    expect(repeated.kind).toBe('done');
    expect(postsOf(lead)).toHaveLength(1);
  });

  it('waits for its turn in a busy channel', async () => {
    const lead = await aCardFor('#leads');
    const deps = {
      ...house.deps,
      stores: house.stores,
      crms: house.crms,
      messenger: house.slack,
      pace: { ...freePace, post: async () => ({ kind: 'wait', ms: 700 }) as const },
    };
    const intent = aHeldIntent(cardIntent(lead.id, 5, { at: house.clock.now(), correlationId }));
    expect(await deliverCard(deps, intent)).toMatchObject({ kind: 'later', afterMs: 700 });
  });

  it('is edited in its turn, and at once after a click', async () => {
    const lead = await aCardFor('#leads');
    await house.drain();
    await house.stores.leads.change(lead.id, { notice: 'news' }, house.clock.now());
    const asked: Ticket[] = [];
    const pace: Pace = {
      ...freePace,
      edit: async (_, ticket) => {
        asked.push(ticket);
        return ticket.urgency === 0 ? { kind: 'now' } : { kind: 'wait', ms: 900 };
      },
    };
    const deps = { ...house.deps, stores: house.stores, crms: house.crms, messenger: house.slack, pace };
    const edited = (urgency: 0 | 9) =>
      deliverCard(deps, aHeldIntent(cardIntent(lead.id, urgency, { at: house.clock.now(), correlationId })));
    expect(await edited(9)).toMatchObject({ kind: 'later', afterMs: 900 });
    expect((await edited(0)).kind).toBe('done');
    expect(asked.map(({ urgency }) => urgency)).toEqual([9, 0]);
  });

  it('that somebody deleted in Slack stays deleted', async () => {
    const lead = await aCardFor('#leads');
    await house.drain();
    house.slack.deleted.add((await posted(lead))?.ts ?? '');
    await house.stores.leads.change(lead.id, { notice: 'news' }, house.clock.now());
    await askForCard(lead);
    expect(await house.drain()).toEqual([{ kind: 'lead.card', outcome: 'done' }]);
    expect(postsOf(lead)).toHaveLength(1);
  });

  it('is not begun for a lead that is gone', async () => {
    const lead = await aCardFor('#leads', { state: 'gone' });
    await house.drain();
    expect(postsOf(lead)).toEqual([]);
  });
});

describe('a card whose channel cannot take it', () => {
  it('goes to the fallback channel, keeps saying why, and ops are told once', async () => {
    const lead = await aCardFor('#nowhere');
    await aCardFor('#nowhere');
    await house.drain();
    const [card] = postsOf(lead);
    expect(card?.channel).toBe(revops);
    expect(textIn(card?.message.blocks)).toContain(
      'Posted here because #nowhere does not exist, or the app cannot see it',
    );
    expect(opsMessages()).toHaveLength(1);
    await house.stores.leads.change(lead.id, { notice: 'news' }, house.clock.now());
    await askForCard(lead);
    await house.drain();
    expect(textIn(house.slack.edits.at(-1)?.message.blocks)).toContain(
      'Posted here because #nowhere could not take it',
    );
  });

  it('does so when the app was not invited', async () => {
    house.slack.problems.set(leads, 'not_in_channel');
    const lead = await aCardFor('#leads');
    await house.drain();
    expect(textIn(postsOf(lead)[0]?.message.blocks)).toContain('Posted here because #leads: not in channel');
    expect((await posted(lead))?.channel).toBe(revops);
  });

  it('is a dead letter with an audit row when no channel can, and is posted when one can again', async () => {
    house.slack.problems.set(leads, 'is_archived').set(revops, 'restricted');
    const lead = await aCardFor('#leads');
    const because = 'no channel can take the card: #leads: is archived; #revops: restricted';
    expect(await house.drain()).toContainEqual({ kind: 'lead.card', outcome: 'dead', because });
    expect(await house.audited(leadSubject(lead.id))).toEqual(['slack.card_undeliverable']);
    house.slack.problems.clear();
    await askForCard(lead);
    await house.drain();
    expect(await posted(lead)).toMatchObject({ channel: leads });
  });
});

describe('a channel', () => {
  const channelOf = async (lead: Lead) => (await posted(lead))?.channel;
  const name = '#enterprise-leads';
  const id = channelIdOf(name);
  async function aPostedCard(): Promise<Lead> {
    const lead = await aCardFor(name);
    await house.drain();
    return lead;
  }

  it('that was renamed in Slack stays the one that the playbook means', async () => {
    await aPostedCard();
    house.slack.channels.delete(name);
    const lead = await aPostedCard();
    house.slack.channels.set(name, id);
    expect(await channelOf(lead)).toBe(id);
  });

  it('that is gone is replaced by another of its name', async () => {
    await aPostedCard();
    const successor = channelIdOf('#enterprise-leads-2');
    house.slack.problems.set(id, 'channel_not_found');
    house.slack.channels.set(name, successor);
    const [one, other] = [await aPostedCard(), await aPostedCard()];
    house.slack.channels.set(name, id);
    expect([await channelOf(one), await channelOf(other)]).toEqual([successor, successor]);
    expect(opsMessages()).toEqual([]);
    await house.db.rows('DELETE FROM slack_channel');
  });

  it('that works again gets the new cards, and its next trouble is told anew', async () => {
    for (let times = 1; times <= 2; times += 1) {
      house.clock.pass(HOUR_MS);
      house.slack.problems.set(id, 'not_in_channel');
      expect(await channelOf(await aPostedCard())).toBe(revops);
      await aPostedCard();
      expect(opsMessages()).toHaveLength(times);
      house.slack.problems.clear();
      expect(await channelOf(await aPostedCard())).toBe(id);
    }
  });

  it('that is archived while a card lives there is told to ops once; the card is brought up to date afterwards', async () => {
    const lead = await aPostedCard();
    house.slack.problems.set(id, 'is_archived');
    for (const notice of ['one', 'two']) {
      await house.stores.leads.change(lead.id, { notice }, house.clock.now());
      await askForCard(lead);
      await house.drain();
    }
    expect(opsMessages().map(({ message }) => message.text)).toEqual([
      'Cards for #enterprise-leads cannot be kept up to date: is archived. Create the channel or invite the app to it.',
    ]);
    house.slack.problems.clear();
    await house.stores.leads.change(lead.id, { notice: 'three' }, house.clock.now());
    await askForCard(lead);
    await house.drain();
    expect(textIn(house.slack.edits.at(-1)?.message.blocks)).toContain('three');
  });

  it('in trouble leaves ops a direct message when no channel at all takes one', async () => {
    house.slack.problems.set(id, 'is_archived').set(revops, 'is_archived');
    house.slack.directs.length = 0;
    await aPostedCard();
    expect(house.slack.directs.map(({ text }) => text)).toEqual([expect.stringContaining('cannot be posted at all')]);
    house.slack.problems.clear();
  });
});
