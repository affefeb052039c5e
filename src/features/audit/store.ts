// What the audit log keeps and how it is read. There is no way to change or remove an entry or its seal.
import type { AuditEntry, RecordedEntry } from './entry.ts';
import type { Head } from './seal.ts';

export interface AuditWriter {
  append(entry: AuditEntry): Promise<void>;
}

interface AuditQuery {
  readonly subject?: string;
  /** An actor's key, see kernel/actor.ts. */
  readonly actor?: string;
  readonly since?: Date;
  /** Entries with a smaller id: the next page. */
  readonly before?: string;
  readonly limit: number;
}

export interface AuditReader {
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly RecordedEntry[]>;
}

export type AuditStore = AuditWriter & AuditReader;

/** How far sealing is behind. */
interface SealFigures {
  /** Null before the first seal. */
  readonly head: Head | null;
  readonly unsealed: number;
  /** When the oldest of them was written; null when there is none. */
  readonly oldestUnsealed: Date | null;
}

/** Hashes for entries that follow a head (null: the first), in their order: `chainOn` of seal.ts. */
export type Chain = (head: Head | null, sealedAt: string, entries: readonly string[]) => readonly string[];

export interface SealStore {
  /**
   * Seals up to `limit` entries that wait, oldest id first, each exactly once among all processes. Returns how many; null
   * when another process was first.
   */
  extend(limit: number, chain: Chain): Promise<number | null>;
  /** The newest seal; null before the first. */
  head(): Promise<Head | null>;
  /** Hash of one seal in hex; null where there is none. */
  hashAt(seq: number): Promise<string | null>;
  figures(): Promise<SealFigures>;
}

/** A seal with the entry that it belongs to, as both stand in the database now. */
export interface SealedRow {
  readonly seq: number;
  readonly hash: string;
  /** As in Link of seal.ts. */
  readonly sealedAt: string;
  /** Id of the entry. */
  readonly id: string;
  /** Canonical form; null where the entry is missing. */
  readonly entry: string | null;
}

interface UnsealedPage {
  /** Entries looked at, and the last of their ids. */
  readonly looked: number;
  readonly last: string;
  /** Those without a seal; `waiting` is false for one that the sealer was never told of. */
  readonly unsealed: readonly { readonly id: string; readonly waiting: boolean }[];
}

/** The whole log for whoever verifies or exports it, in pages. */
export interface SealReader {
  sealedAfter(seq: number, limit: number): Promise<readonly SealedRow[]>;
  /** Looks for entries without a seal among the `limit` entries that follow an id; null after the last. */
  unsealedAfter(id: string, limit: number): Promise<UnsealedPage | null>;
  /** Ids that wait for a seal and have no entry. */
  missingUnsealed(limit: number): Promise<readonly string[]>;
}

/** Heads that were published, as lines outside of the database. */
export interface HeadLedger {
  /** The newest whole line; null where there is none. */
  last(): Promise<string | null>;
  append(line: string): Promise<void>;
}
