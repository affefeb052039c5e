// What intake keeps: the inbox of hints, the mirror of CRM records, how far the poller read, lifecycle events, holds.
import type { LeadId } from '#kernel/ids.ts';
import type { ChangeCursor, CrmEvent, CrmName, CrmObject, CrmRecord, RecordRef } from '#ports/crm.ts';
import type { LifecycleEvent } from './lifecycle.ts';

/** The inbox is its own queue: rows are leased, and a dead process's lease runs out. */
export interface Inbox {
  /** Stores the events that are not there yet and wakes the readers after the commit. Returns how many were new. */
  receive(events: readonly CrmEvent[], now: Date): Promise<number>;
  /** Up to `limit` due events of one CRM that nobody holds, oldest first, held until `until`. */
  lease(crm: CrmName, limit: number, now: Date, until: Date): Promise<readonly HeldEvent[]>;
  /** Gives events back, to be due at `dueAt`. */
  postpone(ids: readonly string[], dueAt: Date, because: string): Promise<void>;
  /** What was postponed because a CRM was away is due now that it is back; wakes the readers. */
  hasten(crm: CrmName, now: Date): Promise<void>;
  /** Gives up on events that can never be read; they stay visible with their reason. */
  fail(ids: readonly string[], because: string, now: Date): Promise<void>;
  /** When the earliest pending event is due; null when there is none. */
  nextDue(crm: CrmName): Promise<Date | null>;
}

export interface HeldEvent extends CrmEvent {
  readonly id: string;
  readonly attempts: number;
  readonly object: CrmObject;
}

export interface InboxFinisher {
  finish(ids: readonly string[], now: Date, note?: string): Promise<void>;
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

export interface CursorStore {
  read(crm: CrmName, object: CrmObject): Promise<CursorState | null>;
  write(crm: CrmName, object: CrmObject, state: CursorState): Promise<void>;
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
