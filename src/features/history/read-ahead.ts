// Reads a list's pages one after the other while those before are kept: a list goes no faster than its calls, and
// keeping many pages costs little more than keeping one. Holds a few pages and no more.
import type { HistoryPage } from '#ports/crm-history.ts';

export interface Ahead {
  /** The pages that have come since, in their order; none after the last one. Throws what reading threw, after them. */
  take(): Promise<readonly HistoryPage[]>;
  /** Asks for no further page, and waits for the one that was asked for. */
  end(): Promise<void>;
}

/** Rows that may wait; one more page may be on its way. */
const MOST_ROWS = 1000;

export function readAhead(ask: (cursor: string | null) => Promise<HistoryPage>, from: string | null): Ahead {
  let waiting: HistoryPage[] = [];
  let failure: { readonly error: unknown } | null = null;
  let over = false;
  const enough = new AbortController();
  let arrival = Promise.withResolvers<void>();
  let room = Promise.withResolvers<void>();

  function rows(): number {
    return waiting.reduce((sum, page) => sum + Math.max(page.rows.length, page.records.length), 0);
  }

  async function read(): Promise<void> {
    let cursor = from;
    do {
      while (rows() >= MOST_ROWS && !enough.signal.aborted) await room.promise;
      if (enough.signal.aborted) return;
      const page = await ask(cursor);
      waiting.push(page);
      arrival.resolve();
      cursor = page.next;
    } while (cursor !== null);
  }

  const reading = read()
    .catch((error: unknown) => {
      failure = { error };
    })
    .finally(() => {
      over = true;
      arrival.resolve();
    });

  return {
    async take() {
      if (waiting.length === 0 && !over) await arrival.promise;
      const taken = waiting;
      waiting = [];
      if (!over) arrival = Promise.withResolvers<void>();
      room.resolve();
      room = Promise.withResolvers<void>();
      if (taken.length === 0 && failure !== null) throw failure.error;
      return taken;
    },
    async end() {
      enough.abort();
      room.resolve();
      await reading;
    },
  };
}
