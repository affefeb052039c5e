// Outbox handler `history.progress`: posts the message of a fill, and edits it from then on.
import { createHash } from 'node:crypto';
import type { Clock } from '#ports/clock.ts';
import { ChannelId } from '#kernel/ids.ts';
import type { Message, Messenger } from '#ports/messenger.ts';
import type { HeldIntent, IntentOutcome, OutboxWriter } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import { atFirstPlace, endTrouble } from '#features/messages/places.ts';
import type { Sent } from '#features/messages/places.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import { turnToEdit, turnToPost } from '#features/messages/turns.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { ProgressPayload } from './intents.ts';
import { isWorthTelling, progressMessage } from './progress-view.ts';
import type { FillState, SyncStore } from './store.ts';

export interface ProgressTx {
  readonly sync: SyncStore;
  readonly channels: ChannelStore;
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
}

export interface ProgressDelivery {
  readonly stores: { readonly sync: SyncStore; readonly channels: ChannelStore };
  readonly messenger: Pick<Messenger, 'post' | 'edit' | 'channelNamed'>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly pace: Pace;
}

export async function deliverProgress<Tx extends ProgressTx>(
  deps: ProgressDelivery,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  const { crm, rate } = ProgressPayload.parse(intent.payload);
  const { sync } = deps.stores;
  const fill = await sync.fill(crm);
  if (fill === null) return { kind: 'done' };
  const states = await sync.states(crm);
  if (fill.ts === null && !isWorthTelling(fill, states)) return { kind: 'done' };
  const message = progressMessage({ fill, states, rate, now: deps.clock.now() });
  return fill.channel === null || fill.ts === null
    ? post(deps, intent, fill, message)
    : edit(deps, intent, fill, { channel: ChannelId.parse(fill.channel), ts: fill.ts }, message);
}

async function post<Tx extends ProgressTx>(
  deps: ProgressDelivery,
  intent: HeldIntent,
  fill: FillState,
  message: Message,
): Promise<IntentOutcome<Tx>> {
  const { ops, fallback } = deps.playbook().playbook.channels;
  const placed = await atFirstPlace<Tx>(deps, [ops, fallback], async (place): Promise<Sent<Tx>> => {
    const later = await turnToPost(deps.pace, place.channel, intent);
    if (later !== null) return later;
    const key = `history:${fill.crm}:${fill.startedAt.toISOString()}`;
    // An intent before this one may have posted it and died before it could say where.
    const posting = { channel: place.channel, message, key, repeat: true, since: fill.startedAt };
    const sent = await deps.messenger.post(posting);
    if (sent.kind === 'undeliverable') return sent;
    const { channel, ts, found } = sent;
    return {
      kind: 'done',
      async commit(tx) {
        await endTrouble(tx, place);
        await tx.sync.changeFill(fill.crm, { channel, ts, hash: found ? '' : hashOf(message) });
        await tx.audit.append({
          at: deps.clock.now(),
          action: 'slack.ops_posted',
          actor: { kind: 'system', part: 'outbox' },
          subject: 'ops',
          after: { channel, ts, text: message.text },
          correlationId: intent.correlationId,
        });
      },
    };
  });
  if (placed.kind !== 'nowhere') return placed;
  return {
    kind: 'dead',
    because: `neither ${ops} nor ${fallback} can take the message: ${placed.problems.join('; ')}`,
  };
}

async function edit<Tx extends ProgressTx>(
  deps: ProgressDelivery,
  intent: HeldIntent,
  fill: FillState,
  { channel, ts }: { readonly channel: ChannelId; readonly ts: string },
  message: Message,
): Promise<IntentOutcome<Tx>> {
  const hash = hashOf(message);
  if (fill.hash === hash) return { kind: 'done' };
  const later = await turnToEdit(deps.pace, channel, intent);
  if (later !== null) return later;
  const outcome = await deps.messenger.edit(channel, ts, message);
  // Whoever deleted it, or locked the channel, does not want to see it; the terminal and the doctor still say.
  if (outcome.kind !== 'edited') return { kind: 'done' };
  return { kind: 'done', commit: (tx) => tx.sync.changeFill(fill.crm, { hash }) };
}

function hashOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('hex');
}
