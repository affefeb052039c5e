// An opportunity or deal: mirrored, tied to its lead, and told to the rules that stand on opportunity events.
import { createHash } from 'node:crypto';
import type { LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { CrmRecord, CrmUser } from '#ports/crm.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { runRules } from '#features/rules/run-rules.ts';
import type { AbsorbDeps, Absorbing, IntakeTx } from './absorbing.ts';
import { opportunityFacts } from './compose-facts.ts';
import { opportunityEvents } from './lifecycle.ts';

export async function absorbOpportunity(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing): Promise<void> {
  const { record, known, now, correlationId } = absorbing;
  const connection = await tx.connections.get(record.ref.crm);
  const tooOld = elapsed(record.createdAt, now) > deps.playbook().playbook.intake.announce_max_age;
  const silent = known === null && (tooOld || (connection !== null && record.createdAt < connection.connectedAt));
  if (silent) return;
  const leadId = await leadOf(tx, record);
  const lead = leadId === null ? null : await tx.leads.lock(leadId);
  const owner = await ownerOfRecord(tx, record);
  const after = opportunityFacts({ ...record, gone: false }, lead?.facts ?? null, owner);
  const before: Facts | null =
    known === null ? null : opportunityFacts(known, lead?.facts ?? null, await ownerOfRecord(tx, known));
  const subject = `opportunity:${record.ref.crm}:${record.ref.id}`;
  const state = createHash('sha256').update(JSON.stringify(after.opportunity)).digest('hex').slice(0, 12);
  for (const type of opportunityEvents({ before, after })) {
    const key = `${subject}:${type}:${record.modifiedAt.toISOString()}:${state}`;
    const event = { key, type, subject, at: now, before, after, correlationId };
    if (!(await tx.lifecycle.record(event))) continue;
    await runRules(tx, deps, {
      event,
      lead,
      opportunity: record.ref,
      ageMs: elapsed(record.createdAt, now),
    });
  }
}

async function leadOf(tx: IntakeTx, record: CrmRecord): Promise<LeadId | null> {
  const made = await tx.leads.idByRecord(record.ref);
  if (made) return made;
  for (const id of record.leadIds) {
    const { crm } = record.ref;
    const lead =
      (await tx.leads.idByRecord({ crm, object: 'lead', id })) ??
      (await tx.leads.idByRecord({ crm, object: 'contact', id }));
    if (lead) return lead;
  }
  return null;
}

async function ownerOfRecord(tx: IntakeTx, { ref, ownerId }: CrmRecord): Promise<CrmUser | null> {
  return ownerId === null ? null : tx.directory.crmUser(ref.crm, ownerId);
}
