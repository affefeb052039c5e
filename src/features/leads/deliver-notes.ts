// Outbox handlers for everything that is said beside the card: thread lines, private notes, ops, opportunity alerts.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, link, md } from '#blockkit/mrkdwn.ts';
import { mayPass } from '#kernel/errors.ts';
import { elapsed } from '#kernel/time.ts';
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Message, Messenger, PostOutcome } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { HandsTx } from './change-hands.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { OpsPayload, WhisperPayload } from '#features/messages/intents.ts';
import { AlertPayload, cardLane, ThreadPayload } from './intents.ts';
import { CRM_LABELS } from './labels.ts';
import { leadName } from './lead.ts';
import type { Lead, PostedCard } from './lead.ts';
import { addThreadLine } from './list-work.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import { atFirstPlace, endTrouble } from '#features/messages/places.ts';
import { turnToPost } from '#features/messages/turns.ts';
import { recordMessage } from './record-message.ts';

/** Longest text of one foreign value. */
const VALUE_MAX = 150;
/** How long a line for a card that is not there yet waits at first. */
const FIRST_WAIT_MS = 2_000;

export const HOLD_ACTIONS = {
  announce: 'intake.announce_held',
  mirror: 'intake.mirror_held',
  list: 'intake.list_held',
} as const;

/**
 * `lead.thread`: history under the card, which a lead that was never announced does not have. In a busy channel lines
 * wait together; under a list they name their lead.
 */
export async function deliverThreadLine(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { lead: id, text } = ThreadPayload.parse(intent.payload);
  const lead = await deps.stores.leads.get(id);
  const listed = lead?.card?.list !== undefined;
  if (!lead?.card) return { kind: 'done' };
  const posted = lead.card.posted ?? (await postedSince(deps, lead));
  if (posted === 'soon') return untilPosted(deps, intent);
  if (posted === null) return { kind: 'done' };
  const { channel, ts: thread } = posted;
  const line = listed ? `${leadName(lead)}: ${text}` : text;
  const turn = await deps.pace.post(
    channel,
    { id: intent.id, urgency: intent.urgency },
    intent.attempt === 1 ? 0 : undefined,
  );
  if (turn.kind === 'wait') return { kind: 'later', afterMs: turn.ms, because: 'one message a second a channel' };
  if (turn.kind === 'crowded') {
    const cause = { at: deps.clock.now(), correlationId: intent.correlationId };
    return { kind: 'done', commit: (tx) => addThreadLine(tx, { channel, thread, lead: id, text: line }, cause) };
  }
  return posting(deps, intent, channel, { text: line, blocks: [context([escape(line, 2000)])] }, thread);
}

/** Where the card stands by now; null when nobody is going to post it: then it has no thread either. */
async function postedSince({ stores }: DeliveryDeps, { id, card }: Lead): Promise<PostedCard | 'soon' | null> {
  if (card?.list !== undefined || (await stores.outbox.stands(cardLane(id)))) return 'soon';
  return (await stores.leads.get(id))?.card?.posted ?? null;
}

function untilPosted({ clock }: DeliveryDeps, intent: HeldIntent): LeadOutcome {
  const afterMs = Math.max(FIRST_WAIT_MS, elapsed(intent.createdAt, clock.now()));
  return { kind: 'later', afterMs, because: 'the card is not posted yet' };
}

/** `lead.whisper`: one person, in the channel where they acted, else directly. */
export async function deliverWhisper({ messenger, clock }: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { channel, to, text } = WhisperPayload.parse(intent.payload);
  const message: Message = { text, blocks: [section(escape(text, 2900))] };
  if (channel !== null && (await whispered(messenger, channel, to, message))) {
    return { kind: 'done', commit: (tx) => recordMessage(tx, intent, { channel, ts: null }, clock.now()) };
  }
  const outcome = await messenger.direct(to, { message, key: intent.key, repeat: intent.attempt > 1 });
  return outcome.kind === 'posted'
    ? { kind: 'done', commit: (tx) => recordMessage(tx, intent, outcome, clock.now()) }
    : { kind: 'dead', because: outcome.because };
}

/** False where the app or the person is not in that channel: a command works everywhere, a private note does not. */
async function whispered(
  messenger: Messenger,
  channel: ChannelId,
  to: SlackUserId,
  message: Message,
): Promise<boolean> {
  try {
    await messenger.whisper(channel, to, message);
    return true;
  } catch (error) {
    if (mayPass(error)) throw error;
    return false;
  }
}

/** `ops.message`: what a person in ops must know or decide. */
export async function deliverOps(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { text, hold } = OpsPayload.parse(intent.payload);
  const blocks: Block[] = [section(escape(text, 2900))];
  if (hold !== null) {
    const value = String(hold);
    blocks.push(
      section(md`They are kept but not announced, and nothing was written. What shall happen to them?`),
      actions([
        button({ action: HOLD_ACTIONS.announce, text: 'Announce all', value, style: 'primary' }),
        button({ action: HOLD_ACTIONS.list, text: 'Choose from a list', value }),
        button({ action: HOLD_ACTIONS.mirror, text: 'Keep silent', value }),
      ]),
    );
  }
  const outcome = await postNamed(deps, intent, deps.playbook().playbook.channels.ops, { text, blocks });
  return outcome.kind === 'dead' ? tellAdmins(deps, intent, { text, blocks }, outcome) : outcome;
}

/** The means left when no channel takes what ops must know: the admins, each directly. */
async function tellAdmins(
  { messenger, playbook, clock }: DeliveryDeps,
  intent: HeldIntent,
  message: Message,
  nowhere: LeadOutcome,
): Promise<LeadOutcome> {
  let told: Told | null = null;
  for (const email of playbook().playbook.roles.admin) {
    const admin = await messenger.personByEmail(email);
    if (admin === null || !admin.active) continue;
    const direct = { message, key: `${intent.key}:${admin.id}`, repeat: intent.attempt > 1, since: intent.createdAt };
    const outcome = await messenger.direct(admin.id, direct);
    if (outcome.kind === 'posted') told = outcome;
  }
  const last = told;
  return last === null ? nowhere : { kind: 'done', commit: (tx) => recordMessage(tx, intent, last, clock.now()) };
}

type Told = Extract<PostOutcome, { kind: 'posted' }>;

/** `opportunity.alert`: what a rule has to say about a deal. */
export async function deliverAlert(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { channel, headline, event, ref, fields } = AlertPayload.parse(intent.payload);
  const name = clip(String(fields['name'] || 'Opportunity'), VALUE_MAX);
  const url = deps.crms.get(ref.crm)?.recordUrl(ref);
  const label = `${CRM_LABELS[ref.crm]} ${ref.crm === 'hubspot' ? 'deal' : 'opportunity'}`;
  const text = `${headline}: ${name} (${event.replace('opportunity.', '')})`;
  const stage = typeof fields['stage'] === 'string' ? await stageName(deps, ref.crm, fields['stage']) : null;
  const details = [
    ...(stage === null ? [] : [escape(`Stage ${stage}`, VALUE_MAX)]),
    ...(fields['amount'] === null || fields['amount'] === undefined
      ? []
      : [escape(`Amount ${fields['amount']}`, VALUE_MAX)]),
    ...(fields['owner'] ? [escape(`Owner ${fields['owner']}`, VALUE_MAX)] : []),
    ...(url === undefined ? [] : [link(url, label)]),
  ];
  const blocks: Block[] = [
    section(join([escape(headline, 600), bold(name)])),
    ...(details.length > 0 ? [context([join(details, '  ·  ')])] : []),
  ];
  return postNamed(deps, intent, channel, { text, blocks });
}

async function stageName({ stores }: DeliveryDeps, crm: AlertPayload['ref']['crm'], id: string): Promise<string> {
  return (await stores.directory.stage(crm, 'opportunity', id))?.label ?? id;
}

async function postNamed(deps: DeliveryDeps, intent: HeldIntent, name: string, message: Message): Promise<LeadOutcome> {
  const { fallback } = deps.playbook().playbook.channels;
  const placed = await atFirstPlace(deps, [name, fallback], async (place) => {
    const later = await turnToPost(deps.pace, place.channel, intent);
    if (later !== null) return later;
    const sent = await send(deps, intent, place.channel, message);
    if (sent.kind === 'undeliverable') return sent;
    const commit = async (tx: HandsTx): Promise<void> => {
      await endTrouble(tx, place);
      await recordMessage(tx, intent, sent, deps.clock.now());
    };
    return { kind: 'done', commit };
  });
  if (placed.kind !== 'nowhere') return placed;
  return {
    kind: 'dead',
    because: `neither ${name} nor ${fallback} can take the message: ${placed.problems.join('; ')}`,
  };
}

async function posting(
  deps: DeliveryDeps,
  intent: HeldIntent,
  channel: ChannelId,
  message: Message,
  thread: string,
): Promise<LeadOutcome> {
  const outcome = await send(deps, intent, channel, message, thread);
  return outcome.kind === 'posted'
    ? { kind: 'done', commit: (tx) => recordMessage(tx, intent, outcome, deps.clock.now()) }
    : { kind: 'dead', because: outcome.because };
}

function send(
  { messenger }: DeliveryDeps,
  intent: HeldIntent,
  channel: ChannelId,
  message: Message,
  thread?: string,
): Promise<PostOutcome> {
  return messenger.post({
    channel,
    message,
    key: intent.key,
    repeat: intent.attempt > 1,
    since: intent.createdAt,
    ...(thread === undefined ? {} : { thread }),
  });
}
