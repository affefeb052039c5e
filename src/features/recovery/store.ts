// What recovery reads and mends: letters that were given up, and holes that a crash or a defect left behind.
import type { ChannelId, LeadId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { JsonObject } from '#ports/json.ts';

/** `job` is a tick that failed and has not gone well since. */
export type LetterQueue = 'outbox' | 'inbox' | 'job';

/** Something that was given up, with its reason. */
export interface DeadLetter {
  /** `out-12`, `in-34` or `job-<uuid>`: what people type. */
  readonly id: string;
  readonly queue: LetterQueue;
  /** `crm.update`, `inbox.hubspot`, `tick.people`. */
  readonly kind: string;
  readonly key: string;
  readonly payload: JsonObject;
  readonly because: string;
  /** Code of the fault; null where its own handler said "never", and where none is kept. */
  readonly fault: string | null;
  readonly tries: number;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

interface LetterQuery {
  /** Those that were given up from then on. */
  readonly since?: Date;
  readonly kind?: string;
  readonly limit: number;
}

/** What waits in a queue, by kind. */
interface Backlog {
  readonly kind: string;
  readonly rows: number;
  /** Of them, those whose newest try failed. */
  readonly failing: number;
  /** Since when the oldest one waits that is due or was begun; null when all of them wait for their time. */
  readonly since: Date | null;
}

export interface LetterStore {
  /** What is not done yet, in the order of kinds. */
  backlog(now: Date): Promise<readonly Backlog[]>;
  /** Newest first; what somebody dropped is left out. */
  list(query: LetterQuery): Promise<readonly DeadLetter[]>;
  /** Null for an id that is none, or whose letter is not dead any more. */
  get(id: string): Promise<DeadLetter | null>;
  /** Has it tried again, as a further attempt. False when it is not dead any more. */
  revive(letter: DeadLetter, now: Date): Promise<boolean>;
  /** It stays undone. False when it is not dead any more. */
  drop(letter: DeadLetter, because: string, now: Date): Promise<boolean>;
}

/** An owner change that nobody is going to write. */
interface OrphanWrite {
  readonly claim: string;
  readonly ref: RecordRef;
}

/** How far to look: what was begun before, so that work under way is left alone; at most so many at once. */
export interface HoleQuery {
  readonly before: Date;
  readonly limit: number;
}

/**
 * Finds what should not be there. Each search is cheap however old the database is; asked again for one subject behind
 * its lock, it says whether the hole is still there.
 */
export interface HoleStore {
  /** Announced leads with neither a message nor an intent that will post one or was given up. */
  withoutCard(query: HoleQuery): Promise<readonly LeadId[]>;
  lacksCard(lead: LeadId): Promise<boolean>;
  /** Leads whose claim is still being written although nobody writes it. */
  withStuckClaim(query: HoleQuery): Promise<readonly { readonly lead: LeadId; readonly claim: string }[]>;
  /** Pending owner changes of a claim without an intent that will write them or was given up. */
  orphanWrites(claim: string): Promise<readonly OrphanWrite[]>;
  /** Announced leads, first seen from `since` on, whose creation the rules were never told of. */
  withoutRules(query: HoleQuery & { readonly since: Date }): Promise<readonly LeadId[]>;
  /** Offers whose head start ended from `since` on, and nobody was told. */
  endedOffers(query: HoleQuery & { readonly since: Date }): Promise<readonly LeadId[]>;
  /** Holds that ops decided on from `since` on, with leads that are still held and nobody to let them go. */
  strandedHolds(query: HoleQuery & { readonly since: Date }): Promise<readonly StrandedHold[]>;
  /** Channels with lists or lines that are due, and no intent that will send them or was given up. */
  stalledChannels(query: HoleQuery): Promise<readonly ChannelId[]>;
  /** Takes back leases that end later than any lease may. Returns how many. */
  endImpossibleLeases(): Promise<number>;
  /** Whether an intent with this key was ever put and is still remembered. */
  knowsIntent(key: string): Promise<boolean>;
  /** Serialises the mending of one subject until the transaction ends. */
  lockSubject(subject: string): Promise<void>;
}

export interface StrandedHold {
  readonly hold: number;
  readonly standing: 'announced' | 'mirrored';
}
