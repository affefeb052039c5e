// Outbox handler `incident.line`: a word in the thread of an incident's message, with a ping for whoever it is for.
import type { HeldIntent } from '#ports/outbox.ts';
import { postingOf } from '#features/messages/posting-of.ts';
import { lineMessage, lineOutcome } from '#features/messages/thread-line.ts';
import { turnToPost } from '#features/messages/turns.ts';
import type { WatchTx } from '../desk.ts';
import { LinePayload } from '../intents.ts';
import type { Delivered, TellingDeps } from './record-incident.ts';

/** The message is ahead of it in its lane: where there is none by now, none will be. */
export async function deliverLine<Tx extends WatchTx>(deps: TellingDeps<Tx>, intent: HeldIntent): Delivered<Tx> {
  const { incident: id, text, mention: to } = LinePayload.parse(intent.payload);
  const incident = await deps.stores.incidents.find(id);
  const posting = postingOf(intent);
  const said = { at: deps.clock.now(), subject: `incident:${id}`, text, correlationId: intent.correlationId };
  if (incident === null || incident.card === null) {
    if (to === null) return { kind: 'done' };
    const message = lineMessage(`Incident #${id}: ${text}`, null);
    return lineOutcome(await deps.messenger.direct(to, { message, ...posting }), said);
  }
  const { channel, ts: thread } = incident.card;
  const later = await turnToPost(deps.pace, channel, intent);
  if (later !== null) return later;
  const message = lineMessage(text, to);
  return lineOutcome(await deps.messenger.post({ channel, thread, message, ...posting }), said);
}
