// Brings a lead up to date with its records: facts, score, owner, conversion; then tells the rules what changed.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import { refKey } from '#ports/crm.ts';
import type { CrmUser } from '#ports/crm.ts';
import { cardIntent } from '#features/leads/intents.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { runRules } from '#features/rules/run-rules.ts';
import type { AbsorbDeps, Absorbing, IntakeTx } from './absorbing.ts';
import { leadEvents } from './lifecycle.ts';
import { describedBy, emailAfter, peopleOf } from './new-lead.ts';
import { observeConversion } from './observe-conversion.ts';
import { observeOwner } from './observe-owner.ts';
import type { MirroredRecord } from './store.ts';

export async function updateLead(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, id: LeadId): Promise<void> {
  const before = await tx.leads.lock(id);
  if (!before) return;
  const described = await describeLead(tx, deps, absorbing, before);
  const after = { ...described, email: emailAfter(before, described, absorbing.record) };
  if (!isDeepStrictEqual(before, after)) {
    const { facts, score, scoreReasons, createdAt, email } = after;
    await tx.leads.change(id, { facts, score, scoreReasons, createdAt, email }, absorbing.now);
  }
  await observeOwner(tx, deps, absorbing, before);
  await observeConversion(tx, absorbing, before);
  const current = (await tx.leads.get(id)) ?? after;
  if (current.standing === 'announced') await tellRules(tx, deps, absorbing, { lead: current, before: before.facts });
  if (current.card !== null && looksDifferent(before, current)) {
    await tx.outbox.put(cardIntent(id, 9, { at: absorbing.now, correlationId: absorbing.correlationId }));
  }
}

function looksDifferent(before: Lead, current: Lead): boolean {
  return !isDeepStrictEqual({ ...before, changedAt: null }, { ...current, changedAt: null });
}

/** The lead with facts and score as its records now say. */
export async function describeLead(
  tx: IntakeTx,
  deps: AbsorbDeps,
  { now }: Pick<Absorbing, 'now'>,
  lead: Lead,
): Promise<Lead> {
  const records = await tx.mirror.getMany(peopleOf(lead));
  const { playbook } = deps.playbook();
  const owner = await firstOwned(tx, records);
  return describedBy(lead, {
    playbook,
    records,
    userOf: (record) => (record === owner?.record ? owner.user : null),
    now,
  });
}

async function firstOwned(
  tx: IntakeTx,
  records: readonly MirroredRecord[],
): Promise<{ readonly record: MirroredRecord; readonly user: CrmUser } | null> {
  for (const record of records) {
    const { ref, ownerId } = record;
    if (ref.object !== 'lead' || ownerId === null) continue;
    const user = await tx.directory.crmUser(ref.crm, ownerId);
    if (user) return { record, user };
  }
  return null;
}

export interface Told {
  readonly lead: Lead;
  readonly before: Facts | null;
}

/** Records each lifecycle event once and runs the rules on those that are new. */
export async function tellRules(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, told: Told): Promise<void> {
  const { lead, before } = told;
  const { record, now, correlationId } = absorbing;
  // Salesforce stamps whole seconds, so what the lead became tells two changes within one apart.
  const state = createHash('sha256').update(JSON.stringify(lead.facts)).digest('hex').slice(0, 12);
  const version = `${refKey(record.ref)}:${record.modifiedAt.toISOString()}:${state}`;
  for (const type of leadEvents({ before, after: lead.facts })) {
    const subject = leadSubject(lead.id);
    const event = {
      key: `${subject}:${type}:${version}`,
      type,
      subject,
      at: now,
      before,
      after: lead.facts,
      correlationId,
    };
    if (await tx.lifecycle.record(event)) {
      await runRules(tx, deps, { event, lead, ageMs: elapsed(lead.createdAt, now) });
    }
  }
}
