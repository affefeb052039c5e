// Outbox handlers for everything that is said beside the card: thread lines, private notes, ops, opportunity alerts.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, link, md } from '#blockkit/mrkdwn.ts';
import { mayPass } from '#kernel/errors.ts';
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Message, Messenger } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { AlertPayload, OpsPayload, ThreadPayload, WhisperPayload } from './intents.ts';
import { CRM_LABELS } from './labels.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import { recordMessage } from './record-message.ts';

/** Longest text of one foreign value. */
const VALUE_MAX = 150;

export const HOLD_ACTIONS = {
  announce: 'intake.announce_held',
  mirror: 'intake.mirror_held',
  list: 'intake.list_held',
} as const;

/** `lead.thread`: history under the card. A card that was never posted has no thread. */
export async function deliverThreadLine(deps: DeliveryDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const { lead: id, text } = ThreadPayload.parse(intent.payload);
  const posted = (await deps.stores.leads.get(id))?.card?.posted;
  if (!posted) return { kind: 'done' };
  return postOnce(deps, intent, posted.channel, { text, blocks: [context([escape(text, 2000)])] }, posted.ts);
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
  return postNamed(deps, intent, deps.playbook().playbook.channels.ops, { text, blocks });
}

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
  for (const one of new Set([name, fallback])) {
    const channel = await deps.messenger.channelNamed(one);
    if (channel === null) continue;
    const outcome = await postOnce(deps, intent, channel, message);
    if (outcome.kind !== 'dead') return outcome;
  }
  return { kind: 'dead', because: `neither ${name} nor ${fallback} can take the message` };
}

async function postOnce(
  deps: DeliveryDeps,
  intent: HeldIntent,
  channel: ChannelId,
  message: Message,
  thread?: string,
): Promise<LeadOutcome> {
  const afterMs = deps.pace.reserve(channel, intent.id);
  if (afterMs > 0) return { kind: 'later', afterMs, because: 'one message a second a channel' };
  const outcome = await deps.messenger.post({
    channel,
    message,
    key: intent.key,
    repeat: intent.attempt > 1,
    since: intent.createdAt,
    ...(thread === undefined ? {} : { thread }),
  });
  return outcome.kind === 'posted'
    ? { kind: 'done', commit: (tx) => recordMessage(tx, intent, outcome, deps.clock.now()) }
    : { kind: 'dead', because: outcome.because };
}
