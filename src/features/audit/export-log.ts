// The sealed log as JSON lines that anybody can verify without us: docs/audit.md shows how.
import type { SealReader } from './store.ts';

const PAGE = 5000;

/** One line a seal, from the first. An entry that is missing is null. */
export async function* exportLog(log: Pick<SealReader, 'sealedAfter'>): AsyncGenerator<string> {
  let page = await log.sealedAfter(0, PAGE);
  while (page.length > 0) {
    for (const { seq, sealedAt, entry, hash } of page) {
      yield JSON.stringify({ seq, sealed_at: sealedAt, entry, hash });
    }
    page = page.length === PAGE ? await log.sealedAfter(page.at(-1)?.seq ?? 0, PAGE) : [];
  }
}
