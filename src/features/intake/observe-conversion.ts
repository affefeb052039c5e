// Notices that a lead was converted in its CRM, or came back to life after it had been deleted.
import { threadIntent } from '#features/leads/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead, LeadState } from '#features/leads/lead.ts';
import { convertedLine } from '#features/leads/thread-lines.ts';
import type { Absorbing, IntakeTx } from './absorbing.ts';

export async function observeConversion(tx: IntakeTx, absorbing: Absorbing, lead: Lead): Promise<void> {
  if (lead.state === 'gone' && absorbing.record.ref.object === 'lead') await revive(tx, absorbing, lead);
  if (absorbing.record.converted !== null && lead.state !== 'converted') await convert(tx, absorbing, lead);
}

async function revive(tx: IntakeTx, { record, now, correlationId }: Absorbing, lead: Lead): Promise<void> {
  const state = stateBeforeDeletion(lead);
  await tx.leads.change(lead.id, { state, notice: null }, now);
  await tx.audit.append({
    at: now,
    action: 'lead.restored_in_crm',
    actor: { kind: 'crm', crm: record.ref.crm, user: null },
    subject: leadSubject(lead.id),
    before: { state: lead.state },
    after: { state, record: record.ref.id },
    correlationId,
  });
}

function stateBeforeDeletion({ claimedBy, offeredTo }: Lead): LeadState {
  if (claimedBy !== null) return 'claimed';
  return offeredTo === null ? 'open' : 'offered';
}

async function convert(tx: IntakeTx, { record, now, correlationId }: Absorbing, lead: Lead): Promise<void> {
  const { crm } = record.ref;
  const { opportunityId = null, contactId = null } = record.converted ?? {};
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
  if (lead.card === null) return;
  await tx.outbox.put(threadIntent(lead.id, convertedLine(CRM_LABELS[crm]), { at: now, correlationId }));
}
