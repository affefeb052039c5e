// Notices that a lead was converted in its CRM, or came back to life after it had been deleted.
import { threadIntent } from '#features/leads/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { convertedLine } from '#features/leads/thread-lines.ts';
import type { Absorbing, IntakeTx } from './absorbing.ts';

export async function observeConversion(tx: IntakeTx, absorbing: Absorbing, lead: Lead): Promise<void> {
  const { record, now, correlationId } = absorbing;
  const { crm } = record.ref;
  if (lead.state === 'gone' && lead.standing !== 'merged') {
    await tx.leads.change(lead.id, { state: lead.claimedBy === null ? 'open' : 'claimed', notice: null }, now);
  }
  if (record.converted === null || lead.state === 'converted') return;
  const { opportunityId, contactId } = record.converted;
  const made = [
    ...(opportunityId === null ? [] : [{ crm, object: 'opportunity' as const, id: opportunityId }]),
    ...(contactId === null ? [] : [{ crm, object: 'contact' as const, id: contactId }]),
  ];
  for (const ref of made) {
    if (!(await tx.leads.idByRecord(ref))) await tx.leads.addRecord(lead.id, { ...ref, madeBy: null, ownerId: null });
  }
  await tx.leads.change(lead.id, { state: 'converted', notice: `Converted in ${CRM_LABELS[crm]}` }, now);
  await tx.audit.append({
    at: now,
    action: 'lead.converted',
    actor: { kind: 'crm', crm, user: null },
    subject: leadSubject(lead.id),
    before: { state: lead.state },
    after: { state: 'converted', opportunity: opportunityId, contact: contactId },
    correlationId,
  });
  await tx.outbox.put(threadIntent(lead.id, convertedLine(CRM_LABELS[crm]), { at: now, correlationId }));
}
