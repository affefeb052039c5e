// Follows the chain link by link and tells the ways in which it can be broken apart. Keeps nothing of a link that holds.
import type { Finding } from './findings.ts';
import { linkHash, NO_HASH } from './seal.ts';
import type { SealedRow } from './store.ts';

export interface ChainCheck {
  /** Takes the next seal, in the order of their numbers. */
  next(row: SealedRow): void;
  /** Says what is left to say when the last was taken. */
  end(): void;
}

interface Broken {
  readonly row: SealedRow & { readonly entry: string };
  readonly previous: string;
  /** What the hash would be if the entry were right. */
  readonly expected: string;
}

/** Broken links that are compared with each other, to see whether entries changed places. */
const COMPARED = 200;

export function checkChain(report: (finding: Finding) => void): ChainCheck {
  let seq = 0;
  let previous = NO_HASH;
  /** Not sure yet: whether the entry or its seal is wrong shows in the next link. */
  let doubt: Broken | null = null;
  const edited: Broken[] = [];

  return {
    next(row) {
      const unbroken = row.seq === seq + 1;
      if (!unbroken) {
        settleDoubt(null);
        report({ kind: 'seals_cut', from: seq + 1, to: row.seq - 1 });
      }
      if (row.entry === null) {
        settleDoubt(null);
        report({ kind: 'deleted', seq: row.seq, id: row.id });
      } else if (unbroken) {
        follow({ ...row, entry: row.entry });
      }
      // Behind a gap the first link cannot be checked: what it follows is gone.
      seq = row.seq;
      previous = row.hash;
    },
    end() {
      settleDoubt(null);
      for (const finding of explain(edited)) report(finding);
    },
  };

  function follow(row: Broken['row']): void {
    const expected = linkHash(previous, row);
    if (expected === row.hash) return settleDoubt(null);
    if (doubt !== null && linkHash(doubt.expected, row) === row.hash) return settleDoubt('seal_forged');
    settleDoubt(null);
    doubt = { row, previous, expected };
  }

  function settleDoubt(verdict: 'seal_forged' | null): void {
    if (doubt === null) return;
    const { row } = doubt;
    if (verdict !== null) report({ kind: verdict, seq: row.seq, id: row.id });
    else if (edited.length < COMPARED) edited.push(doubt);
    else report({ kind: 'edited', seq: row.seq, id: row.id });
    doubt = null;
  }
}

/** Entries that fit in each other's place were exchanged; the others were changed. */
function explain(edited: readonly Broken[]): readonly Finding[] {
  return edited.map((one): Finding => {
    const { seq, id } = one.row;
    const other = edited.find((candidate) => candidate !== one && fits(one, candidate.row.entry));
    return other === undefined ? { kind: 'edited', seq, id } : { kind: 'swapped', seq, id, other: other.row.id };
  });
}

/** Whether this entry was sealed here: as it stands, or with the id that stands here. */
function fits({ row, previous }: Broken, entry: string): boolean {
  const renamed = entry.replace(/^\["-?\d+"/u, `["${row.id}"`);
  return [entry, renamed].some((one) => linkHash(previous, { ...row, entry: one }) === row.hash);
}
