// Two leads turn out to be one person: records move to the one that stays, and the other's card says where it went.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import { cardIntent } from '#features/leads/intents.ts';
import { leadName, leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { expectedOwner } from '#features/leads/owner-plan.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { IntakeTx } from './absorbing.ts';
import { followHolder } from './follow-holder.ts';

export interface Fold {
  readonly from: LeadId;
  /** The one that stays, unless the other is held by somebody or has a card already. */
  readonly into: LeadId;
  readonly playbook: Playbook;
  readonly now: Date;
  readonly correlationId: CorrelationId;
}

/** Runs inside the caller's transaction and returns the lead that stays. Locks in the order of ids, so folds never block. */
export async function foldLeads(tx: IntakeTx, fold: Fold): Promise<LeadId> {
  const { from, into, now, correlationId } = fold;
  for (const id of [from, into].toSorted()) await tx.leads.lock(id);
  const [left, right] = [await tx.leads.get(from), await tx.leads.get(into)];
  if (!left || !right || left.standing === 'merged') return into;
  const [goes, stays] = weight(left) > weight(right) ? [right, left] : [left, right];
  await tx.leads.moveRecords(goes.id, stays.id);
  await inheritFirings(tx, goes, stays);
  await tx.leads.change(goes.id, retired(goes, stays), now);
  if (stays.email === null) await tx.leads.change(stays.id, { email: goes.email }, now);
  await tx.audit.append({
    at: now,
    action: 'lead.merged',
    actor: { kind: 'system', part: 'intake' },
    subject: leadSubject(goes.id),
    before: { state: goes.state, claimed_by: goes.claimedBy },
    after: { merged_into: stays.id },
    correlationId,
  });
  const cause = { at: now, correlationId };
  await tx.outbox.put(cardIntent(goes.id, 9, cause));
  await tx.outbox.put(cardIntent(stays.id, 9, cause));
  await bringRecords(tx, fold, goes, stays);
  return stays.id;
}

/** What people have seen and done weighs: a lead that somebody holds, then one with a card. */
function weight({ state, card }: Lead): number {
  return (state === 'claimed' ? 2 : 0) + (card === null ? 0 : 1);
}

/** Whoever holds the lead that stays gets what came with the other, unless that is somebody's already. */
async function bringRecords(
  tx: IntakeTx,
  { playbook, now, correlationId }: Fold,
  goes: Lead,
  stays: Lead,
): Promise<void> {
  for (const record of goes.records) {
    const mirrored = await tx.mirror.get(record);
    // What was never read is looked at when it is.
    if (!mirrored || mirrored.gone) continue;
    const { ref } = mirrored;
    const ownerId = await expectedOwner(tx, goes, record);
    await followHolder(tx, { playbook, lead: stays.id, ref, ownerId, at: now, correlationId });
  }
}

/** What a rule did for one of them it has done for both. */
async function inheritFirings(tx: IntakeTx, goes: Lead, stays: Lead): Promise<void> {
  for (const firing of await tx.firings.ofSubject(leadSubject(goes.id))) {
    await tx.firings.record({ ...firing, subject: leadSubject(stays.id) });
  }
}

function retired(goes: Lead, stays: Lead): Partial<Lead> {
  const notice = `Merged into ${leadName(stays)}`;
  return { state: 'gone', standing: 'merged', email: null, mergedInto: stays.id, notice };
}
