// A record that comes to a lead which somebody holds: the holder gets it, unless a colleague works it in its CRM.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import { followClaim, leaveWithOwner } from '#features/leads/follow-claim.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { IntakeTx } from './absorbing.ts';

interface Arrival {
  readonly playbook: Playbook;
  readonly lead: LeadId;
  readonly ref: RecordRef;
  /** As the CRM, or a claim that we wrote there, says. */
  readonly ownerId: string | null;
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

/** Runs inside the caller's transaction, behind the lead's lock. Nothing happens to records that are no leads. */
export async function followHolder(tx: IntakeTx, arrival: Arrival): Promise<void> {
  const { ref, ownerId } = arrival;
  if (ref.object !== 'lead') return;
  const owner = ownerId === null ? null : await tx.directory.crmUser(ref.crm, ownerId);
  if (owner?.kind === 'person') await leaveWithOwner(tx, arrival, owner);
  else await followClaim(tx, arrival);
}
