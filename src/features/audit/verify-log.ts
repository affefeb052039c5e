// Verifies the whole log: every link of the chain, every published head, and that nothing stands beside the chain. Reads
// in pages, so it takes as little memory for a long log as for a short one.
import { checkChain } from './check-chain.ts';
import { checkHeads } from './check-heads.ts';
import { createOrderCheck } from './check-order.ts';
import type { Finding, PublishedHead, Verdict } from './findings.ts';
import { FINDINGS_KEPT } from './findings.ts';
import type { Head } from './seal.ts';
import type { SealReader } from './store.ts';

export interface VerifyInput {
  readonly heads: readonly PublishedHead[];
  /** Told how many seals were checked, now and then. */
  readonly onProgress?: (sealed: number) => void;
}

const PAGE = 5000;
/** Ids are looked at without their entries, so a page may be longer. */
const ID_PAGE = 50_000;

/** Beside an app that goes on writing: what is added meanwhile is checked as far as it is seen. Throws Fault. */
export async function verifyLog(log: SealReader, { heads, onProgress }: VerifyInput): Promise<Verdict> {
  const findings: Finding[] = [];
  let more = 0;
  const report = (finding: Finding): void => {
    if (findings.length < FINDINGS_KEPT) findings.push(finding);
    else more += 1;
  };
  const published = checkHeads(heads, report);
  const { sealed, head } = await followChain(log, published.next, report, onProgress);
  published.end(head?.seq ?? 0);
  const waiting = await lookBesideChain(log, report);
  return { sealed, head, waiting, agreeing: published.agreeing(), findings, more };
}

async function followChain(
  log: SealReader,
  onLink: (link: Head) => void,
  report: (finding: Finding) => void,
  onProgress: VerifyInput['onProgress'],
): Promise<Pick<Verdict, 'sealed' | 'head'>> {
  const chain = checkChain(report);
  const isFromThePast = createOrderCheck();
  let sealed = 0;
  let head: Head | null = null;
  let page = await log.sealedAfter(0, PAGE);
  while (page.length > 0) {
    const last = page.at(-1)?.seq ?? 0;
    // The next page is on its way while this one is checked.
    const coming = page.length === PAGE ? log.sealedAfter(last, PAGE) : Promise.resolve([]);
    coming.catch(() => undefined);
    for (const row of page) {
      chain.next(row);
      onLink(row);
      if (isFromThePast(row)) report({ kind: 'inserted', seq: row.seq, id: row.id });
      head = { seq: row.seq, hash: row.hash };
    }
    sealed += page.length;
    onProgress?.(sealed);
    page = await coming;
  }
  chain.end();
  return { sealed, head };
}

/** Entries that the chain does not know. Returns how many of them simply wait for their seal. */
async function lookBesideChain(log: SealReader, report: (finding: Finding) => void): Promise<number> {
  let waiting = 0;
  let page = await log.unsealedAfter('-9223372036854775808', ID_PAGE);
  while (page !== null) {
    for (const one of page.unsealed) {
      if (one.waiting) waiting += 1;
      else report({ kind: 'inserted', seq: null, id: one.id });
    }
    page = page.looked === ID_PAGE ? await log.unsealedAfter(page.last, ID_PAGE) : null;
  }
  for (const id of await log.missingUnsealed(FINDINGS_KEPT)) report({ kind: 'deleted_unsealed', id });
  return waiting;
}
