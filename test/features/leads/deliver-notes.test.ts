import { beforeEach, describe, expect, it } from 'vitest';
import { opsIntent, whisperIntent } from '#features/messages/intents.ts';
import { threadIntent } from '#features/leads/intents.ts';
import { Fault } from '#kernel/errors.ts';
import type { Intent } from '#ports/outbox.ts';
import { correlationId } from '../../support/builders.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { ana, opa, useLeadHouse } from '../../support/lead-house.ts';
import { actionsIn, HOSTILE, textIn } from '../../support/slack-shape.ts';

const house = useLeadHouse();
const cause = { at: noon, correlationId };
const channel = channelIdOf('#leads');

async function deliver(intent: Intent) {
  await house.stores.outbox.put(intent);
  return house.drain();
}

beforeEach(() => {
  house.slack.posts.length = 0;
  house.slack.whispers.length = 0;
  house.slack.directs.length = 0;
  house.slack.problems.clear();
});

describe('a private note', () => {
  const whisper = whisperIntent.bind(null, { channel, to: ana.id, text: HOSTILE });

  it('goes to the channel of the click', async () => {
    await deliver(whisper(cause));
    expect(house.slack.whispers).toEqual([{ channel, to: ana.id, text: HOSTILE }]);
    expect(house.slack.directs).toEqual([]);
  });

  it('goes to the person directly where the app is not in the channel', async () => {
    house.slack.whisperFaults.push(new Fault('not_found', 'Slack refused chat.postEphemeral: channel_not_found'));
    await deliver(whisper(cause));
    expect(house.slack.directs).toEqual([{ to: ana.id, text: HOSTILE }]);
  });

  it('waits while Slack is away', async () => {
    house.slack.whisperFaults.push(new Fault('unavailable', 'Slack is down'));
    await expect(deliver(whisper(cause))).rejects.toThrow('Slack is down');
    expect(house.slack.directs).toEqual([]);
  });

  it('is a direct message where there was no channel', async () => {
    await deliver(whisperIntent({ channel: null, to: ana.id, text: 'hello' }, cause));
    expect(house.slack.directs).toEqual([{ to: ana.id, text: 'hello' }]);
  });
});

describe('a thread line', () => {
  it('is said under the card, without pinging', async () => {
    const posted = { channel, ts: '1700000001.000100', hash: 'h' };
    const lead = aLead({ card: { target: '#leads', posted } });
    await house.stores.leads.create(lead);
    await deliver(threadIntent(lead.id, HOSTILE, cause));
    expect(house.slack.posts).toMatchObject([{ channel, thread: posted.ts }]);
    expect(textIn(house.slack.posts[0]?.message.blocks)).not.toContain('<!channel>');
  });

  it('is dropped where there is no card', async () => {
    const lead = aLead();
    await house.stores.leads.create(lead);
    expect(await deliver(threadIntent(lead.id, 'hello', cause))).toEqual([{ kind: 'lead.thread', outcome: 'done' }]);
    expect(house.slack.posts).toEqual([]);
  });
});

describe('a message to ops', () => {
  it('asks what to do with held leads', async () => {
    await deliver(opsIntent('hold:7', { text: 'Many leads', hold: 7 }, cause));
    expect(house.slack.posts[0]?.channel).toBe(channelIdOf('#revops'));
    expect(actionsIn(house.slack.posts[0]?.message.blocks)).toEqual([
      'intake.announce_held',
      'intake.list_held',
      'intake.mirror_held',
    ]);
  });

  it('is said once for one key', async () => {
    await deliver(opsIntent('late:1', { text: 'x', hold: null }, cause));
    await deliver(opsIntent('late:1', { text: 'x', hold: null }, cause));
    expect(house.slack.posts).toHaveLength(1);
  });

  it('goes to the admins when no channel can take it', async () => {
    house.slack.problems.set(channelIdOf('#revops'), 'is_archived');
    const [ended] = await deliver(opsIntent('late:2', { text: 'x', hold: null }, cause));
    expect(ended).toMatchObject({ outcome: 'done' });
    expect(house.slack.directs).toEqual([{ to: opa.id, text: 'x' }]);
  });

  it('is kept as a dead letter when nobody at all can take it', async () => {
    house.slack.problems.set(channelIdOf('#revops'), 'is_archived');
    const admins = house.slack.people.splice(0);
    const [ended] = await deliver(opsIntent('late:3', { text: 'x', hold: null }, cause));
    house.slack.people.push(...admins);
    expect(ended).toMatchObject({
      outcome: 'dead',
      because: 'neither #revops nor #revops can take the message: #revops: is archived',
    });
  });
});
