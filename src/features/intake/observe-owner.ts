// Notices that somebody changed a lead's owner in the CRM by hand. The CRM is right; nothing is written back.
import type { CrmUser } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { threadIntent } from '#features/leads/intents.ts';
import { CLAIMABLE, leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { takenInCrmLine } from '#features/leads/thread-lines.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { ownerOf, personOfOwner } from '#features/people/owner-of.ts';
import type { AbsorbDeps, Absorbing, IntakeTx } from './absorbing.ts';

export async function observeOwner(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, lead: Lead): Promise<void> {
  const { record, known } = absorbing;
  if (record.ref.object !== 'lead' || !known || known.ownerId === record.ownerId || record.ownerId === null) return;
  const owner = await tx.directory.crmUser(record.ref.crm, record.ownerId);
  if (!owner || owner.kind === 'queue' || (await isOurs(tx, deps, absorbing, lead))) return;
  if (!CLAIMABLE.includes(lead.state) && lead.state !== 'claimed') return;
  await passTo(tx, deps, absorbing, lead, owner);
}

/** An owner that a claim of ours asked for, or the rep whom the lead was offered to. */
async function isOurs(tx: IntakeTx, deps: AbsorbDeps, { record }: Absorbing, lead: Lead): Promise<boolean> {
  const claim = await tx.claims.current(lead.id);
  const write = claim?.writes.find((one) => refKey(one) === refKey(record.ref));
  if (write?.target === record.ownerId && claim?.state !== 'conflict') return true;
  if (lead.state !== 'offered' || lead.offeredTo === null) return false;
  const rep = await tx.directory.person(lead.offeredTo);
  if (!rep) return false;
  const { playbook } = deps.playbook();
  const ownership = await ownerOf({ directory: tx.directory, playbook }, rep, record.ref.crm);
  return ownership.kind === 'owner' && ownership.user.id === record.ownerId;
}

async function passTo(
  tx: IntakeTx,
  deps: AbsorbDeps,
  { record, now, correlationId }: Absorbing,
  lead: Lead,
  owner: CrmUser,
): Promise<void> {
  const { playbook } = deps.playbook();
  const { crm } = record.ref;
  const person = await personOfOwner({ directory: tx.directory, playbook }, crm, owner);
  const claim = await tx.claims.current(lead.id);
  if (claim) await tx.claims.setState(claim.id, 'ended', now);
  const notice = `Taken by ${owner.name} in ${CRM_LABELS[crm]}`;
  const claimedBy = person?.id ?? null;
  await tx.leads.change(lead.id, { state: 'claimed', claimedBy, claimedAt: now, notice }, now);
  await tx.audit.append({
    at: now,
    action: 'lead.taken_in_crm',
    actor: { kind: 'crm', crm, user: owner.id },
    subject: leadSubject(lead.id),
    before: { state: lead.state, claimed_by: lead.claimedBy },
    after: { state: 'claimed', claimed_by: claimedBy, owner: owner.name },
    correlationId,
  });
  const line = takenInCrmLine(owner.name, CRM_LABELS[crm]);
  await tx.outbox.put(threadIntent(lead.id, line, { at: now, correlationId }));
}
