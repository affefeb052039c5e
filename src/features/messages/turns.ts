// Whether the turn has come to say something in a channel, as an intent's answer: all that is delivered keeps the same pace.
import type { ChannelId } from '#kernel/ids.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { Pace, Ticket } from '#ports/pace.ts';

type Later = Extract<IntentOutcome<never>, { kind: 'later' }>;

/** Null: the turn has come, and is used up. */
export async function turnToPost(pace: Pace, channel: ChannelId, held: Ticket): Promise<Later | null> {
  const turn = await pace.post(channel, ticketOf(held));
  if (turn.kind === 'now') return null;
  return { kind: 'later', afterMs: turn.kind === 'wait' ? turn.ms : 0, because: 'one message a second a channel' };
}

/** Null: the turn has come, and is used up. */
export async function turnToEdit(
  pace: Pace,
  channel: ChannelId,
  held: Ticket,
  of: 'card' | 'list' = 'card',
): Promise<Later | null> {
  const turn = await pace.edit(channel, ticketOf(held), of);
  return turn.kind === 'now' ? null : { kind: 'later', afterMs: turn.ms, because: 'as many edits as Slack takes' };
}

function ticketOf({ id, urgency }: Pick<HeldIntent, 'id' | 'urgency'>): Ticket {
  return { id, urgency };
}
