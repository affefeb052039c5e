// Lines that waited for a busy channel, as one message in their thread.
import { context } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { ChannelId } from '#kernel/ids.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { turnToPost } from '#features/messages/turns.ts';
import type { HandsTx } from './change-hands.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { leadSubject } from './lead.ts';
import { andGoOn, goingOn, ticketOf } from './list-work.ts';
import type { LeadOutcome } from './outbox-tx.ts';
import type { WaitingLines } from './store.ts';

/** Lines of one message, which leaves each of them 600 characters. */
export const LINES_MAX = 20;
const LINE_MAX = 2_000;
/** Characters of all lines together; a message takes 13,200. */
const ALL_LINES_MAX = 12_000;

export async function deliverLines(
  deps: DeliveryDeps,
  intent: HeldIntent,
  channel: ChannelId,
  { thread, lines, message: begun, since }: WaitingLines,
): Promise<LeadOutcome> {
  const { lists: store } = deps.stores;
  const later = await turnToPost(deps.pace, channel, ticketOf(intent, 9));
  if (later !== null) return later;
  const ids = lines.map(({ id }) => id);
  const key = begun ?? `lines:${ids[0]}`;
  if (begun === null) await store.beginMessage(ids, key);
  const text = lines.map((line) => line.text).join('\n');
  const longest = Math.min(LINE_MAX, Math.floor(ALL_LINES_MAX / lines.length));
  const blocks = lines.map((line) => context([escape(line.text, longest)]));
  const posting = { channel, thread, message: { text, blocks }, key, repeat: begun !== null, since };
  const outcome = await deps.messenger.post(posting);
  if (outcome.kind === 'undeliverable') return givenUp(deps, intent, channel, lines, outcome.because);
  return andGoOn(deps, intent, channel, async (tx) => {
    await tx.lists.removeLines(ids);
    for (const line of lines) await recordLine(tx, intent, line, outcome, deps.clock.now());
  });
}

/** Lines that Slack will never take: a dead letter, as one line alone would be, and nothing waits behind them. */
export function givenUp(
  deps: Pick<DeliveryDeps, 'clock'>,
  intent: HeldIntent,
  channel: ChannelId,
  lines: readonly Line[],
  because: string,
): LeadOutcome {
  const commit = goingOn(deps, intent, channel, async (tx) => {
    await tx.lists.removeLines(lines.map(({ id }) => id));
    for (const { id, lead } of lines) {
      await tx.audit.append({
        at: deps.clock.now(),
        action: 'intent.given_up',
        actor: { kind: 'system', part: 'outbox' },
        subject: leadSubject(lead),
        after: { kind: 'lead.thread', key: `line:${id}`, because },
        correlationId: intent.correlationId,
      });
    }
  });
  return { kind: 'dead', because, commit };
}

type Line = WaitingLines['lines'][number];

function recordLine(
  tx: HandsTx,
  { correlationId }: HeldIntent,
  { lead, text }: Line,
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
