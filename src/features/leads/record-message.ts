// The audit row of a message that went out: where it stands, and what it says.
import { z } from 'zod';
import type { AuditAction } from '#features/audit/actions.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import { Fault } from '#kernel/errors.ts';
import { LeadId, SlackUserId } from '#kernel/ids.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { AlertPayload } from './intents.ts';
import { leadSubject } from './lead.ts';

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
const About = z.object({ lead: LeadId.optional(), to: SlackUserId.optional(), subject: z.string().optional() });

/** Runs in the transaction that finishes the intent. */
export async function recordMessage(
  tx: { readonly audit: AuditWriter },
  { kind, payload, correlationId }: HeldIntent,
  { channel, ts }: Place,
  at: Date,
): Promise<void> {
  const action = ACTIONS[kind];
  if (action === undefined) throw new Fault('internal', `${kind} is not a message`);
  const { text, headline } = Said.parse(payload);
  await tx.audit.append({
    at,
    action,
    actor: { kind: 'system', part: 'outbox' },
    subject: subjectOfIntent({ kind, payload }),
    after: { channel, ts, text: text ?? headline ?? '' },
    correlationId,
  });
}

/** What an intent is about, as the audit log names it. */
export function subjectOfIntent({ kind, payload }: Pick<HeldIntent, 'kind' | 'payload'>): string {
  const { lead, to, subject } = About.catch({}).parse(payload);
  if (subject !== undefined) return subject;
  if (lead !== undefined) return leadSubject(lead);
  if (to !== undefined) return `person:${to}`;
  const alert = AlertPayload.safeParse(payload);
  if (alert.success) return `opportunity:${alert.data.ref.crm}:${alert.data.ref.id}`;
  return kind === 'ops.message' ? 'ops' : `intent:${kind}`;
}
