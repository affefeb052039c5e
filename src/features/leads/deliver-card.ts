// Outbox handler `lead.card`: the lead's one card is posted once and from then on edited in place. Where cards would queue
// up, the lead becomes a row of a list instead; which of the two it is, is decided once.
import { createHash } from 'node:crypto';
import { context } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { ChannelId, LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Messenger, Message } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { loadCard } from './card-data.ts';
import type { CardData } from './card-data.ts';
import { renderCard } from './card-view.ts';
import type { HandsTx } from './change-hands.ts';
import { PATIENCE_MS } from './card-list.ts';
import { cardIntent, CardPayload, threadLane } from './intents.ts';
import { leadSubject, OVER } from './lead.ts';
import type { Lead, PostedCard } from './lead.ts';
import { askForList, placeOnList } from './list-work.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import { atFirstPlace, endTrouble, placeNamed, tellTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import { turnToEdit } from '#features/messages/turns.ts';

export interface DeliveryDeps {
  readonly stores: HandsTx;
  readonly messenger: Messenger;
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly pace: Pace;
  /** Told how many seconds a lead waited for its card. */
  readonly onFirstCard?: (seconds: number) => void;
}

export async function deliverCard(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { lead: id, first } = CardPayload.parse(intent.payload);
  const lead = await deps.stores.leads.get(id);
  if (!lead?.card) return { kind: 'done' };
  const { list } = lead.card;
  if (list !== undefined) {
    return { kind: 'done', commit: (tx) => askForList(tx, list, intent.urgency, causeOf(deps, intent)) };
  }
  return lead.card.posted === null ? post(deps, intent, lead, first) : edit(deps, intent, lead);
}

interface Drawn {
  readonly message: Message;
  readonly hash: string;
}

async function draw(deps: DeliveryDeps, lead: Lead): Promise<Drawn> {
  const data = await loadCard({ ...deps.stores, crms: deps.crms }, lead, deps.clock.now());
  return { message: renderCard(data), hash: hashOf(data) };
}

/** Of what the card says, but not of the minute it was written in, which alone is no reason to send it again. */
function hashOf(data: CardData): string {
  const timeless = renderCard({ ...data, localHour: data.localHour === null ? null : '' });
  return createHash('sha256').update(JSON.stringify(timeless)).digest('hex');
}

function causeOf({ clock }: DeliveryDeps, { correlationId }: HeldIntent) {
  return { at: clock.now(), correlationId };
}

async function edit(deps: DeliveryDeps, intent: HeldIntent, lead: Lead): Promise<LeadOutcome> {
  const { messenger, pace } = deps;
  const { message, hash } = await draw(deps, lead);
  const { target = '', posted = null } = lead.card ?? {};
  if (!posted || posted.hash === hash) return { kind: 'done' };
  const later = await turnToEdit(pace, posted.channel, intent);
  if (later !== null) return later;
  const atHome = (await placeNamed(deps, target))?.channel === posted.channel;
  const shown = atHome ? message : explained(message, `${target} could not take it`);
  const outcome = await messenger.edit(posted.channel, posted.ts, shown);
  switch (outcome.kind) {
    case 'edited':
      return { kind: 'done', commit: (tx) => recordEdit(tx, deps, intent, lead.id, { posted, hash }) };
    // Somebody deleted the message in Slack: their decision, so it is not posted again.
    case 'message_gone':
      return { kind: 'done' };
    // The card stays where it is, and is brought up to date by the first change after the channel works again.
    case 'undeliverable': {
      const problems = [wordsOf(outcome.because)];
      const what = 'cannot be kept up to date';
      return { kind: 'done', commit: (tx) => tellTrouble(tx, target, problems, what, causeOf(deps, intent)) };
    }
  }
}

async function post(deps: DeliveryDeps, intent: HeldIntent, lead: Lead, first: boolean): Promise<LeadOutcome> {
  // Nobody needs a card that would begin as it ends: converted while it waited, or gone.
  if (OVER.has(lead.state) && intent.attempt === 1) return { kind: 'done' };
  const { fallback } = deps.playbook().playbook.channels;
  // An earlier try, of this intent or of one that was given up, may have been posted: then it is no longer free to go on
  // a list, and is looked for first.
  const untried = first && intent.attempt === 1;
  const placed = await atFirstPlace(deps, [lead.card?.target ?? '', fallback], (place, problems) =>
    postAt(deps, intent, lead, { place, problems, untried }),
  );
  if (placed.kind !== 'nowhere') return placed;
  const because = `no channel can take the card: ${placed.problems.join('; ')}`;
  return { kind: 'dead', because, commit: (tx) => recordNoPlace(tx, deps, intent, lead, placed.problems) };
}

interface Try {
  readonly place: Place;
  /** Of the channels before. */
  readonly problems: readonly string[];
  readonly untried: boolean;
}

async function postAt(deps: DeliveryDeps, intent: HeldIntent, lead: Lead, { place, problems, untried }: Try) {
  const { channel } = place;
  const ticket = { id: intent.id, urgency: intent.urgency };
  const turn = await deps.pace.post(channel, ticket, untried ? PATIENCE_MS : undefined);
  if (turn.kind === 'wait') {
    return { kind: 'later', afterMs: turn.ms, because: 'one message a second a channel' } as const;
  }
  const note = problems.length === 0 ? null : problems.join('; ');
  if (turn.kind === 'crowded') {
    const row = { lead: lead.id, channel, note };
    return { kind: 'done', commit: (tx: HandsTx) => placeOnList(tx, row, causeOf(deps, intent)) } as const;
  }
  const { message, hash } = await draw(deps, lead);
  const outcome = await deps.messenger.post({
    channel,
    message: note === null ? message : explained(message, note),
    key: `card:${lead.id}`,
    repeat: !untried,
    since: untried ? intent.createdAt : lead.seenAt,
  });
  if (outcome.kind !== 'posted') return outcome;
  const commit = async (tx: HandsTx): Promise<void> => {
    // What an earlier try posted may have been overtaken by now: then the next intent edits it.
    const posted = { channel: outcome.channel, ts: outcome.ts, hash: outcome.found ? '' : hash };
    await recordPost(tx, deps, intent, lead, posted, problems);
    if (outcome.found) await tx.outbox.put(cardIntent(lead.id, 5, causeOf(deps, intent)));
    await recordTrouble(tx, deps, intent, lead, { place, problems });
  };
  return { kind: 'done', commit } as const;
}

async function recordEdit(
  tx: HandsTx,
  deps: DeliveryDeps,
  intent: HeldIntent,
  lead: LeadId,
  { posted, hash }: { readonly posted: PostedCard; readonly hash: string },
): Promise<void> {
  await tx.leads.setCard(lead, { ...posted, hash });
  await tx.audit.append({
    ...causeOf(deps, intent),
    action: 'slack.card_edited',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead),
    before: { card: shortHash(posted.hash) },
    after: { channel: posted.channel, ts: posted.ts, card: shortHash(hash) },
  });
}

/** Enough to tell one version of a card from another. */
function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** The same card with why it is here and not where the playbook wants it. */
export function explained(message: Message, because: string): Message {
  const reason = context([escape(`Posted here because ${because}`, 1000)]);
  return { ...message, blocks: [...message.blocks, reason] };
}

async function recordPost(
  tx: HandsTx,
  { clock, onFirstCard }: DeliveryDeps,
  { correlationId }: HeldIntent,
  lead: Lead,
  posted: { readonly channel: ChannelId; readonly ts: string; readonly hash: string },
  problems: readonly string[],
): Promise<void> {
  const at = clock.now();
  onFirstCard?.(elapsed(lead.seenAt, at) / 1000);
  await tx.leads.setCard(lead.id, posted);
  // Lines that waited for the card have a thread now.
  await tx.outbox.hasten(threadLane(lead.id), at);
  await tx.audit.append({
    at,
    action: 'slack.card_posted',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead.id),
    after: { channel: posted.channel, ts: posted.ts, problems },
    correlationId,
  });
}

async function recordTrouble(
  tx: HandsTx,
  deps: DeliveryDeps,
  intent: HeldIntent,
  lead: Lead,
  { place, problems }: Omit<Try, 'untried'>,
): Promise<void> {
  if (problems.length === 0) return endTrouble(tx, place);
  await tellTrouble(tx, lead.card?.target ?? '', problems, 'go to the fallback channel', causeOf(deps, intent));
}

async function recordNoPlace(
  tx: HandsTx,
  deps: DeliveryDeps,
  intent: HeldIntent,
  lead: Lead,
  problems: readonly string[],
): Promise<void> {
  const cause = causeOf(deps, intent);
  await tx.audit.append({
    at: cause.at,
    action: 'slack.card_undeliverable',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead.id),
    after: { problems },
    correlationId: cause.correlationId,
  });
  await tellTrouble(tx, lead.card?.target ?? 'a channel', problems, 'cannot be posted at all', cause);
}
