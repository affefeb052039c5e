// A record that joins a lead which somebody holds: it becomes theirs too, or stays a colleague's, as part of the same
// claim.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { CrmUser, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { ownerOf } from '#features/people/owner-of.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { HandsTx } from './change-hands.ts';
import type { Claim, ClaimWrite } from './claim.ts';
import { assignIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead, LeadRecord } from './lead.ts';
import { planWrite } from './owner-plan.ts';
import { settleClaim } from './settle-claim.ts';

export interface FollowInput {
  readonly playbook: Playbook;
  readonly lead: LeadId;
  readonly ref: RecordRef;
  /** Who owns the record now, so that nothing is written when it is the holder already. */
  readonly ownerId: string | null;
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

/** Runs inside the caller's transaction, behind the lead's lock. A holder without a user in that CRM gets nothing. */
export async function followClaim(tx: HandsTx, input: FollowInput): Promise<void> {
  const { ref, at, correlationId } = input;
  const joining = await joiningOf(tx, input);
  if (joining === null) return;
  const { claim, lead, record, holder } = joining;
  await extend(tx, input, claim, await planWrite(tx, lead, record, holder.id));
  await tx.outbox.put(assignIntent(claim.id, lead.id, ref, { at, correlationId }));
}

/**
 * The same for a record that a colleague works in its CRM: nothing is taken from them, and the card says whose it is.
 * Runs inside the caller's transaction, behind the lead's lock.
 */
export async function leaveWithOwner(tx: HandsTx, input: FollowInput, { id, name }: CrmUser): Promise<void> {
  const { playbook, ref, at, correlationId } = input;
  const joining = await joiningOf(tx, input);
  if (joining === null) return;
  const { claim } = joining;
  const left = { expected: id, target: id, outcome: 'conflict', message: name, rival: id } as const;
  await extend(tx, input, claim, { crm: ref.crm, object: ref.object, id: ref.id, ...left });
  await settleClaim(tx, { playbook, claimId: claim.id, at, correlationId });
}

interface Joining {
  readonly claim: Claim;
  readonly lead: Lead;
  readonly record: LeadRecord;
  readonly holder: CrmUser;
}

/** Null when there is nothing to do: nobody holds the lead, or the record is theirs or of their claim already. */
async function joiningOf(tx: HandsTx, { playbook, lead: id, ref, ownerId }: FollowInput): Promise<Joining | null> {
  const claim = await tx.claims.current(id);
  const lead = await tx.leads.get(id);
  const record = lead?.records.find((one) => refKey(one) === refKey(ref));
  if (!claim || !lead || !record || lead.state !== 'claimed' || lead.claimedBy !== claim.by) return null;
  if (claim.writes.some((write) => refKey(write) === refKey(ref))) return null;
  const person = await tx.directory.person(claim.by);
  const ownership = person && (await ownerOf({ directory: tx.directory, playbook }, person, ref.crm));
  if (ownership?.kind !== 'owner' || ownership.user.id === ownerId) return null;
  return { claim, lead, record, holder: ownership.user };
}

/** Settled or not, the claim waits for this answer too, so that the card says what came of it. */
async function extend(tx: HandsTx, input: FollowInput, claim: Claim, write: ClaimWrite): Promise<void> {
  const { ref, ownerId, at, correlationId } = input;
  await tx.claims.addWrite(claim.id, write);
  await tx.audit.append({
    at,
    action: 'claim.extended',
    actor: { kind: 'system', part: 'claims' },
    subject: leadSubject(claim.leadId),
    before: { record: refKey(ref), owner: ownerId },
    after: { record: refKey(ref), owner: write.target, claim: claim.id },
    correlationId,
  });
  await tx.claims.setState(claim.id, 'writing', at);
}
