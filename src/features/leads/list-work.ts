// What waits for a channel's lists and threads is done by one intent at a time, so that each call goes to what is most
// urgent then, and ten thousand leads leave no ten thousand rows in the outbox.
import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import { ChannelId } from '#kernel/ids.ts';
import type { LeadId } from '#kernel/ids.ts';
import { after } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { Ticket } from '#ports/pace.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import type { Cause } from '#features/messages/intents.ts';
import { LIST_DETAILS_MS, LIST_OPEN_MS, LIST_ROWS } from './card-list.ts';
import type { ListUrgency } from './card-list.ts';
import type { HandsTx } from './change-hands.ts';
import type { ThreadLine } from './store.ts';

export const ListsPayload = z.object({ channel: ChannelId });

type ListTx = Pick<HandsTx, 'lists' | 'outbox'>;

/** Makes the lead a row of the channel's newest list, or of a new one. */
export async function placeOnList(
  tx: ListTx,
  placing: { readonly lead: LeadId; readonly channel: ChannelId; readonly note: string | null },
  cause: Cause,
): Promise<void> {
  await tx.lists.lock(placing.channel);
  const begunSince = after(cause.at, -LIST_OPEN_MS);
  const placed = await tx.lists.place({ ...placing, now: cause.at, begunSince, rows: LIST_ROWS });
  if (placed) await workAt(tx, placing.channel, cause.at, cause);
}

/** One of the list's leads has changed. */
export async function askForList(tx: ListTx, id: string, urgency: ListUrgency, cause: Cause): Promise<void> {
  const found = await tx.lists.get(id);
  if (!found) return;
  await tx.lists.lock(found.channel);
  // It may have gone to the fallback channel while we waited.
  const channel = (await tx.lists.get(id))?.channel ?? found.channel;
  if (channel !== found.channel) await tx.lists.lock(channel);
  const dueAt = after(cause.at, urgency === 9 ? LIST_DETAILS_MS : 0);
  await tx.lists.ask(id, urgency, dueAt);
  await workAt(tx, channel, dueAt, cause);
}

/** A line for a thread whose channel is busy. */
export async function addThreadLine(tx: ListTx, line: ThreadLine, cause: Cause): Promise<void> {
  await tx.lists.lock(line.channel);
  await tx.lists.addLine({ ...line, at: cause.at });
  await workAt(tx, line.channel, cause.at, cause);
}

/** Sees to it that what waits in this channel is worked on, by one intent. Needs the channel's lock. */
export async function goOn(tx: ListTx, channel: ChannelId, cause: Cause): Promise<void> {
  const dueAt = await tx.lists.dueAt(channel);
  if (dueAt !== null) await workAt(tx, channel, dueAt, cause);
}

async function workAt(tx: ListTx, channel: ChannelId, dueAt: Date, { correlationId }: Cause): Promise<void> {
  if (await tx.outbox.hasten(laneOf(channel), dueAt)) return;
  const key = `${laneOf(channel)}:${randomUUID()}`;
  const payload = { channel };
  await tx.outbox.put({ kind: 'lead.lists', lane: laneOf(channel), key, urgency: 0, payload, correlationId, dueAt });
}

function laneOf(channel: ChannelId): string {
  return `lists:${channel}`;
}

type Commit = (tx: HandsTx) => Promise<void>;

/** Done with this call; what waits after it is the next intent's. */
export function andGoOn(
  deps: { readonly clock: Clock },
  intent: HeldIntent,
  channel: ChannelId,
  commit: Commit = async () => undefined,
): LeadOutcome {
  return { kind: 'done', commit: goingOn(deps, intent, channel, commit) };
}

/** `commit`, and then the next intent for what waits after this one, however it ended. */
export function goingOn(
  { clock }: { readonly clock: Clock },
  { correlationId }: HeldIntent,
  channel: ChannelId,
  commit: Commit,
): Commit {
  return async (tx) => {
    await tx.lists.lock(channel);
    await commit(tx);
    await goOn(tx, channel, { at: clock.now(), correlationId });
  };
}

/** One place among those who wait for the channel, whatever it is for. */
export function ticketOf({ lane }: HeldIntent, urgency: Ticket['urgency']): Ticket {
  return { id: lane, urgency };
}
