// Two leads turn out to be one person: records move to the one that stays, and the other's card says where it went.
import type { LeadId } from '#kernel/ids.ts';
import { cardIntent } from '#features/leads/intents.ts';
import { leadName, leadSubject } from '#features/leads/lead.ts';
import type { Absorbing, IntakeTx } from './absorb-record.ts';

export interface Fold {
  readonly from: LeadId;
  readonly into: LeadId;
  readonly absorbing: Pick<Absorbing, 'now' | 'correlationId'>;
}

/** Runs inside the caller's transaction. Locks both leads in the order of their ids, so that two folds never block. */
export async function foldLeads(tx: IntakeTx, { from, into, absorbing }: Fold): Promise<void> {
  const { now, correlationId } = absorbing;
  for (const id of [from, into].toSorted()) await tx.leads.lock(id);
  const loser = await tx.leads.get(from);
  const winner = await tx.leads.get(into);
  if (!loser || !winner || loser.standing === 'merged') return;
  await tx.leads.moveRecords(from, into);
  await tx.leads.change(
    from,
    { state: 'gone', standing: 'merged', email: null, mergedInto: into, notice: `Merged into ${leadName(winner)}` },
    now,
  );
  await tx.audit.append({
    at: now,
    action: 'lead.merged',
    actor: { kind: 'system', part: 'intake' },
    subject: leadSubject(from),
    before: { state: loser.state, claimed_by: loser.claimedBy },
    after: { merged_into: into },
    correlationId,
  });
  await tx.outbox.put(cardIntent(from, 9, { at: now, correlationId }));
  await tx.outbox.put(cardIntent(into, 9, { at: now, correlationId }));
}
