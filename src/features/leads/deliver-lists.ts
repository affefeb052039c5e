// Outbox handler `lead.lists`: one call for what is most urgent in a channel, a list to post or edit or lines for a
// thread, and then the next, as long as anything waits.
import { createHash } from 'node:crypto';
import { mayPass, messageOf } from '#kernel/errors.ts';
import { elapsed } from '#kernel/time.ts';
import type { Message } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { linksOf } from './card-data.ts';
import type { CardList } from './card-list.ts';
import { renderCardList } from './card-list-view.ts';
import type { HandsTx } from './change-hands.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { deliverLines, givenUp, LINES_MAX } from './deliver-lines.ts';
import { threadLane } from './intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import { andGoOn, goOn, ListsPayload, ticketOf } from './list-work.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import { atFirstPlace, channelKey, tellTrouble, wordsOf } from '#features/messages/places.ts';

export async function deliverLists(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { channel } = ListsPayload.parse(intent.payload);
  const { lists } = deps.stores;
  const now = deps.clock.now();
  const list = await lists.nextDue(channel, intent.dueAt !== undefined && intent.dueAt > now ? intent.dueAt : now);
  const lines = list === null || list.urgency === 9 ? await lists.nextLines(channel, LINES_MAX) : null;
  try {
    if (lines !== null) return await deliverLines(deps, intent, channel, lines);
    return list === null ? andGoOn(deps, intent, channel) : await deliverList(deps, intent, list);
  } catch (error) {
    if (mayPass(error)) throw error;
    // One that Slack will never take must not keep back all that waits behind it.
    if (lines !== null) return givenUp(deps, intent, channel, lines.lines, messageOf(error));
    if (list === null) throw error;
    return failList(deps, intent, list, messageOf(error));
  }
}

async function deliverList(deps: DeliveryDeps, intent: HeldIntent, list: CardList): Promise<LeadOutcome> {
  const leads = await deps.stores.leads.ofList(list.id);
  const message = renderCardList(
    leads.map((lead) => ({ lead, links: linksOf(deps.crms, lead) })),
    list.note,
  );
  const hash = createHash('sha256').update(JSON.stringify(message)).digest('hex');
  const shown: Shown = { list, leads, hash };
  if (list.posted === null) return postList(deps, intent, shown, message);
  const { ts } = list.posted;
  if (list.posted.hash === hash) return andGoOn(deps, intent, list.channel, (tx) => tx.lists.setShown(list, null));
  const turn = await deps.pace.edit(list.channel, ticketOf(intent, list.urgency), 'list');
  if (turn.kind === 'wait') {
    if (list.urgency === 5) await deps.pace.crowd(list.channel);
    return { kind: 'later', afterMs: turn.ms, because: 'other messages go first' };
  }
  const outcome = await deps.messenger.edit(list.channel, ts, message);
  switch (outcome.kind) {
    case 'edited':
      return andGoOn(deps, intent, list.channel, (tx) => recordShown(tx, deps, intent, shown, ts));
    // Somebody deleted the list in Slack: their decision, as with a card, but for rows that nobody can have seen.
    case 'message_gone': {
      const seen = leads.every(({ card }) => card?.posted !== null);
      return andGoOn(deps, intent, list.channel, (tx) =>
        seen ? tx.lists.setShown(list, null) : tx.lists.repost(list.id),
      );
    }
    case 'undeliverable':
      return andGoOn(deps, intent, list.channel, async (tx) => {
        await tx.lists.setShown(list, null);
        const problems = [wordsOf(outcome.because)];
        const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
        await tellTrouble(tx, targetOf(shown), problems, 'cannot be kept up to date', cause);
      });
  }
}

interface Shown {
  readonly list: CardList;
  readonly leads: readonly Lead[];
  readonly hash: string;
}

async function postList(deps: DeliveryDeps, intent: HeldIntent, shown: Shown, message: Message): Promise<LeadOutcome> {
  const { list } = shown;
  const { stores, messenger, pace, clock } = deps;
  const turn = await pace.post(list.channel, ticketOf(intent, list.urgency));
  if (turn.kind !== 'now') {
    await pace.crowd(list.channel);
    return { kind: 'later', afterMs: turn.kind === 'wait' ? turn.ms : 0, because: 'one message a second a channel' };
  }
  const repeat = await stores.lists.beginPost(list.id, clock.now());
  const key = `list:${list.id}`;
  const outcome = await messenger.post({ channel: list.channel, message, key, repeat, since: list.begunAt });
  if (outcome.kind === 'posted') {
    // What an earlier try posted may lack the newest rows: then the list is still due, and is edited.
    const posted = outcome.found ? { ...shown, list: { ...list, asked: list.asked - 1 }, hash: '' } : shown;
    return andGoOn(deps, intent, list.channel, (tx) => recordShown(tx, deps, intent, posted, outcome.ts));
  }
  const { fallback } = deps.playbook().playbook.channels;
  const name = list.note === null ? targetOf(shown) : fallback;
  return moveList(deps, intent, shown, `${name}: ${wordsOf(outcome.because)}`);
}

/** The list goes to the fallback channel as it is; from there it can go nowhere. */
async function moveList(deps: DeliveryDeps, intent: HeldIntent, shown: Shown, because: string): Promise<LeadOutcome> {
  const { list } = shown;
  const { fallback } = deps.playbook().playbook.channels;
  const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
  const place = await atFirstPlace<HandsTx>(deps, [fallback], async ({ channel }) =>
    channel === list.channel
      ? { kind: 'undeliverable', because: 'restricted' }
      : {
          kind: 'done',
          async commit(tx) {
            await tx.lists.lock(channel);
            await tx.lists.move(list.id, channel, because, cause.at);
            await goOn(tx, channel, cause);
          },
        },
  );
  if (place.kind === 'done') return andGoOn(deps, intent, list.channel, place.commit);
  return failList(deps, intent, list, because);
}

/** The leads of the list are still there for `/lead`, and the next change to one of them tries again. */
async function failList(deps: DeliveryDeps, intent: HeldIntent, list: CardList, because: string): Promise<LeadOutcome> {
  const leads = await deps.stores.leads.ofList(list.id);
  const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
  return andGoOn(deps, intent, list.channel, async (tx) => {
    await tx.lists.fail(list.id, because);
    for (const { id } of leads) {
      await tx.audit.append({
        at: cause.at,
        action: 'slack.card_undeliverable',
        actor: { kind: 'system', part: 'outbox' },
        subject: leadSubject(id),
        after: { problems: [because], list: list.id },
        correlationId: intent.correlationId,
      });
    }
    const problems = [...(list.note === null ? [] : [list.note]), because];
    await tellTrouble(tx, targetOf({ leads }), problems, 'cannot be posted at all', cause);
  });
}

/** A list in the fallback channel names the channel that was wanted, which is where the trouble is. */
function targetOf({ leads }: Pick<Shown, 'leads'>): string {
  return leads[0]?.card?.target ?? 'a channel';
}

/** What the first message says of the channel: that it works, or why it stands in another. */
async function recordChannel(tx: HandsTx, shown: Shown, cause: Cause): Promise<void> {
  const { note } = shown.list;
  if (note === null) return tx.channels.clearTrouble(channelKey(targetOf(shown)));
  await tellTrouble(tx, targetOf(shown), [note], 'go to the fallback channel', cause);
}

async function recordShown(
  tx: HandsTx,
  { clock, onFirstCard }: DeliveryDeps,
  { correlationId }: HeldIntent,
  { list, leads, hash }: Shown,
  ts: string,
): Promise<void> {
  const at = clock.now();
  await tx.lists.setShown(list, { ts, hash });
  if (list.posted === null) await recordChannel(tx, { list, leads, hash }, { at, correlationId });
  else {
    await tx.audit.append({
      at,
      action: 'slack.list_edited',
      actor: { kind: 'system', part: 'outbox' },
      subject: `list:${list.id}`,
      before: { card: list.posted.hash },
      after: { channel: list.channel, ts, card: hash },
      correlationId,
    });
  }
  const unposted = leads.filter(({ card }) => card?.posted === null).map(({ id }) => id);
  const first = new Set(
    unposted.length === 0 ? [] : await tx.leads.setListed(unposted, { channel: list.channel, ts, hash }),
  );
  for (const lead of leads.filter(({ id }) => first.has(id))) {
    onFirstCard?.(elapsed(lead.seenAt, at) / 1000);
    await tx.outbox.hasten(threadLane(lead.id), at);
    await tx.audit.append({
      at,
      action: 'slack.card_posted',
      actor: { kind: 'system', part: 'outbox' },
      subject: leadSubject(lead.id),
      after: { channel: list.channel, ts, list: list.id, problems: list.note === null ? [] : [list.note] },
      correlationId,
    });
  }
}
