import { beforeEach, describe, expect, it } from 'vitest';
import { approvalSubject } from '#features/approvals/approval.ts';
import { deliverApprovalCard } from '#features/approvals/deliver-card.ts';
import { approvalCardIntent } from '#features/approvals/intents.ts';
import type { Ticket } from '#ports/pace.ts';
import { fay, mark, mia, nora, opa, useApprovalHouse, vera, zoe } from '../../support/approval-house.ts';
import { APPROVALS, IN_ITS_CHANNEL, useApprovalSlack } from '../../support/approval-slack.ts';
import { aHeldIntent, correlationId } from '../../support/builders.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { freePace } from '../../support/lead-house.ts';
import { actionsIn, textIn } from '../../support/slack-shape.ts';

const house = useApprovalHouse(IN_ITS_CHANNEL);
const world = useApprovalSlack(house, [mia, nora, mark, vera, fay, opa, zoe]);
const { slack } = world;
const revops = channelIdOf('#revops');
const directsTo = (person: typeof mia) => slack.directPosts.filter(({ to }) => to === person.id);
const cardPosts = (id: number) => slack.posts.filter(({ key }) => key.startsWith(`approval:${id}:`));

beforeEach(() => {
  slack.problems.clear();
  slack.deleted.clear();
  slack.unreachable.clear();
  slack.posts.length = 0;
  slack.edits.length = 0;
  slack.directPosts.length = 0;
  world.pace = freePace;
});

describe('a request', () => {
  it('is posted in its channel and to everybody who is asked, and nowhere else', async () => {
    const { id } = await house.ask();
    await world.drain();
    expect(cardPosts(id)).toMatchObject([{ channel: APPROVALS }]);
    expect(slack.directPosts.map(({ to }) => to).toSorted()).toEqual([mark.id, mia.id, nora.id]);
    expect(textIn((await world.card(id, nora)).blocks)).toContain('*Your decision is needed*');
  });

  it('calls people by name whom the content names by their address', async () => {
    const { id } = await house.ask();
    await world.drain();
    expect(textIn((await world.card(id, 'channel')).blocks)).toContain('*owner*  Carl');
  });

  it('keeps all its cards in step: who decided, whom it asks next, how it ended', async () => {
    const asked = await house.ask();
    await world.drain();
    await house.press(asked, nora);
    await world.drain();
    expect(textIn((await world.card(asked.id, 'channel')).blocks)).toContain('<@U0NORA> approved');
    expect(textIn((await world.card(asked.id, mia)).blocks)).toContain('*Nothing is needed from you*');
    expect(actionsIn((await world.card(asked.id, mia)).blocks)).toEqual([]);
    expect(directsTo(vera)).toHaveLength(1);
    await house.press(asked, vera, 'reject', 'too expensive');
    await world.drain();
    for (const place of ['channel', mia, nora, vera, fay] as const) {
      const card = await world.card(asked.id, place);
      expect(textIn(card.blocks)).toContain('*Rejected*');
      expect(actionsIn(card.blocks)).toEqual([]);
    }
    expect(cardPosts(asked.id)).toHaveLength(1);
  });

  it('that was changed comes to who is asked as a message of its own, and the older one says so', async () => {
    const asked = await house.ask();
    await world.drain();
    await house.press(asked, nora);
    await house.edit(asked, 30_000);
    await world.drain();
    const [first, second, ...more] = directsTo(nora);
    expect(more).toEqual([]);
    expect(slack.edits.findLast(({ ts }) => ts === first?.ts)?.message.text).toContain('A newer card below asks again');
    expect(textIn(second?.message.blocks)).toContain('budget: ~25000~ → *30000*');
    expect(textIn((await world.card(asked.id, 'channel')).blocks)).toContain('(the budget was changed)');
  });

  it('is not sent again while nothing on it differs', async () => {
    const { id } = await house.ask();
    await world.drain();
    await world.askForCard(id, 'channel');
    await world.askForCard(id, nora.id);
    await world.drain();
    expect(slack.edits).toEqual([]);
    expect(cardPosts(id)).toHaveLength(1);
  });

  it('records where its cards are', async () => {
    const asked = await house.ask();
    await world.drain();
    await house.press(asked, nora);
    await world.drain();
    const actions = (await house.audited(approvalSubject(asked.id))).map(({ action }) => action);
    expect(actions.filter((action) => action === 'slack.card_posted')).toHaveLength(6);
    expect(actions).toContain('slack.card_edited');
  });
});

describe('a message that is gone', () => {
  it('is posted again while it is of use, and not after the end', async () => {
    const asked = await house.ask();
    await world.drain();
    for (const { ts } of [...slack.posts, ...slack.directPosts]) slack.deleted.add(ts);
    await house.press(asked, nora);
    await world.drain();
    expect(cardPosts(asked.id)).toHaveLength(2);
    expect(directsTo(mia)).toHaveLength(1);
    for (const { ts } of [...slack.posts, ...slack.directPosts]) slack.deleted.add(ts);
    await house.press(asked, vera, 'reject', 'no');
    await world.drain();
    expect(cardPosts(asked.id)).toHaveLength(2);
  });

  it('is found again after a post that was not answered', async () => {
    const { id } = await house.ask();
    const intent = aHeldIntent(approvalCardIntent(id, 'channel', false, { at: house.clock.now(), correlationId }));
    await deliverApprovalCard(world.delivery, intent);
    expect(await deliverApprovalCard(world.delivery, { ...intent, attempt: 2 })).toMatchObject({ kind: 'done' });
    expect(cardPosts(id)).toHaveLength(1);
    await world.drain();
  });
});

describe('somebody who cannot be written to', () => {
  it('is noted, and nobody else waits for it', async () => {
    slack.unreachable.add(nora.id);
    const { id } = await house.ask();
    expect(await world.drain()).not.toContain('approval.card dead');
    expect(slack.directPosts.map(({ to }) => to).toSorted()).toEqual([mark.id, mia.id]);
    expect(await house.audited(approvalSubject(id))).toContainEqual({
      action: 'slack.card_undeliverable',
      after: { problems: [`${nora.id}: restricted`] },
    });
  });
});

describe('a channel that cannot take the card', () => {
  it('gives it to the next, and the card says why it is there', async () => {
    slack.problems.set(APPROVALS, 'not_in_channel');
    const { id } = await house.ask();
    await world.drain();
    expect(cardPosts(id)).toMatchObject([{ channel: revops }]);
    expect(textIn((await world.card(id, 'channel')).blocks)).toContain(
      'Posted here because #approvals: not in channel',
    );
  });

  it('leaves a dead letter where there is no other, and the people asked have theirs', async () => {
    slack.problems.set(APPROVALS, 'is_archived').set(revops, 'restricted');
    const { id } = await house.ask();
    expect(await world.drain()).toContain('approval.card dead');
    expect(directsTo(nora)).toHaveLength(1);
    expect((await house.audited(approvalSubject(id))).map(({ action }) => action)).toContain(
      'slack.card_undeliverable',
    );
  });
});

describe('what Slack takes', () => {
  it('is asked for: messages a second, edits in a channel like messages, direct ones behind those that were pressed', async () => {
    const asked: [string, string, Ticket['urgency']][] = [];
    world.pace = {
      ...freePace,
      post: async (_, { urgency }) => {
        asked.push(['post', '', urgency]);
        return { kind: 'now' };
      },
      edit: async (_, { urgency }, of) => {
        asked.push(['edit', of, urgency]);
        return { kind: 'now' };
      },
    };
    const request = await house.ask();
    await world.drain();
    expect(asked).toEqual([['post', '', 0]]);
    asked.length = 0;
    await house.press(request, nora);
    await world.askForCard(request.id, nora.id);
    await world.drain();
    expect(asked).toContainEqual(['edit', 'list', 9]);
    expect(asked).toContainEqual(['edit', 'card', 0]);
    expect(asked).toContainEqual(['edit', 'card', 9]);
  });

  it('is waited for', async () => {
    world.pace = { ...freePace, post: async () => ({ kind: 'wait', ms: 700 }) };
    await house.ask();
    expect(await world.drain()).toContain('approval.card later');
  });
});
