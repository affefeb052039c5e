// Records that are no longer there: deleted in the CRM, or merged into another.
import type { CorrelationId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import { cardIntent, threadIntent } from '#features/leads/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { deletedLine } from '#features/leads/thread-lines.ts';
import { lockIdentities } from './absorbing.ts';
import type { AbsorbDeps } from './absorbing.ts';
import { foldLeads } from './fold-leads.ts';
import { recordJoined } from './record-joined.ts';
import type { Lease } from './store.ts';

export interface GoneInput {
  readonly ref: RecordRef;
  readonly events: readonly Lease[];
  readonly correlationId: CorrelationId;
}

/** A record was deleted. Its lead is gone when no CRM has it any more. */
export function absorbDeletion({ transact, clock }: AbsorbDeps, input: GoneInput): Promise<void> {
  const { ref, events, correlationId } = input;
  return transact(async (tx) => {
    const now = clock.now();
    await lockIdentities(tx, ref, null);
    await tx.inbox.finish(events, now, 'deleted in the CRM');
    const id = await tx.leads.idByRecord(ref);
    const known = await tx.mirror.get(ref);
    if (known?.gone) return;
    await tx.mirror.markGone(ref, now);
    const lead = id === null ? null : await tx.leads.lock(id);
    if (!lead || ref.object !== 'lead') return;
    const records = await tx.mirror.getMany(lead.records.filter((record) => record.object === 'lead'));
    const alive = records.filter((record) => !record.gone);
    const label = CRM_LABELS[ref.crm];
    const notice = `Deleted in ${label}`;
    await tx.leads.change(lead.id, { notice, ...(alive.length === 0 ? { state: 'gone' as const } : {}) }, now);
    await tx.audit.append({
      at: now,
      action: 'lead.deleted_in_crm',
      actor: { kind: 'crm', crm: ref.crm, user: null },
      subject: leadSubject(lead.id),
      before: { state: lead.state },
      after: { record: ref.id, state: alive.length === 0 ? 'gone' : lead.state, left: alive.length },
      correlationId,
    });
    const cause = { at: now, correlationId };
    if (lead.card === null) return;
    await tx.outbox.put(cardIntent(lead.id, 9, cause));
    await tx.outbox.put(threadIntent(lead.id, deletedLine(label), cause));
  });
}

export interface MergeInput extends GoneInput {
  /** The record that stays. */
  readonly into: RecordRef;
}

/** One record was merged into another: their leads become one. The staying record is absorbed separately. */
export function absorbMerge({ transact, clock, playbook }: AbsorbDeps, input: MergeInput): Promise<void> {
  return transact(async (tx) => {
    const now = clock.now();
    await lockIdentities(tx, input.ref, null);
    await tx.inbox.finish(input.events, now, `merged into ${input.into.id}`);
    await tx.mirror.markGone(input.ref, now);
    const from = await tx.leads.idByRecord(input.ref);
    const into = await tx.leads.idByRecord(input.into);
    if (from === null || from === into) return;
    const { correlationId } = input;
    if (into !== null) await foldLeads(tx, { from, into, playbook: playbook().playbook, now, correlationId });
    else {
      await tx.leads.addRecord(from, { ...input.into, madeBy: null, ownerId: null });
      await recordJoined(tx, from, input.into, { at: now, correlationId });
    }
  });
}
