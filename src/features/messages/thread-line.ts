// A word in the thread of a message, or to one person where there is no message: how it looks, and what follows once it stands.
import { context, section } from '#blockkit/blocks.ts';
import { escape, md, mention } from '#blockkit/mrkdwn.ts';
import type { CorrelationId, SlackUserId } from '#kernel/ids.ts';
import type { Message, PostOutcome } from '#ports/messenger.ts';
import type { IntentOutcome } from '#ports/outbox.ts';
import type { AuditStore } from '#features/audit/store.ts';
import { wordsOf } from './places.ts';

const LINE_MAX = 2_500;

/** `text` is plain; whoever is named hears of it. */
export function lineMessage(text: string, to: SlackUserId | null): Message {
  const words = escape(text, LINE_MAX);
  return { text, blocks: [to === null ? context([words]) : section(md`${mention(to)} ${words}`)] };
}

export interface SaidLine {
  readonly at: Date;
  /** As the audit log calls it: `incident:7`. */
  readonly subject: string;
  readonly text: string;
  readonly correlationId: CorrelationId;
}

export function lineOutcome<Tx extends { readonly audit: AuditStore }>(
  outcome: PostOutcome,
  { text, ...said }: SaidLine,
): IntentOutcome<Tx> {
  if (outcome.kind === 'undeliverable') return { kind: 'dead', because: wordsOf(outcome.because) };
  const { channel, ts } = outcome;
  const posted = { action: 'slack.thread_posted', actor: { kind: 'system', part: 'outbox' } } as const;
  return { kind: 'done', commit: (tx) => tx.audit.append({ ...said, ...posted, after: { channel, ts, text } }) };
}
