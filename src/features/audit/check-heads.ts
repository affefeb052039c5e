// Holds the chain against heads that were written down outside of the database, which its owner cannot rewrite.
import type { Finding, PublishedHead } from './findings.ts';
import type { Head } from './seal.ts';

export interface HeadsCheck {
  next(link: Head): void;
  /** @param end number of the last seal. */
  end(end: number): void;
  agreeing(): number;
}

/** Says of each kind of disagreement the first: those that follow have the same cause. */
export function checkHeads(heads: readonly PublishedHead[], report: (finding: Finding) => void): HeadsCheck {
  const bySeq = Map.groupBy(heads, (head) => head.seq);
  let agreeing = 0;
  let since = 0;
  let rewritten = false;
  return {
    next(link) {
      const published = bySeq.get(link.seq);
      if (published === undefined) return;
      const other = published.find((head) => head.hash !== link.hash);
      agreeing += published.filter((head) => head.hash === link.hash).length;
      if (other === undefined) {
        if (!rewritten) since = link.seq;
      } else if (!rewritten) {
        rewritten = true;
        report({ kind: 'rewritten', head: other, since });
      }
    },
    end(end) {
      const last = heads.reduce<PublishedHead | null>((one, head) => (one && one.seq >= head.seq ? one : head), null);
      if (last !== null && last.seq > end) report({ kind: 'end_cut', head: last, end });
    },
    agreeing: () => agreeing,
  };
}
