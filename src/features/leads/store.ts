// What leads keep: the lead with its records, claims with their CRM writes, rule firings.
import type { LeadId, SlackUserId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { Claim, ClaimState, ClaimWrite, WriteAnswer } from './claim.ts';
import type { Lead, LeadRecord, LeadState, PostedCard } from './lead.ts';

/** Everything but identity and records. */
export type LeadChange = Partial<Omit<Lead, 'id' | 'records' | 'seenAt' | 'card'>>;

export interface LeadQuery {
  readonly states?: readonly LeadState[];
  readonly claimedBy?: SlackUserId;
  /** Words of a name, company or e-mail; all must occur. */
  readonly text?: string;
  /** The last lead of the page before: many change in one instant, so the instant alone would skip some. */
  readonly after?: Pick<Lead, 'changedAt' | 'id'>;
  readonly limit: number;
}

export interface LeadStore {
  get(id: LeadId): Promise<Lead | null>;
  /** The lead with its row locked until the transaction ends. */
  lock(id: LeadId): Promise<Lead | null>;
  /** Serialises all work on these identities (e-mails or records) until the transaction ends; locked in their order. */
  lockIdentities(keys: readonly string[]): Promise<void>;
  idByRecord(ref: RecordRef): Promise<LeadId | null>;
  idByEmail(email: string): Promise<LeadId | null>;
  /** Accepts a full id or its first eight characters. */
  idByPrefix(prefix: string): Promise<LeadId | null>;
  create(lead: Lead): Promise<void>;
  change(id: LeadId, change: LeadChange, now: Date): Promise<void>;
  /**
   * The one winner: claims the lead if it is still in one of these states and nobody holds it.
   * False: somebody was faster.
   */
  claim(id: LeadId, by: SlackUserId, from: readonly LeadState[], now: Date): Promise<boolean>;
  /** Passes a claimed lead on or lets it go, if `by` still holds it. */
  giveUp(id: LeadId, by: SlackUserId, to: SlackUserId | null, now: Date): Promise<boolean>;
  /** Names the card's channel (as the playbook does) once; false when the lead has a card already. */
  startCard(id: LeadId, target: string): Promise<boolean>;
  setCard(id: LeadId, posted: PostedCard): Promise<void>;
  addRecord(id: LeadId, record: LeadRecord): Promise<void>;
  /** Moves all records of one lead to another. */
  moveRecords(from: LeadId, to: LeadId): Promise<void>;
  /** Newest change first; only leads that rules speak about, unless a text is searched for. */
  list(query: LeadQuery): Promise<readonly Lead[]>;
  /** Leads of standing `late`, locked, oldest first; rows that another transaction holds are left out. */
  late(limit: number): Promise<readonly Lead[]>;
}

export interface ClaimStore {
  create(claim: Claim): Promise<void>;
  get(id: string): Promise<Claim | null>;
  /** The newest claim on a lead that has not ended. */
  current(leadId: LeadId): Promise<Claim | null>;
  /** All claims on a lead, newest first; at most 50. */
  history(leadId: LeadId): Promise<readonly Claim[]>;
  setWrite(claimId: string, ref: RecordRef, answer: WriteAnswer): Promise<void>;
  addWrite(claimId: string, write: ClaimWrite): Promise<void>;
  setState(id: string, state: ClaimState, now: Date): Promise<void>;
}

interface Firing {
  readonly rule: string;
  readonly subject: string;
  /** 0 for rules that fire once, else the number of the edge. */
  readonly edge: number;
  readonly event: string;
  readonly playbookVersion: number;
  readonly values: readonly { readonly path: string; readonly value: string | number | boolean | null }[];
  readonly at: Date;
  readonly correlationId: string;
}

export interface FiringStore {
  /** False when this rule fired for the subject already. */
  record(firing: Firing): Promise<boolean>;
  ofSubject(subject: string): Promise<readonly Firing[]>;
}
