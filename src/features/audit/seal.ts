// The hash chain that seals the audit log: what one link is made of. Pure. docs/audit.md gives the same rule to outsiders.
import { hash } from 'node:crypto';

/** The newest seal at some moment: who has written it down elsewhere can prove that the log up to it is unchanged. */
export interface Head {
  /** Counts from 1. */
  readonly seq: number;
  /** SHA-256 in lower-case hex. */
  readonly hash: string;
}

/** What a link covers beside the link before it. */
export interface Link {
  readonly seq: number;
  /** UTC, as PostgreSQL writes it into JSON: `2026-11-22T08:31:00.25`. */
  readonly sealedAt: string;
  /** Every column of the row in its canonical form, a JSON array as text. */
  readonly entry: string;
}

/** What the first link follows. */
export const NO_HASH = '0'.repeat(64);

/** Hash of the link that follows a link with the hash `previous`: SHA-256 over four lines of UTF-8. */
export function linkHash(previous: string, { seq, sealedAt, entry }: Link): string {
  return hash('sha256', `${previous}\n${seq}\n${sealedAt}\n${entry}`, 'hex');
}

/** Hashes of the links that follow `head` (null: the first), in the order of the entries. */
export function chainOn(head: Head | null, sealedAt: string, entries: readonly string[]): readonly string[] {
  let previous = head?.hash ?? NO_HASH;
  const before = head?.seq ?? 0;
  return entries.map((entry, index) => {
    previous = linkHash(previous, { seq: before + index + 1, sealedAt, entry });
    return previous;
  });
}

/** `12:3f…`, as commands, the log and the file of heads write it. */
export function headText({ seq, hash: digest }: Head): string {
  return `${seq}:${digest}`;
}

/** Null where the text is not a head. */
export function readHead(text: string): Head | null {
  const [, seq, digest] = /^(\d{1,15}):([0-9a-f]{64})$/u.exec(text.trim()) ?? [];
  return seq === undefined || digest === undefined || Number(seq) === 0 ? null : { seq: Number(seq), hash: digest };
}
