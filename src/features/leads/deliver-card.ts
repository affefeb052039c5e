// Outbox handler `lead.card`: the lead's one card is posted once and from then on edited in place.
import { createHash } from 'node:crypto';
import { context } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { ChannelId, CorrelationId, LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Messenger, Message } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { loadCard } from './card-data.ts';
import type { CardData } from './card-data.ts';
import { renderCard } from './card-view.ts';
import type { HandsTx } from './change-hands.ts';
import { CardPayload, opsIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead, PostedCard } from './lead.ts';
import type { LeadOutcome } from './outbox-tx.ts';

/** Spaces what is sent to Slack. A ticket is an intent's id. */
interface Pace {
  /** Milliseconds until this ticket may post to the channel; 0 is now, and uses the slot up. */
  reserve(channel: ChannelId, ticket: string): number;
  /** The same for edits, which Slack counts over all channels. */
  reserveEdit(ticket: string): number;
}

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
  const { lead: id } = CardPayload.parse(intent.payload);
  const lead = await deps.stores.leads.get(id);
  if (!lead?.card) return { kind: 'done' };
  const data = await loadCard({ directory: deps.stores.directory, crms: deps.crms }, lead, deps.clock.now());
  const message = renderCard(data);
  const hash = hashOf(data);
  return lead.card.posted === null ? post(deps, intent, lead, message, hash) : edit(deps, intent, lead, message, hash);
}

/** Of what the card says, but not of the minute it was written in, which alone is no reason to send it again. */
function hashOf(data: CardData): string {
  const timeless = renderCard({ ...data, localHour: data.localHour === null ? null : '' });
  return createHash('sha256').update(JSON.stringify(timeless)).digest('hex');
}

async function edit(
  { messenger, pace, clock }: DeliveryDeps,
  intent: HeldIntent,
  lead: Lead,
  message: Message,
  hash: string,
): Promise<LeadOutcome> {
  const { target = '', posted = null } = lead.card ?? {};
  if (!posted || posted.hash === hash) return { kind: 'done' };
  // What follows a click does not wait behind the links and details of other cards.
  const afterMs = intent.urgency === 0 ? 0 : pace.reserveEdit(intent.id);
  if (afterMs > 0) return { kind: 'later', afterMs, because: 'fifty edits a minute' };
  const atHome = (await messenger.channelNamed(target)) === posted.channel;
  const shown = atHome ? message : explained(message, `${target} could not take it`);
  const outcome = await messenger.edit(posted.channel, posted.ts, shown);
  // Somebody deleted the message in Slack: their decision, so it is not posted again.
  if (outcome.kind === 'message_gone') return { kind: 'done' };
  return { kind: 'done', commit: (tx) => recordEdit(tx, intent, lead.id, { posted, hash, at: clock.now() }) };
}

async function post(
  deps: DeliveryDeps,
  intent: HeldIntent,
  lead: Lead,
  message: Message,
  hash: string,
): Promise<LeadOutcome> {
  // Nobody needs a card that would begin and end as "gone".
  if (lead.state === 'gone') return { kind: 'done' };
  const target = lead.card?.target ?? '';
  const { fallback } = deps.playbook().playbook.channels;
  const problems: string[] = [];
  for (const name of new Set([target, fallback])) {
    const channel = await deps.messenger.channelNamed(name);
    if (channel === null) {
      problems.push(`${name} does not exist, or the app cannot see it`);
      continue;
    }
    const afterMs = deps.pace.reserve(channel, intent.id);
    if (afterMs > 0) return { kind: 'later', afterMs, because: 'one message a second a channel' };
    const shown = problems.length === 0 ? message : explained(message, problems.join('; '));
    const outcome = await deps.messenger.post({
      channel,
      message: shown,
      key: `card:${lead.id}`,
      repeat: intent.attempt > 1,
      since: intent.createdAt,
    });
    if (outcome.kind === 'posted') {
      const posted = { channel: outcome.channel, ts: outcome.ts, hash };
      return { kind: 'done', commit: (tx) => recordPost(tx, deps, intent, lead, posted, problems) };
    }
    problems.push(`${name}: ${outcome.because.replaceAll('_', ' ')}`);
  }
  const because = `no channel can take the card: ${problems.join('; ')}`;
  return { kind: 'dead', because, commit: (tx) => recordNoPlace(tx, deps, intent, lead, problems) };
}

async function recordEdit(
  tx: HandsTx,
  { correlationId }: HeldIntent,
  lead: LeadId,
  { posted, hash, at }: { readonly posted: PostedCard; readonly hash: string; readonly at: Date },
): Promise<void> {
  await tx.leads.setCard(lead, { ...posted, hash });
  await tx.audit.append({
    at,
    action: 'slack.card_edited',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead),
    before: { card: posted.hash },
    after: { channel: posted.channel, ts: posted.ts, card: hash },
    correlationId,
  });
}

/** The same card with why it is here and not where the playbook wants it. */
function explained(message: Message, because: string): Message {
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
  await tx.audit.append({
    at,
    action: 'slack.card_posted',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead.id),
    after: { channel: posted.channel, ts: posted.ts, problems },
    correlationId,
  });
  if (problems.length > 0) await tellOps(tx, lead, problems, 'go to the fallback channel', { at, correlationId });
}

async function recordNoPlace(
  tx: HandsTx,
  { clock }: DeliveryDeps,
  { correlationId }: HeldIntent,
  lead: Lead,
  problems: readonly string[],
): Promise<void> {
  const at = clock.now();
  await tx.audit.append({
    at,
    action: 'slack.card_undeliverable',
    actor: { kind: 'system', part: 'outbox' },
    subject: leadSubject(lead.id),
    after: { problems },
    correlationId,
  });
  await tellOps(tx, lead, problems, 'cannot be posted at all', { at, correlationId });
}

/** Once for each kind of trouble with a channel, not once a card. */
async function tellOps(
  tx: HandsTx,
  lead: Lead,
  problems: readonly string[],
  what: string,
  cause: { readonly at: Date; readonly correlationId: CorrelationId },
): Promise<void> {
  const target = lead.card?.target ?? 'a channel';
  const text = `Cards for ${target} ${what}: ${problems.join('; ')}. Create the channel or invite the app to it.`;
  await tx.outbox.put(opsIntent(`channel:${target}:${problems.join()}`, { text, hold: null }, cause));
}
