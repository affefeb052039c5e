// What absorbing a CRM record works with, and the two things that every step of it reads off a record.
import type { CorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { refKey } from '#ports/crm.ts';
import type { CrmRecord, RecordRef } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import type { Gates } from '#features/approvals/gate.ts';
import type { LeadRecord } from '#features/leads/lead.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { RulesTx } from '#features/rules/fired.ts';
import type {
  ConnectionStore,
  HoldStore,
  InboxFinisher,
  Lease,
  LifecycleStore,
  MirroredRecord,
  MirrorStore,
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
  /** What rules' actions are approved at. */
  readonly gates: Gates<RulesTx>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AbsorbInput {
  readonly record: CrmRecord;
  /** Inbox rows that this reading settles. */
  readonly events: readonly Lease[];
  readonly correlationId: CorrelationId;
}

/** What a step of absorbing sees. */
export interface Absorbing extends AbsorbInput {
  readonly now: Date;
  /** The record as mirrored before; null at first sight. */
  readonly known: MirroredRecord | null;
}

export function asLeadRecord(record: CrmRecord): LeadRecord {
  return { ...record.ref, madeBy: null, ownerId: null };
}

/**
 * Serialises all work on a record, and then on the person it is about: two readings of one record, and two records of
 * one person, are absorbed one after the other.
 */
export async function lockIdentities(tx: IntakeTx, ref: RecordRef, email: string | null): Promise<void> {
  await tx.leads.lockIdentities(email === null ? [refKey(ref)] : [refKey(ref), email]);
}

/** The identity across CRMs: the e-mail address in lower case. */
export function emailOf(record: CrmRecord): string | null {
  const email = record.fields['email'];
  return typeof email === 'string' && email.includes('@') ? email.trim().toLowerCase() : null;
}
