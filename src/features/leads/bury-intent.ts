// What follows when an intent failed for good: the audit log has it, and a write that never reached its CRM is said on
// the lead's card. Ops are told by the recovery's tick, for many that failed alike at once.
import type { Clock } from '#ports/clock.ts';
import type { HeldIntent, Intent } from '#ports/outbox.ts';
import { z } from 'zod';
import type { HandsTx } from './change-hands.ts';
import { WhisperPayload } from '#features/messages/intents.ts';
import { cardIntent, CreatePayload, RefPayload, threadIntent, UpdatePayload } from './intents.ts';
import { CRM_LABELS } from './labels.ts';
import { leadSubject } from './lead.ts';
import { LeadId, SlackUserId } from '#kernel/ids.ts';
import { notMadeLine, notWrittenLine } from './thread-lines.ts';

/** Runs in the transaction that sets the intent aside. */
export function buryIntent(
  { clock }: { readonly clock: Clock },
  intent: HeldIntent,
  because: string,
): (tx: HandsTx) => Promise<void> {
  return async (tx) => {
    const at = clock.now();
    const { kind, key, correlationId } = intent;
    await tx.audit.append({
      at,
      action: 'intent.given_up',
      actor: { kind: 'system', part: 'outbox' },
      subject: subjectOf(intent),
      after: { kind, key, because },
      correlationId,
    });
    const failed = writeOf(intent, because);
    if (failed !== null) await sayOnCard(tx, failed, { at, correlationId });
  };
}

const LeadPayload = z.object({ lead: LeadId });
/** Of features that know leads, and not the other way round: each names its subject by a number. */
const NUMBERED = z.union([
  z.object({ approval: z.number() }).transform(({ approval }) => `approval:${approval}`),
  z.object({ campaign: z.number() }).transform(({ campaign }) => `campaign:${campaign}`),
  z.object({ person: SlackUserId }).transform(({ person }) => `person:${person}`),
]);

/** What an intent is about, as the audit log names it. */
export function subjectOf({ kind, key, payload }: Pick<Intent, 'kind' | 'key' | 'payload'>): string {
  const lead = LeadPayload.safeParse(payload);
  if (lead.success) return leadSubject(lead.data.lead);
  const numbered = NUMBERED.safeParse(payload);
  if (numbered.success) return numbered.data;
  const ref = RefPayload.safeParse(payload['ref']);
  if (ref.success && ref.data.object === 'opportunity') return `opportunity:${ref.data.crm}:${ref.data.id}`;
  const whisper = WhisperPayload.safeParse(payload);
  if (whisper.success) return `person:${whisper.data.to}`;
  return kind === 'ops.message' ? 'ops' : `intent:${key}`;
}

interface FailedWrite {
  readonly lead: LeadId;
  readonly line: string;
}

/** Claims say by themselves what became of them. */
function writeOf({ kind, payload }: HeldIntent, because: string): FailedWrite | null {
  if (kind === 'crm.create') {
    const create = CreatePayload.safeParse(payload);
    if (!create.success) return null;
    const { lead, object, crm } = create.data;
    return { lead, line: notMadeLine(object, CRM_LABELS[crm], because) };
  }
  if (kind !== 'crm.update') return null;
  const update = UpdatePayload.safeParse(payload);
  if (!update.success || update.data.lead === null) return null;
  return { lead: update.data.lead, line: notWrittenLine(CRM_LABELS[update.data.ref.crm], because) };
}

async function sayOnCard(
  tx: HandsTx,
  { lead: id, line }: FailedWrite,
  cause: Parameters<typeof cardIntent>[2],
): Promise<void> {
  const named = await tx.leads.get(id);
  const lead = named && (await tx.leads.lock(named.mergedInto ?? named.id));
  if (!lead) return;
  const notice = lead.notice === null || lead.notice === line ? line : `${lead.notice}; ${line}`;
  await tx.leads.change(lead.id, { notice }, cause.at);
  if (lead.card === null) return;
  await tx.outbox.put(cardIntent(lead.id, 5, cause));
  await tx.outbox.put(threadIntent(lead.id, line, cause));
}
