// A CRM's past with nothing in it, for those who need a CRM and not its history.
import type { CrmRecord } from '#ports/crm.ts';
import type { CrmHistory, HistoryKind, HistoryRow, RowRef } from '#ports/crm-history.ts';

export const NO_PAST: CrmHistory = {
  kinds: async () => [],
  totals: async () => ({ count: 0, amounts: null }),
  list: async () => ({ rows: [], records: [], next: null }),
  changes: async (_, next) => ({ rows: [], gone: [], merged: [], next, caughtUp: true }),
  read: async () => [],
  labels: async () => new Map(),
};

export interface FakeHistory extends CrmHistory {
  /** What is there now; a test changes it as people do. */
  readonly rows: HistoryRow[];
  /** The same records as intake sees them. */
  readonly records: CrmRecord[];
  readonly gone: RowRef[];
  readonly offered: HistoryKind[];
  /** What was asked: `list person`, `changes deal`. */
  readonly asked: string[];
  /** Thrown in place of an answer to this, as long as it stands. */
  readonly faults: Map<string, Error>;
}

/** A past in memory, whose cursors are places in the list. */
export function aFakeHistory(offered: readonly HistoryKind[], pageSize = 2): FakeHistory {
  const history: FakeHistory = {
    rows: [],
    records: [],
    gone: [],
    offered: [...offered],
    asked: [],
    faults: new Map(),
    kinds: async () => [...history.offered],
    totals: async (kind) => ({ count: ofKind(kind).length, amounts: null }),
    async list(kind, cursor) {
      ask(`list ${kind}`);
      const from = Number(cursor ?? 0);
      const rows = ofKind(kind).slice(from, from + pageSize);
      const ids = new Set(rows.map(({ id }) => id));
      const next = from + pageSize < ofKind(kind).length ? String(from + pageSize) : null;
      return { rows, records: history.records.filter(({ ref }) => ids.has(ref.id)), next };
    },
    async changes(kind, after) {
      ask(`changes ${kind}`);
      const rows = ofKind(kind).filter(({ modifiedAt }) => modifiedAt >= after.at);
      const last = rows.at(-1);
      const next = last === undefined ? after : { at: last.modifiedAt, id: last.id };
      return { rows, gone: [...history.gone], merged: [], next, caughtUp: true };
    },
    read: async (kind, ids) => ofKind(kind).filter(({ id }) => ids.includes(id)),
    labels: async () => new Map(),
  };
  return history;

  function ask(what: string): void {
    history.asked.push(what);
    const fault = history.faults.get(what);
    if (fault) throw fault;
  }

  function ofKind(kind: HistoryKind): readonly HistoryRow[] {
    return history.rows.filter((row) => row.kind === kind);
  }
}
