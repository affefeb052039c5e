// Notices that somebody changed a lead's owner in the CRM by hand. The CRM is right; nothing is written back.
import { refKey } from '#ports/crm.ts';
import type { CrmRecord, CrmUser } from '#ports/crm.ts';
import type { Claim } from '#features/leads/claim.ts';
import { whisperIntent } from '#features/messages/intents.ts';
import { threadIntent } from '#features/leads/intents.ts';
import { CLAIMABLE, leadName, leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { givenBackInCrmLine, takenInCrmLine } from '#features/leads/thread-lines.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { personOfOwner } from '#features/people/owner-of.ts';
import type { AbsorbDeps, Absorbing, IntakeTx } from './absorbing.ts';
import { isOwnEcho } from './own-echo.ts';

export async function observeOwner(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, lead: Lead): Promise<void> {
  const { record, known } = absorbing;
  if (record.ref.object !== 'lead' || !known || known.ownerId === record.ownerId) return;
  if (!CLAIMABLE.includes(lead.state) && lead.state !== 'claimed') return;
  const owner = record.ownerId === null ? null : await tx.directory.crmUser(record.ref.crm, record.ownerId);
  if (record.ownerId === null || owner?.kind === 'queue') return giveBack(tx, absorbing, lead);
  if (!owner || isOwnEcho(await tx.claims.history(lead.id), record)) return;
  await passTo(tx, deps, absorbing, lead, owner);
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
  if (lead.state === 'claimed' && person !== null && person.id === lead.claimedBy) return;
  const claim = await tx.claims.current(lead.id);
  // The claim that met this owner has said so already.
  if (lead.state === 'claimed' && metOwner(claim, record)) return;
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
  const cause = { at: now, correlationId };
  const line = takenInCrmLine(owner.name, CRM_LABELS[crm]);
  await tx.outbox.put(threadIntent(lead.id, line, cause));
  if (lead.claimedBy === null) return;
  const note = { channel: claim?.channel ?? null, to: lead.claimedBy, text: `${leadName(lead)}: ${line}.` };
  await tx.outbox.put(whisperIntent(note, cause));
}

function metOwner(claim: Claim | null, { ref, ownerId }: CrmRecord): boolean {
  return claim?.writes.some((write) => refKey(write) === refKey(ref) && write.rival === ownerId) ?? false;
}

/** Somebody outside Slack let go of the lead in the CRM, where nobody in Slack could: it can be claimed again. */
async function giveBack(tx: IntakeTx, { record, now, correlationId }: Absorbing, lead: Lead): Promise<void> {
  if (lead.state !== 'claimed' || lead.claimedBy !== null) return;
  const { crm } = record.ref;
  await tx.leads.change(lead.id, { state: 'released', claimedAt: null, notice: null }, now);
  await tx.audit.append({
    at: now,
    action: 'lead.given_back_in_crm',
    actor: { kind: 'crm', crm, user: null },
    subject: leadSubject(lead.id),
    before: { state: lead.state, claimed_by: null },
    after: { state: 'released', claimed_by: null },
    correlationId,
  });
  await tx.outbox.put(threadIntent(lead.id, givenBackInCrmLine(CRM_LABELS[crm]), { at: now, correlationId }));
}
