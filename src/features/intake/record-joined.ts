// The audit row of a CRM record that turns out to be of a lead which is known already.
import type { AuditWriter } from '#features/audit/store.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import { refKey } from '#ports/crm.ts';
import type { RecordRef } from '#ports/crm.ts';

/** Runs in the transaction that gave the record to the lead. */
export async function recordJoined(
  tx: { readonly audit: AuditWriter },
  lead: LeadId,
  ref: RecordRef,
  { at, correlationId }: { readonly at: Date; readonly correlationId: CorrelationId },
): Promise<void> {
  await tx.audit.append({
    at,
    action: 'lead.record_joined',
    actor: { kind: 'system', part: 'intake' },
    subject: leadSubject(lead),
    after: { record: refKey(ref) },
    correlationId,
  });
}
