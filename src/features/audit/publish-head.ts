// Writes the newest seal down outside of the database. Whoever owns the database can rewrite the log and every seal in
// it, but not what was written down before.
import type { PublishedHead } from './findings.ts';
import { headLine, readHeadLine } from './heads.ts';
import type { Head } from './seal.ts';
import type { HeadLedger, SealStore } from './store.ts';

export type Publication =
  | { readonly kind: 'published'; readonly head: Head }
  /** Nothing was sealed since. */
  | { readonly kind: 'unchanged' }
  /** What was published last is not in this log: a restored backup, or a log that was cut or rewritten. */
  | { readonly kind: 'disagrees'; readonly published: PublishedHead };

/** A ledger that disagrees is left as it is: it is the proof. Throws Fault, and whatever the ledger throws. */
export async function publishHead(
  { seals, ledger }: { readonly seals: Pick<SealStore, 'head' | 'hashAt'>; readonly ledger: HeadLedger },
  at: Date,
): Promise<Publication> {
  const last = await ledger.last();
  const published = last === null ? null : readHeadLine(last);
  if (published !== null && (await seals.hashAt(published.seq)) !== published.hash) {
    return { kind: 'disagrees', published };
  }
  const head = await seals.head();
  if (head === null || head.seq === published?.seq) return { kind: 'unchanged' };
  await ledger.append(headLine(head, at));
  return { kind: 'published', head };
}
