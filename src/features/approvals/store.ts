// What approvals keep: the request with its revisions, votes and seats, where its cards are, and who decides for whom.
import type { ApprovalId, ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { GateName } from '#features/playbook/approvals.ts';
import type { Approval, ApprovalState, Content, Seat, Vote } from './approval.ts';

export interface ApprovalQuery {
  readonly states?: readonly ApprovalState[];
  readonly requestedBy?: SlackUserId;
  /** Who has a seat in an open step. */
  readonly waitsFor?: SlackUserId;
  readonly subject?: string;
  /** Asked for at or after. */
  readonly since?: Date;
  /** Ids below this alone: the next page. */
  readonly before?: ApprovalId;
  readonly limit: number;
}

export interface RevisionRecord {
  readonly revision: number;
  readonly content: Content;
  readonly hash: string;
  readonly askedBy: SlackUserId | null;
  readonly askedAt: Date;
  readonly outcome: string | null;
  readonly outcomeAt: Date | null;
}

export interface RevisionChange {
  /** What came of a revision; null: nothing after all. */
  readonly closes?: { readonly revision: number; readonly outcome: string | null; readonly at: Date };
  /** The approval's revision is a new one. */
  readonly opens?: true;
}

export interface VoteRecord extends Vote {
  readonly revision: number;
  readonly recalledAt: Date | null;
}

export interface ApprovalStore {
  get(id: ApprovalId): Promise<Approval | null>;
  /** With its row locked until the transaction ends. */
  lock(id: ApprovalId): Promise<Approval | null>;
  /** The one of this gate and subject that is pending, back for changes, or approved and not used. */
  running(gate: GateName, subject: string): Promise<Approval | null>;
  /** Mints the id. Throws Fault `refused` where one is running already. */
  create(approval: Omit<Approval, 'id' | 'version'>): Promise<Approval>;
  /** Everything but votes and seats. False: it was changed meanwhile. */
  save(approval: Approval, revisions?: RevisionChange): Promise<boolean>;
  /** False when this person's vote in this step and revision counts already. */
  addVote(id: ApprovalId, revision: number, vote: Vote): Promise<boolean>;
  /** Takes back this person's votes of this revision; false where there was none. */
  recallVotes(id: ApprovalId, revision: number, by: SlackUserId, at: Date): Promise<boolean>;
  /** Replaces who is asked. */
  setSeats(id: ApprovalId, seats: readonly Seat[]): Promise<void>;
  /** Newest first. */
  list(query: ApprovalQuery): Promise<readonly Approval[]>;
  /** Ids of those whose clock has something to do, the longest due first. */
  due(now: Date, limit: number): Promise<readonly ApprovalId[]>;
  /** Pending ones in which one of these people has or may take a seat, or whose policy names this group. */
  touching(people: readonly SlackUserId[]): Promise<readonly ApprovalId[]>;
  revisions(id: ApprovalId): Promise<readonly RevisionRecord[]>;
  /** Of all revisions, with those that were taken back. */
  allVotes(id: ApprovalId): Promise<readonly VoteRecord[]>;
}

/** `channel`, or the person whose direct messages it is. */
export type CardPlace = 'channel' | SlackUserId;

export interface PostedApprovalCard {
  readonly place: CardPlace;
  /** Null: not posted yet. */
  readonly posted: { readonly channel: ChannelId; readonly ts: string; readonly hash: string } | null;
}

export interface ApprovalCardStore {
  of(id: ApprovalId): Promise<readonly PostedApprovalCard[]>;
  /** Makes the place known; false where it is. */
  add(id: ApprovalId, place: CardPlace): Promise<boolean>;
  set(id: ApprovalId, place: CardPlace, posted: NonNullable<PostedApprovalCard['posted']>): Promise<void>;
}

export interface Delegation {
  readonly id: number;
  readonly from: SlackUserId;
  readonly to: SlackUserId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdBy: SlackUserId;
}

export interface DelegationStore {
  create(delegation: Omit<Delegation, 'id'>, now: Date): Promise<Delegation>;
  /** Those that are not over, of everybody or of one person; whether begun or not. */
  list(now: Date, from?: SlackUserId): Promise<readonly Delegation[]>;
  end(id: number, now: Date): Promise<boolean>;
  /** Serialises changes, so that two of them cannot make a circle. */
  lock(): Promise<void>;
}

/** Whose Home tab was opened, and the hash of what it showed last. */
export interface HomeStore {
  opened(person: SlackUserId, now: Date): Promise<void>;
  /** Those of these people who ever opened it. */
  known(people: readonly SlackUserId[]): Promise<readonly SlackUserId[]>;
  hash(person: SlackUserId): Promise<string | null>;
  setHash(person: SlackUserId, hash: string): Promise<void>;
}
