import { beforeEach, describe, expect, it } from 'vitest';
import { LIST_ROWS } from '#features/leads/card-list.ts';
import { cardIntent, threadIntent } from '#features/leads/intents.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { Fault } from '#kernel/errors.ts';
import type { LeadId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { correlationId } from '../../support/builders.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { ana, useLeadHouse } from '../../support/lead-house.ts';
import { busiestSecond, drainPaced } from '../../support/paced-outbox.ts';
import { actionsIn, textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse();
const leads = channelIdOf('#leads');
const revops = channelIdOf('#revops');
let numbered = 0;

beforeEach(async () => {
  house.clock.set(noon);
  house.slack.problems.clear();
  house.slack.deleted.clear();
  house.slack.posts.length = 0;
  house.slack.edits.length = 0;
  for (const table of [
    'outbox',
    'card_list',
    'thread_line',
    'channel_trouble',
    'slack_channel',
    'slack_pace',
    'slack_slot',
  ]) {
    await house.db.rows(`DELETE FROM ${table}`);
  }
});

const cause = () => ({ at: house.clock.now(), correlationId });

/** So many leads at once whose cards are wanted in this channel. */
async function aBurst(size: number, target = '#leads'): Promise<readonly Lead[]> {
  const burst: Lead[] = [];
  for (let index = 0; index < size; index += 1) {
    numbered += 1;
    const facts = { lead: { name: `Lead No${numbered}` }, company: { name: 'Acme' }, opportunity: null };
    const lead = aLead({ card: { target, posted: null }, facts, seenAt: house.clock.now() });
    await house.stores.leads.create(lead);
    await house.stores.outbox.put(cardIntent(lead.id, 5, cause(), true));
    burst.push(lead);
  }
  return burst;
}

const named = (lead: Lead) => String(lead.facts.lead?.['name']);
const lists = () => house.slack.posts.filter(({ key }) => key.startsWith('list:'));
const cards = () => house.slack.posts.filter(({ key }) => key.startsWith('card:'));
/** A list as it stands in Slack now. */
function shown(list: { readonly ts: string; readonly message: { readonly blocks: readonly object[] } }) {
  return house.slack.edits.findLast(({ ts }) => ts === list.ts)?.message ?? list.message;
}
/** How often each lead is announced: by a card of its own, or as a row. */
function announcements(burst: readonly Lead[]): readonly number[] {
  const said = [
    ...cards().map(({ message }) => textIn(message.blocks)),
    ...lists().map((list) => textIn(shown(list).blocks)),
  ];
  return burst.map((lead) => said.filter((text) => new RegExp(`${named(lead)}\\b`, 'u').test(text)).length);
}
/** One of these that is a row of a list, once all is carried out. */
async function listed(burst: readonly Lead[]): Promise<Lead> {
  await drainPaced(house);
  for (const { id } of burst) {
    const lead = await house.lead(id);
    if (lead.card?.list !== undefined) return lead;
  }
  throw new Error('none of them is on a list');
}
async function claimed(id: LeadId): Promise<void> {
  await house.stores.leads.change(
    id,
    { state: 'claimed', claimedBy: ana.id, claimedAt: house.clock.now() },
    house.clock.now(),
  );
  await house.stores.outbox.put(cardIntent(id, 0, cause()));
}

describe('a burst of leads in one channel', () => {
  it('is announced once each, a few as cards and the rest on lists, one call a second', async () => {
    const burst = await aBurst(LIST_ROWS + 12);
    const { calls } = await drainPaced(house);
    expect(announcements(burst)).toEqual(burst.map(() => 1));
    expect(cards().length).toBeLessThan(8);
    expect(lists().length).toBe(2);
    expect(busiestSecond(calls)).toBe(1);
    expect(calls.length).toBeLessThan(15);
  });

  it('leaves each lead with the place where it stands, and an audit row for it', async () => {
    const burst = await aBurst(12);
    await drainPaced(house);
    for (const lead of burst) {
      expect((await house.lead(lead.id)).card?.posted?.channel).toBe(leads);
      expect(await house.audited(leadSubject(lead.id))).toEqual(['slack.card_posted']);
    }
  });

  it('leaves other channels alone, and is over when it is over', async () => {
    await aBurst(30);
    const [elsewhere] = await aBurst(1, '#enterprise-leads');
    await drainPaced(house);
    expect(cards().filter(({ channel }) => channel === channelIdOf('#enterprise-leads'))).toHaveLength(1);
    expect(elsewhere && (await house.lead(elsewhere.id)).card?.list).toBeUndefined();
    house.clock.pass(MINUTE_MS);
    const [later] = await aBurst(1);
    await drainPaced(house);
    expect(later && (await house.lead(later.id)).card?.list).toBeUndefined();
  });

  it('goes on with a new list when an older one is further up', async () => {
    await aBurst(10);
    await drainPaced(house);
    house.clock.pass(2 * MINUTE_MS);
    await aBurst(10);
    await drainPaced(house);
    expect(lists()).toHaveLength(2);
  });
});

describe('a list', () => {
  it('offers each lead, and shows who has it after a click, in one edit for several', async () => {
    const burst = await aBurst(15);
    await drainPaced(house);
    const [list] = lists();
    if (!list) throw new Error('there is no list');
    expect(actionsIn(shown(list).blocks).filter((action) => action === 'leads.claim')).toHaveLength(
      15 - cards().length,
    );
    const rows = burst.slice(-3);
    for (const { id } of rows) await claimed(id);
    const { calls } = await drainPaced(house);
    expect(calls).toMatchObject([{ kind: 'edit' }]);
    expect(textIn(shown(list).blocks).split(`*claimed* by <@${ana.id}>`)).toHaveLength(4);
  });

  it('shows a click before the lists that still wait to be posted', async () => {
    const row = await listed(await aBurst(8));
    const waiting = await aBurst(3 * LIST_ROWS);
    await drainPaced(house, { withinMs: 1_500 });
    await claimed(row.id);
    const { calls } = await drainPaced(house);
    expect(calls.slice(0, 2).map(({ kind }) => kind)).toContain('edit');
    expect(announcements(waiting)).toEqual(waiting.map(() => 1));
  });

  it('collects details for one edit', async () => {
    const burst = await aBurst(15);
    await drainPaced(house);
    for (const { id } of burst.slice(-5)) {
      await house.stores.leads.change(id, { notice: 'news' }, house.clock.now());
      await house.stores.outbox.put(cardIntent(id, 9, cause()));
    }
    const { calls } = await drainPaced(house);
    expect(calls.map(({ kind }) => kind)).toEqual(['edit']);
  });

  it('has the history of its leads in its thread, by name and together', async () => {
    const burst = await aBurst(15);
    await drainPaced(house);
    house.slack.posts.length = 0;
    const [one, other, third] = burst.slice(-3);
    if (!one || !other || !third) throw new Error('too small a burst');
    await house.stores.outbox.put(threadIntent(one.id, 'Ana claimed this lead', cause()));
    await house.stores.outbox.put(threadIntent(other.id, 'Bo logged: call', cause()));
    await house.stores.outbox.put(threadIntent(third.id, 'Ana released this lead', cause()));
    await drainPaced(house);
    const said = house.slack.posts.map(({ message }) => textIn(message.blocks));
    expect(said.length).toBeLessThan(3);
    expect(said.join('\n')).toContain(`${named(other)}: Bo logged: call`);
    expect(await house.audited(leadSubject(other.id))).toContain('slack.thread_posted');
  });

  it.each([
    { when: 'its post was not answered', fault: new Fault('timeout', 'Slack did not answer', { ambiguous: true }) },
    { when: 'Slack takes no more for now', fault: new Fault('rate_limited', 'too fast', { retryAfterMs: 3000 }) },
  ])('is posted once, with all its rows, when $when', async ({ fault }) => {
    let failed = false;
    const burst = await aBurst(20);
    const messenger: typeof house.slack = {
      ...house.slack,
      async post(posting) {
        if (failed || !posting.key.startsWith('list:')) return house.slack.post(posting);
        failed = true;
        if (fault.ambiguous) await house.slack.post(posting);
        throw fault;
      },
    };
    await drainPaced(house, { messenger, withinMs: 200 });
    await drainPaced(house, { messenger, withinMs: 9_000 });
    const more = await aBurst(4);
    await drainPaced(house, { messenger });
    expect(failed).toBe(true);
    expect(lists().map(({ key }) => key)).toEqual([...new Set(lists().map(({ key }) => key))]);
    expect(announcements([...burst, ...more])).toEqual([...burst, ...more].map(() => 1));
  });

  it('that Slack will not take at all is set aside, and what waits behind it goes out', async () => {
    const messenger: typeof house.slack = {
      ...house.slack,
      async post(posting) {
        if (posting.key.startsWith('list:'))
          throw new Fault('internal', 'Slack refused chat.postMessage: invalid_blocks');
        return house.slack.post(posting);
      },
    };
    await aBurst(12);
    await drainPaced(house, { messenger });
    expect(house.slack.posts.filter(({ channel }) => channel === revops)).toHaveLength(1);
    expect(await house.db.rows(`SELECT 1 FROM outbox WHERE state <> 'done'`)).toEqual([]);
  });

  it('that somebody deleted in Slack stays deleted, but for rows that nobody has seen', async () => {
    const burst = await aBurst(8);
    await drainPaced(house);
    const [list] = lists();
    house.slack.deleted.add(list?.ts ?? '');
    await claimed(burst.at(-1)?.id ?? aLead().id);
    await drainPaced(house);
    expect(lists()).toHaveLength(1);
    const more = await aBurst(10);
    await drainPaced(house);
    const all = house.slack.posts
      .filter(({ ts }) => ts !== list?.ts)
      .map(({ message }) => textIn(message.blocks))
      .join('\n');
    for (const lead of more) expect(all).toContain(named(lead));
  });
});

describe('lines that wait for their thread', () => {
  /** So many leads with a card each, and the turn of their channel just taken. */
  async function leadsWithCards(count: number): Promise<readonly Lead[]> {
    const burst = await aBurst(count);
    await drainPaced(house);
    expect(cards()).toHaveLength(count);
    return burst;
  }
  const replies = () => house.slack.posts.filter(({ thread }) => thread !== undefined);
  const wordsSaid = () => replies().flatMap(({ message }) => textIn(message.blocks).split('\n'));

  it('all arrive, in order, each whole and once, however many came at once', async () => {
    const leadsOfLines = await leadsWithCards(3);
    const asked = Array.from({ length: 75 }, (_, index) => `Line ${index}, ${'and more '.repeat(50)}end.`);
    for (const [index, text] of asked.entries()) {
      const lead = leadsOfLines[index % leadsOfLines.length];
      if (lead) await house.stores.outbox.put(threadIntent(lead.id, text, cause()));
    }
    const { calls } = await drainPaced(house);
    for (const [place, { id }] of leadsOfLines.entries()) {
      const thread = (await house.lead(id)).card?.posted?.ts;
      const said = replies().filter((reply) => reply.thread === thread);
      const words = said.flatMap(({ message }) => textIn(message.blocks).split('\n'));
      expect(words).toEqual(asked.filter((_, index) => index % leadsOfLines.length === place));
    }
    expect(calls.length).toBeLessThan(12);
    expect(busiestSecond(calls)).toBe(1);
    for (const lead of leadsOfLines) {
      const audited = (await house.audited(leadSubject(lead.id))).filter((action) => action === 'slack.thread_posted');
      expect(audited).toHaveLength(25);
    }
    expect(await house.db.rows('SELECT 1 FROM thread_line')).toEqual([]);
  });

  it('and that Slack will never take are a dead letter with its audit rows, and what waits behind them goes out', async () => {
    const [one, other] = await leadsWithCards(2);
    if (!one || !other) throw new Error('too few leads');
    const thread = (await house.lead(one.id)).card?.posted?.ts;
    const messenger: typeof house.slack = {
      ...house.slack,
      async post(posting) {
        if (posting.thread === thread) throw new Fault('internal', 'Slack refused chat.postMessage: invalid_blocks');
        return house.slack.post(posting);
      },
    };
    for (const text of ['First', 'Second']) await house.stores.outbox.put(threadIntent(one.id, text, cause()));
    await house.stores.outbox.put(threadIntent(other.id, 'Third', cause()));
    await drainPaced(house, { messenger });
    expect(wordsSaid()).toContain('Third');
    const given = (await house.audited(leadSubject(one.id))).filter((action) => action === 'intent.given_up');
    expect(given).toHaveLength(2);
    const because = 'Slack refused chat.postMessage: invalid_blocks';
    expect(await house.db.rows(`SELECT kind, note FROM outbox WHERE state <> 'done'`)).toEqual([
      { kind: 'lead.lists', note: because },
    ]);
  });
});

describe('a list whose channel cannot take it', () => {
  it('goes to the fallback channel with the reason, and ops are told once', async () => {
    house.slack.problems.set(leads, 'is_archived');
    const burst = await aBurst(30);
    await drainPaced(house);
    expect(lists().every(({ channel }) => channel === revops)).toBe(true);
    expect(textIn(lists()[0]?.message.blocks)).toContain('Posted here because #leads: is archived');
    expect(announcements(burst)).toEqual(burst.map(() => 1));
    expect(house.slack.posts.filter(({ message }) => message.text.startsWith('Cards for'))).toHaveLength(1);
  });

  it('is kept when no channel takes it, and is posted after the next change', async () => {
    house.slack.problems.set(leads, 'is_archived').set(revops, 'is_archived');
    const row = await listed(await aBurst(12));
    expect(house.slack.posts).toEqual([]);
    expect(house.slack.directs.at(-1)?.text).toContain('cannot be posted at all');
    house.slack.problems.clear();
    await claimed(row.id);
    await drainPaced(house);
    expect(lists()).toHaveLength(1);
    expect(announcements([row])).toEqual([1]);
  });
});
