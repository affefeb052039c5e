// What intake keeps: the inbox of hints, the mirror of CRM records, how far the poller read, lifecycle events, holds.
import type { LeadId } from '#kernel/ids.ts';
import type { ChangeCursor, CrmEvent, CrmName, CrmObject, CrmRecord, CrmUser, RecordRef } from '#ports/crm.ts';
import type { Lead } from '#features/leads/lead.ts';
import type { LifecycleEvent } from './lifecycle.ts';

/** The inbox is its own queue: rows are leased, and a dead process's lease runs out. */
export interface Inbox {
  /** Stores the events that are not there yet and wakes the readers after the commit. Returns how many were new. */
  receive(events: readonly CrmEvent[], now: Date): Promise<number>;
  /** What was postponed because a CRM was away is due now that it is back; wakes the readers. */
  hasten(crm: CrmName, now: Date): Promise<void>;
}

/** One lease of an event: its `attempts` is never given twice, so it tells a lease that was lost from the one that is held. */
export interface Lease {
  readonly id: string;
  readonly attempts: number;
}

export interface HeldEvent extends CrmEvent, Lease {
  readonly object: CrmObject;
}

export interface InboxFinisher {
  /** Throws Fault `unavailable` when somebody else has leased an event since: what it told is theirs to absorb. */
  finish(held: readonly Lease[], now: Date, note?: string): Promise<void>;
}

export interface MirroredRecord extends CrmRecord {
  readonly gone: boolean;
}

export interface MirroredVersion {
  readonly modifiedAt: Date;
  /** When this reading was kept. */
  readonly mirroredAt: Date;
}

export interface MirrorStore {
  get(ref: RecordRef): Promise<MirroredRecord | null>;
  getMany(refs: readonly RecordRef[]): Promise<readonly MirroredRecord[]>;
  /** Of those records that are mirrored, by refKey. */
  versions(refs: readonly RecordRef[]): Promise<ReadonlyMap<string, MirroredVersion>>;
  put(record: CrmRecord, now: Date): Promise<void>;
  markGone(ref: RecordRef, now: Date): Promise<void>;
  /** Leads of this CRM whose company record this is. */
  leadsOfCompany(crm: CrmName, companyId: string): Promise<readonly RecordRef[]>;
}

interface CursorState {
  readonly cursor: ChangeCursor;
  readonly caughtUp: boolean;
  readonly polledAt: Date;
}

/** Campaigns are watched beside the records that intake keeps. */
type Listed = CrmObject | 'campaign';

export interface CursorStore {
  read(crm: CrmName, object: Listed): Promise<CursorState | null>;
  write(crm: CrmName, object: Listed, state: CursorState): Promise<void>;
}

export interface CrmConnection {
  readonly accountId: string;
  readonly accountName: string;
  readonly connectedAt: Date;
}

export interface ConnectionStore {
  get(crm: CrmName): Promise<CrmConnection | null>;
  /** Keeps the first connection; a second call with another account is the caller's to refuse. */
  connect(crm: CrmName, connection: CrmConnection): Promise<CrmConnection>;
}

/** For reading a whole CRM at first: the same rows as record by record, each call one or two statements. */
export interface BaselineStore {
  /** Locks these identities until the transaction ends, without waiting; answers those that nobody else holds. */
  lockFree(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of those records that are mirrored, by refKey. */
  known(refs: readonly RecordRef[]): Promise<ReadonlyMap<string, Pick<MirroredRecord, 'modifiedAt' | 'gone'>>>;
  /** Leads that have any of these records or addresses, locked, by id. */
  leadsOf(refs: readonly RecordRef[], emails: readonly string[]): Promise<readonly Lead[]>;
  users(crm: CrmName): Promise<readonly CrmUser[]>;
  mirror(records: readonly CrmRecord[], now: Date): Promise<void>;
  create(leads: readonly Lead[]): Promise<void>;
  /** Facts, score, address, state, notice, age and further records of leads that are there. */
  rewrite(leads: readonly Lead[]): Promise<void>;
}

export interface LifecycleStore {
  /** False when an event with this key is there already: it was derived before. */
  record(event: LifecycleEvent): Promise<boolean>;
}

export interface Hold {
  readonly id: number;
  readonly openedAt: Date;
  readonly state: 'open' | 'announced' | 'mirrored';
  readonly leads: number;
}

/** The import brake's memory. */
export interface HoldStore {
  /** New leads that may speak, first seen after `since` and after the newest decision of ops: what they decided on does not count again. */
  countNewSince(since: Date): Promise<number>;
  /** The open hold, or null. Locks it, so that a lead is not added while ops decide. */
  open(): Promise<Hold | null>;
  start(now: Date): Promise<Hold>;
  get(id: number): Promise<Hold | null>;
  /** False when somebody else decided already. */
  settle(id: number, state: 'announced' | 'mirrored', by: string, now: Date): Promise<boolean>;
  heldLeads(id: number, limit: number): Promise<readonly LeadId[]>;
}
