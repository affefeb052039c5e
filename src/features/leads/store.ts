// What leads keep: the lead with its records, claims with their CRM writes, rule firings.
import type { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { CrmName, RecordRef } from '#ports/crm.ts';
import type { Claim, ClaimState, ClaimWrite, WriteAnswer } from './claim.ts';
import type { CardList, ListUrgency } from './card-list.ts';
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
  /** The rows of a list, in their order. */
  ofList(list: string): Promise<readonly Lead[]>;
  /** Says where these rows of a list are shown; answers those that were shown nowhere before. */
  setListed(ids: readonly LeadId[], posted: PostedCard): Promise<readonly LeadId[]>;
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

interface ListPlacing {
  readonly lead: LeadId;
  readonly channel: ChannelId;
  /** Why the lead is not where the playbook wants it; lists of another note are other lists. */
  readonly note: string | null;
  readonly now: Date;
  /** A list that was begun before is not gone on with. */
  readonly begunSince: Date;
  /** Rows that a list may have. */
  readonly rows: number;
}

export interface ThreadLine {
  readonly channel: ChannelId;
  readonly thread: string;
  readonly lead: LeadId;
  readonly text: string;
}

/** Lines of one thread that wait together. */
export interface WaitingLines {
  readonly thread: string;
  readonly lines: readonly { readonly id: string; readonly lead: LeadId; readonly text: string }[];
  /** Key of the message that carries them, when its sending was begun. */
  readonly message: string | null;
  readonly since: Date;
}

export interface CardListStore {
  /** Serialises what changes a channel's lists until the transaction ends; taken before any lead's lock. */
  lock(channel: ChannelId): Promise<void>;
  /** Makes the lead the next row of the channel's newest list, or of a new one. False: it has a card or a row already. */
  place(placing: ListPlacing): Promise<boolean>;
  get(id: string): Promise<CardList | null>;
  /** Asks for the list to be shown as it is, not before `dueAt`. */
  ask(id: string, urgency: ListUrgency, dueAt: Date): Promise<void>;
  /** The list of this channel with the most urgent change that is due. */
  nextDue(channel: ChannelId, now: Date): Promise<CardList | null>;
  /** Remembers that posting begins; true when it had begun before, so the message may be there. */
  beginPost(id: string, now: Date): Promise<boolean>;
  /** The list was shown as it was at its `asked`; what was asked since still waits. */
  setShown(list: Pick<CardList, 'id' | 'asked'>, posted: Pick<PostedCard, 'ts' | 'hash'> | null): Promise<void>;
  /** The message is gone, and rows of it were shown nowhere yet: the list is posted again. */
  repost(id: string): Promise<void>;
  /** The list goes to another channel before it was posted anywhere. */
  move(id: string, channel: ChannelId, note: string, now: Date): Promise<void>;
  /** No channel can take it. */
  fail(id: string, because: string): Promise<void>;
  addLine(line: ThreadLine & { readonly at: Date }): Promise<void>;
  /** The oldest waiting lines of one thread, at most `limit`; those of a message that was begun alone. */
  nextLines(channel: ChannelId, limit: number): Promise<WaitingLines | null>;
  beginMessage(ids: readonly string[], message: string): Promise<void>;
  removeLines(ids: readonly string[]): Promise<void>;
  /** When the next thing in this channel is due; null when nothing waits. */
  dueAt(channel: ChannelId): Promise<Date | null>;
}

/** A CRM that something for the lead waits for. */
export interface Delayed {
  readonly crm: CrmName;
  readonly because: 'down' | 'budget';
  readonly since: Date;
}

export interface DelayStore {
  of(lead: LeadId): Promise<readonly Delayed[]>;
  /** False when that the lead waits for this CRM is known already. */
  begin(lead: LeadId, crm: CrmName, because: Delayed['because'], now: Date): Promise<boolean>;
  /** False when it did not wait. */
  end(lead: LeadId, crm: CrmName): Promise<boolean>;
}
