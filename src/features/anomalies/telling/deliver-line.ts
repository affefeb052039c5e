// Outbox handler `incident.line`: a word in the thread of an incident's message, with a ping for whoever it is for.
import { context, section } from '#blockkit/blocks.ts';
import { escape, md, mention } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Message, PostOutcome } from '#ports/messenger.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import { wordsOf } from '#features/messages/places.ts';
import { turnToPost } from '#features/messages/turns.ts';
import type { WatchTx } from '../desk.ts';
import { LinePayload } from '../intents.ts';
import type { Delivered, TellingDeps } from './record-incident.ts';

const LINE_MAX = 2_500;

/** The message is ahead of it in its lane: where there is none by now, none will be. */
export async function deliverLine<Tx extends WatchTx>(deps: TellingDeps<Tx>, intent: HeldIntent): Delivered<Tx> {
  const { incident: id, text, mention: to } = LinePayload.parse(intent.payload);
  const incident = await deps.stores.incidents.find(id);
  const posting = { key: intent.key, repeat: intent.attempt > 1, since: intent.createdAt };
  if (incident === null || incident.card === null) {
    if (to === null) return { kind: 'done' };
    const message = lineMessage(`Incident #${id}: ${text}`, null);
    return ended(deps, intent, text, await deps.messenger.direct(to, { message, ...posting }));
  }
  const { channel, ts: thread } = incident.card;
  const later = await turnToPost(deps.pace, channel, intent);
  if (later !== null) return later;
  const message = lineMessage(text, to);
  return ended(deps, intent, text, await deps.messenger.post({ channel, thread, message, ...posting }));
}

function lineMessage(text: string, to: SlackUserId | null): Message {
  const words = escape(text, LINE_MAX);
  return { text, blocks: [to === null ? context([words]) : section(md`${mention(to)} ${words}`)] };
}

function ended<Tx extends WatchTx>(
  { clock }: TellingDeps<Tx>,
  { payload, correlationId }: HeldIntent,
  text: string,
  outcome: PostOutcome,
): IntentOutcome<Tx> {
  if (outcome.kind === 'undeliverable') return { kind: 'dead', because: wordsOf(outcome.because) };
  const { channel, ts } = outcome;
  return {
    kind: 'done',
    commit: (tx) =>
      tx.audit.append({
        at: clock.now(),
        action: 'slack.thread_posted',
        actor: { kind: 'system', part: 'outbox' },
        subject: `incident:${LinePayload.parse(payload).incident}`,
        after: { channel, ts, text },
        correlationId,
      }),
  };
}
