// Takes one freshly read CRM record in: mirror, lead, lifecycle events and the rules' decisions, in one transaction.
import type { CorrelationId } from '#kernel/ids.ts';
import { newLeadId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmRecord } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import type { Lead, LeadRecord } from '#features/leads/lead.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { RulesTx } from '#features/rules/run-rules.ts';
import { absorbOpportunity } from './absorb-opportunity.ts';
import { admit } from './admit-lead.ts';
import { foldLeads } from './fold-leads.ts';
import { updateLead } from './update-lead.ts';
import type {
  ConnectionStore,
  HoldStore,
  InboxFinisher,
  LifecycleStore,
  MirrorStore,
  MirroredRecord,
} from './store.ts';

export interface IntakeTx extends RulesTx {
  readonly mirror: MirrorStore;
  readonly lifecycle: LifecycleStore;
  readonly connections: ConnectionStore;
  readonly holds: HoldStore;
  readonly inbox: InboxFinisher;
}

export interface AbsorbDeps {
  readonly transact: Transact<IntakeTx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AbsorbInput {
  readonly record: CrmRecord;
  /** Inbox rows that this reading settles. */
  readonly events: readonly string[];
  readonly correlationId: CorrelationId;
}

/** What a step of absorbing sees. */
export interface Absorbing extends AbsorbInput {
  readonly now: Date;
  /** The record as mirrored before; null at first sight. */
  readonly known: MirroredRecord | null;
}

/** Repeatable: a record that is not newer than its mirror changes nothing but its inbox rows. */
export function absorbRecord(deps: AbsorbDeps, input: AbsorbInput): Promise<void> {
  const { record } = input;
  return deps.transact(async (tx) => {
    const now = deps.clock.now();
    await tx.leads.lockIdentity(emailOf(record) ?? refKey(record.ref));
    const known = await tx.mirror.get(record.ref);
    await tx.inbox.finish(input.events, now);
    if (known && !known.gone && known.modifiedAt > record.modifiedAt) return;
    await tx.mirror.put(record, now);
    const absorbing: Absorbing = { ...input, now, known };
    switch (record.ref.object) {
      case 'lead':
      case 'contact':
        await absorbPerson(tx, deps, absorbing);
        return;
      case 'opportunity':
        await absorbOpportunity(tx, deps, absorbing);
        return;
      case 'company':
      case 'task':
        return;
    }
  });
}

/** A lead or contact: the lead it belongs to is found by record, then by e-mail, else a lead record makes a new one. */
async function absorbPerson(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing): Promise<void> {
  const { record } = absorbing;
  const email = emailOf(record);
  const byRecord = await tx.leads.idByRecord(record.ref);
  const byEmail = email === null ? null : await tx.leads.idByEmail(email);
  const found =
    byRecord && byEmail && byRecord !== byEmail
      ? await foldLeads(tx, {
          from: byRecord,
          into: byEmail,
          now: absorbing.now,
          correlationId: absorbing.correlationId,
        })
      : (byRecord ?? byEmail);
  if (!found && record.ref.object === 'contact') return;
  if (!found) {
    await admit(tx, deps, absorbing, newLeadFrom(record, absorbing.now));
    return;
  }
  if (!byRecord) await tx.leads.addRecord(found, asLeadRecord(record));
  await updateLead(tx, deps, absorbing, found);
}

function newLeadFrom(record: CrmRecord, now: Date): Lead {
  return {
    id: newLeadId(),
    email: emailOf(record),
    facts: { lead: null, company: null, opportunity: null },
    score: null,
    scoreReasons: [],
    state: 'open',
    standing: 'announced',
    priority: 'normal',
    headline: null,
    team: null,
    claimBy: 'anyone',
    offeredTo: null,
    offerEndsAt: null,
    claimedBy: null,
    claimedAt: null,
    notice: null,
    touchedAt: null,
    card: null,
    mergedInto: null,
    holdId: null,
    createdAt: record.createdAt,
    seenAt: now,
    changedAt: now,
    records: [asLeadRecord(record)],
  };
}

export function asLeadRecord(record: CrmRecord): LeadRecord {
  return { ...record.ref, madeBy: null, ownerId: null };
}

/** The identity across CRMs: the e-mail address in lower case. */
export function emailOf(record: CrmRecord): string | null {
  const email = record.fields['email'];
  return typeof email === 'string' && email.includes('@') ? email.trim().toLowerCase() : null;
}
