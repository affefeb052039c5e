// A record that joins a lead which somebody holds: it becomes theirs too, as part of the same claim.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { ownerOf } from '#features/people/owner-of.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { HandsTx } from './change-hands.ts';
import { assignIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import { planWrite } from './owner-plan.ts';

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
  const { playbook, ref, at, correlationId } = input;
  const claim = await tx.claims.current(input.lead);
  const lead = await tx.leads.get(input.lead);
  const record = lead?.records.find((one) => refKey(one) === refKey(ref));
  if (!claim || !lead || !record || lead.state !== 'claimed' || lead.claimedBy !== claim.by) return;
  const holder = await tx.directory.person(claim.by);
  const ownership = holder && (await ownerOf({ directory: tx.directory, playbook }, holder, ref.crm));
  if (ownership?.kind !== 'owner' || ownership.user.id === input.ownerId) return;
  await tx.claims.addWrite(claim.id, await planWrite(tx, lead, record, ownership.user.id));
  await tx.audit.append({
    at,
    action: 'claim.extended',
    actor: { kind: 'system', part: 'claims' },
    subject: leadSubject(lead.id),
    before: { record: refKey(ref), owner: input.ownerId },
    after: { record: refKey(ref), owner: ownership.user.id, claim: claim.id },
    correlationId,
  });
  // Settled or not, the claim waits for this answer too, so that the card says what came of it.
  await tx.claims.setState(claim.id, 'writing', at);
  await tx.outbox.put(assignIntent(claim.id, lead.id, ref, { at, correlationId }));
}
