// Outbox handler `lead.lists`: one call for what is most urgent in a channel, a list to post or edit or lines for a
// thread, and then the next, as long as anything waits.
import { createHash } from 'node:crypto';
import { context } from '#blockkit/blocks.ts';
import { escape, join } from '#blockkit/mrkdwn.ts';
import type { ChannelId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { Message } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { Ticket } from '#ports/pace.ts';
import { linksOf } from './card-data.ts';
import type { CardList } from './card-list.ts';
import { renderCardList } from './card-list-view.ts';
import type { HandsTx } from './change-hands.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import { goOn, ListsPayload } from './list-work.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import { atFirstPlace, tellTrouble } from './places.ts';
import type { WaitingLines } from './store.ts';

/** Lines of one message: 2,000 characters each at most would be too many for one block. */
const LINES_MAX = 20;
const LINE_MAX = 140;
/** A line that goes alone, as it does where the channel is quiet, may be longer. */
const LONE_LINE_MAX = 2_000;

export async function deliverLists(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { channel } = ListsPayload.parse(intent.payload);
  const { lists } = deps.stores;
  const now = deps.clock.now();
  const list = await lists.nextDue(channel, intent.dueAt !== undefined && intent.dueAt > now ? intent.dueAt : now);
  if (list !== null && list.urgency !== 9) return deliverList(deps, intent, list);
  const lines = await lists.nextLines(channel, LINES_MAX);
  if (lines !== null) return deliverLines(deps, intent, channel, lines);
  return list === null ? andGoOn(deps, intent, channel) : deliverList(deps, intent, list);
}

/** Done with this call; what waits after it is the next intent's. */
function andGoOn(
  { clock }: DeliveryDeps,
  { correlationId }: HeldIntent,
  channel: ChannelId,
  commit: (tx: HandsTx) => Promise<void> = async () => undefined,
): LeadOutcome {
  return {
    kind: 'done',
    async commit(tx) {
      await tx.lists.lock(channel);
      await commit(tx);
      await goOn(tx, channel, { at: clock.now(), correlationId });
    },
  };
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
  const turn = await deps.pace.edit(list.channel, ticketOf(intent, list.urgency));
  if (turn.kind === 'wait') {
    if (list.urgency === 5) await deps.pace.crowd(list.channel);
    return { kind: 'later', afterMs: turn.ms, because: 'other messages go first' };
  }
  const outcome = await deps.messenger.edit(list.channel, ts, message);
  switch (outcome.kind) {
    case 'edited':
      return andGoOn(deps, intent, list.channel, (tx) => recordShown(tx, deps, intent, shown, ts));
    // Somebody deleted the list in Slack: their decision, as with a card.
    case 'message_gone':
      return andGoOn(deps, intent, list.channel, (tx) => recordShown(tx, deps, intent, shown, ts));
    case 'undeliverable':
      return andGoOn(deps, intent, list.channel, async (tx) => {
        await tx.lists.setShown(list, null);
        const problems = [outcome.because.replaceAll('_', ' ')];
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
    return andGoOn(deps, intent, list.channel, (tx) => recordShown(tx, deps, intent, shown, outcome.ts));
  }
  return moveList(deps, intent, shown, `${targetOf(shown)}: ${outcome.because.replaceAll('_', ' ')}`);
}

/** The list goes to the fallback channel as it is; from there it can go nowhere. */
async function moveList(deps: DeliveryDeps, intent: HeldIntent, shown: Shown, because: string): Promise<LeadOutcome> {
  const { list } = shown;
  const { fallback } = deps.playbook().playbook.channels;
  const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
  const place = await atFirstPlace(deps, [fallback], async ({ channel }) =>
    channel === list.channel
      ? { kind: 'undeliverable', because: 'restricted' }
      : {
          kind: 'done',
          async commit(tx) {
            await tx.lists.lock(channel);
            await tx.lists.move(list.id, channel, because, cause.at);
            await tellTrouble(tx, targetOf(shown), [because], 'go to the fallback channel', cause);
            await goOn(tx, channel, cause);
          },
        },
  );
  if (place.kind === 'done') return andGoOn(deps, intent, list.channel, place.commit);
  return andGoOn(deps, intent, list.channel, async (tx) => {
    await tx.lists.fail(list.id, because);
    for (const { id } of shown.leads) {
      await tx.audit.append({
        at: cause.at,
        action: 'slack.card_undeliverable',
        actor: { kind: 'system', part: 'outbox' },
        subject: leadSubject(id),
        after: { problems: [because], list: list.id },
        correlationId: intent.correlationId,
      });
    }
    await tellTrouble(tx, targetOf(shown), [because], 'cannot be posted at all', cause);
  });
}

/** A list in the fallback channel names the channel that was wanted, which is where the trouble is. */
function targetOf({ leads }: Shown): string {
  return leads[0]?.card?.target ?? 'a channel';
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
  if (list.posted !== null) {
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

async function deliverLines(
  deps: DeliveryDeps,
  intent: HeldIntent,
  channel: ChannelId,
  { thread, lines, message: begun, since }: WaitingLines,
): Promise<LeadOutcome> {
  const { lists: store } = deps.stores;
  const turn = await deps.pace.post(channel, ticketOf(intent, 9));
  if (turn.kind !== 'now') {
    const afterMs = turn.kind === 'wait' ? turn.ms : 0;
    return { kind: 'later', afterMs, because: 'one message a second a channel' };
  }
  const ids = lines.map(({ id }) => id);
  const key = begun ?? `lines:${ids[0]}`;
  if (begun === null) await store.beginMessage(ids, key);
  const text = lines.map((line) => line.text).join('\n');
  const longest = lines.length === 1 ? LONE_LINE_MAX : LINE_MAX;
  const blocks = [context([join(lines.map((line) => escape(line.text, longest)))])];
  const posting = { channel, thread, message: { text, blocks }, key, repeat: begun !== null, since };
  const outcome = await deps.messenger.post(posting);
  return andGoOn(deps, intent, channel, async (tx) => {
    await tx.lists.removeLines(ids);
    // A thread that cannot be written to is one whose channel is in trouble, which its cards tell.
    if (outcome.kind === 'undeliverable') return;
    for (const line of lines) await recordLine(tx, intent, line, outcome, deps.clock.now());
  });
}

function recordLine(
  tx: HandsTx,
  { correlationId }: HeldIntent,
  { lead, text }: WaitingLines['lines'][number],
  { channel, ts }: { readonly channel: ChannelId; readonly ts: string },
  at: Date,
): Promise<void> {
  return tx.audit.append({
    at,
    action: 'slack.thread_posted',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead),
    after: { channel, ts, text },
    correlationId,
  });
}

function ticketOf({ lane }: HeldIntent, urgency: Ticket['urgency']): Ticket {
  return { id: lane, urgency };
}
