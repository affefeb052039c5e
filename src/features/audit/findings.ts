// What can be wrong with a sealed log. Pure.
import type { Head } from './seal.ts';

/** A head that was written down outside of the database. */
export interface PublishedHead extends Head {
  /** As written beside it; null where nothing was. */
  readonly at: string | null;
}

export type Finding =
  /** The entry is not what was sealed: a column was changed, or what stood before it was taken out and renumbered. */
  | { readonly kind: 'edited'; readonly seq: number; readonly id: string }
  | { readonly kind: 'deleted'; readonly seq: number; readonly id: string }
  /** Two entries stand in each other's place. */
  | { readonly kind: 'swapped'; readonly seq: number; readonly id: string; readonly other: string }
  /** The entry is as it was sealed; its seal's hash is not. */
  | { readonly kind: 'seal_forged'; readonly seq: number; readonly id: string }
  /** Seals are missing in the middle, and whatever they sealed cannot be told. */
  | { readonly kind: 'seals_cut'; readonly from: number; readonly to: number }
  /** An entry with an id from the past. `seq` is null where it has no seal. */
  | { readonly kind: 'inserted'; readonly seq: number | null; readonly id: string }
  | { readonly kind: 'deleted_unsealed'; readonly id: string }
  /** The log ends before a head that was published. */
  | { readonly kind: 'end_cut'; readonly head: PublishedHead; readonly end: number }
  /** The chain is whole, and not the one whose head was published. `since` is the last head that still agrees. */
  | { readonly kind: 'rewritten'; readonly head: PublishedHead; readonly since: number };

export interface Verdict {
  /** Seals that were checked. */
  readonly sealed: number;
  /** Newest seal; null in a log without any. */
  readonly head: Head | null;
  /** Entries that wait for their seal. */
  readonly waiting: number;
  /** Published heads that agree. */
  readonly agreeing: number;
  readonly findings: readonly Finding[];
  /** Findings beyond those that are kept. */
  readonly more: number;
}

/** Findings that are kept one by one: a log that is wrong everywhere must not fill the memory. */
export const FINDINGS_KEPT = 1000;
