// Takes one freshly read CRM record in: mirror, lead, lifecycle events and the rules' decisions, in one transaction.
import { failpoint } from '#kernel/failpoints.ts';
import type { LeadId } from '#kernel/ids.ts';
import { recordJoined } from './record-joined.ts';
import { absorbOpportunity } from './absorb-opportunity.ts';
import { asLeadRecord, emailOf, lockIdentities } from './absorbing.ts';
import type { AbsorbDeps, AbsorbInput, Absorbing, IntakeTx } from './absorbing.ts';
import { admit } from './admit-lead.ts';
import { foldLeads } from './fold-leads.ts';
import { followHolder } from './follow-holder.ts';
import { newLeadFrom } from './new-lead.ts';
import { updateLead } from './update-lead.ts';

/** Repeatable: a record that is not newer than its mirror changes nothing but its inbox rows. */
export async function absorbRecord(deps: AbsorbDeps, input: AbsorbInput): Promise<void> {
  const { record } = input;
  await deps.transact(async (tx) => {
    const now = deps.clock.now();
    await lockIdentities(tx, record.ref, emailOf(record));
    const known = await tx.mirror.get(record.ref);
    await tx.inbox.finish(input.events, now);
    if (known && !known.gone && known.modifiedAt > record.modifiedAt) return;
    await tx.mirror.put(record, now);
    const absorbing: Absorbing = { ...input, now, known };
    switch (record.ref.object) {
      case 'lead':
      case 'contact':
        await absorbPerson(tx, deps, absorbing);
        break;
      case 'opportunity':
        await absorbOpportunity(tx, deps, absorbing);
        break;
      case 'company':
      case 'task':
        break;
    }
    await failpoint('absorb.committing');
  });
  await failpoint('absorb.committed');
}

/** A lead or contact: the lead it belongs to is found by record, then by e-mail, else a lead record makes a new one. */
async function absorbPerson(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing): Promise<void> {
  const { record } = absorbing;
  const email = emailOf(record);
  const byRecord = await tx.leads.idByRecord(record.ref);
  const byEmail = email === null ? null : await tx.leads.idByEmail(email);
  const { now, correlationId } = absorbing;
  const { playbook } = deps.playbook();
  const found =
    byRecord && byEmail && byRecord !== byEmail
      ? await foldLeads(tx, { from: byRecord, into: byEmail, playbook, now, correlationId })
      : (byRecord ?? byEmail);
  if (!found && record.ref.object === 'contact') return;
  if (!found) {
    await admit(tx, deps, absorbing, newLeadFrom(record, now));
    return;
  }
  if (!byRecord) {
    await tx.leads.addRecord(found, asLeadRecord(record));
    await recordJoined(tx, found, record.ref, { at: now, correlationId });
  }
  if (!byRecord || !absorbing.known) await greet(tx, deps, absorbing, found);
  await updateLead(tx, deps, absorbing, found);
}

/** A record that is read for the first time, and whose lead may be somebody's already. */
async function greet(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, lead: LeadId): Promise<void> {
  const { record, now, correlationId } = absorbing;
  const { ref, ownerId } = record;
  await tx.leads.lock(lead);
  await followHolder(tx, { playbook: deps.playbook().playbook, lead, ref, ownerId, at: now, correlationId });
}
