// Brings a lead up to date with its records: facts, score, owner, conversion; then tells the rules what changed.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import { refKey } from '#ports/crm.ts';
import type { CrmRecord, CrmUser } from '#ports/crm.ts';
import { cardIntent } from '#features/leads/intents.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { runRules } from '#features/rules/run-rules.ts';
import { scoreFacts } from '#features/rules/score-facts.ts';
import type { AbsorbDeps, Absorbing, IntakeTx } from './absorbing.ts';
import { emailOf } from './absorbing.ts';
import { composeFacts } from './compose-facts.ts';
import { leadEvents } from './lifecycle.ts';
import { observeConversion } from './observe-conversion.ts';
import { observeOwner } from './observe-owner.ts';
import type { MirroredRecord } from './store.ts';

export async function updateLead(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, id: LeadId): Promise<void> {
  const before = await tx.leads.lock(id);
  if (!before) return;
  const described = await describeLead(tx, deps, absorbing, before);
  const after = { ...described, email: emailAfter(before, described.facts, absorbing.record) };
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

/**
 * The address follows the record that decides it: then it is the one whose identity is locked, and no other lead's.
 * Else the lead keeps the address that it is known by.
 */
function emailAfter(before: Lead, { lead }: Facts, record: CrmRecord): string | null {
  const own = emailOf(record);
  const decided = typeof lead?.['email'] === 'string' ? lead['email'].trim().toLowerCase() : null;
  return own !== null && own === decided ? own : (before.email ?? own);
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
  const people = lead.records.filter((record) => record.object === 'lead' || record.object === 'contact');
  const records = await tx.mirror.getMany(people);
  const oldest = Math.min(...records.map((record) => record.createdAt.getTime()), lead.createdAt.getTime());
  const createdAt = new Date(oldest);
  const plain = composeFacts(records, await ownerOfLead(tx, records));
  return { ...lead, createdAt, ...scoreFacts(deps.playbook().playbook, plain, elapsed(createdAt, now)) };
}

async function ownerOfLead(tx: IntakeTx, records: readonly MirroredRecord[]): Promise<CrmUser | null> {
  for (const { ref, ownerId } of records) {
    if (ref.object !== 'lead' || ownerId === null) continue;
    const user = await tx.directory.crmUser(ref.crm, ownerId);
    if (user) return user;
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
