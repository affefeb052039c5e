// Writes fields that a rule or a person decided on to one CRM record.
import { refKey } from '#ports/crm.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import type { HandsTx } from './change-hands.ts';
import { threadIntent, UpdatePayload } from './intents.ts';
import { CRM_LABELS } from './labels.ts';
import { crmOf } from './outbox-tx.ts';
import type { CrmWriterDeps, LeadOutcome } from './outbox-tx.ts';
import { refusedLine } from './thread-lines.ts';

/** Outbox handler `crm.update`. Repeatable: the same values may be written twice. */
export async function updateRecord(deps: CrmWriterDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const payload = UpdatePayload.parse(intent.payload);
  const { ref, fields } = payload;
  const crm = crmOf(deps, ref.crm);
  if (!crm) return { kind: 'dead', because: `${ref.crm} is not connected` };
  const outcome = await crm.update(ref, fields);
  switch (outcome.kind) {
    case 'updated':
      return { kind: 'done', commit: (tx) => record(tx, deps, intent, payload, null) };
    case 'gone': {
      const because = `deleted in ${CRM_LABELS[ref.crm]}`;
      return { kind: 'dead', because, commit: (tx) => record(tx, deps, intent, payload, because) };
    }
    case 'refused':
      return {
        kind: 'dead',
        because: outcome.message,
        commit: (tx) => record(tx, deps, intent, payload, outcome.message),
      };
  }
}

async function record(
  tx: HandsTx,
  { clock }: CrmWriterDeps,
  { correlationId }: HeldIntent,
  payload: UpdatePayload,
  refusal: string | null,
): Promise<void> {
  const at = clock.now();
  const { ref, fields, rule, subject, lead, playbookVersion } = payload;
  await tx.audit.append({
    at,
    action: refusal === null ? 'crm.updated' : 'crm.update_refused',
    actor: rule === null ? { kind: 'system', part: 'leads' } : { kind: 'rule', rule },
    subject,
    after: { record: refKey(ref), fields, ...(refusal === null ? {} : { message: refusal }) },
    ...(playbookVersion === null ? {} : { playbookVersion }),
    correlationId,
  });
  if (refusal === null || lead === null) return;
  const line = refusedLine('the update', CRM_LABELS[ref.crm], refusal);
  await tx.outbox.put(threadIntent(lead, line, { at, correlationId }));
}
