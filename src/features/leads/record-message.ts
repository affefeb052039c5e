// The audit row of a message that went out: where it stands, and what it says.
import { z } from 'zod';
import type { AuditAction } from '#features/audit/actions.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import { Fault } from '#kernel/errors.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { subjectOf } from './bury-intent.ts';

/** Null where Slack does not say: a private note has no `ts`, a direct message no channel that matters. */
interface Place {
  readonly channel: string | null;
  readonly ts: string | null;
}

const ACTIONS: Readonly<Record<string, AuditAction>> = {
  'lead.thread': 'slack.thread_posted',
  'lead.whisper': 'slack.whispered',
  'ops.message': 'slack.ops_posted',
  'opportunity.alert': 'slack.alert_posted',
};

const Said = z.object({ text: z.string().optional(), headline: z.string().optional() });

/** Runs in the transaction that finishes the intent. */
export async function recordMessage(
  tx: { readonly audit: AuditWriter },
  intent: HeldIntent,
  { channel, ts }: Place,
  at: Date,
): Promise<void> {
  const { kind, payload, correlationId } = intent;
  const action = ACTIONS[kind];
  if (action === undefined) throw new Fault('internal', `${kind} is not a message`);
  const { text, headline } = Said.parse(payload);
  await tx.audit.append({
    at,
    action,
    actor: { kind: 'system', part: 'outbox' },
    subject: subjectOf(intent),
    after: { channel, ts, text: text ?? headline ?? '' },
    correlationId,
  });
}
