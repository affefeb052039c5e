// Lines that waited for a busy channel, as one message in their thread.
import { context } from '#blockkit/blocks.ts';
import { escape, join } from '#blockkit/mrkdwn.ts';
import type { ChannelId } from '#kernel/ids.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { HandsTx } from './change-hands.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { leadSubject } from './lead.ts';
import { andGoOn, ticketOf } from './list-work.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import type { WaitingLines } from './store.ts';

/** Lines of one message: 2,000 characters each at most would be too many for one block. */
export const LINES_MAX = 20;
const LINE_MAX = 140;
/** A line that goes alone, as it does where the channel is quiet, may be longer. */
const LONE_LINE_MAX = 2_000;

export async function deliverLines(
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
