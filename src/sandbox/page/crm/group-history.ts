// A record's history as people read it: what somebody changed at one moment is one entry. Pure.
import type { CrmField, CrmHistory } from '#sandbox/web/protocol.ts';

export interface HistoryEntry {
  readonly at: string;
  readonly by: string;
  /** The record was made. */
  readonly made: boolean;
  readonly changes: readonly { readonly field: CrmField; readonly value: string | null }[];
}

const CREATION = /^created?_?date$/iu;

/** Newest first, as the entries come. Changes of fields that nobody can see are left out. */
export function groupHistory(history: readonly CrmHistory[], fields: readonly CrmField[]): readonly HistoryEntry[] {
  const entries = new Map<string, { at: string; by: string; made: boolean; changes: HistoryEntry['changes'] }>();
  for (const { at, by, field: name, value } of history) {
    const field = fields.find((each) => each.name === name);
    const made = CREATION.test(name);
    if (field === undefined && !made) continue;
    const key = `${at} ${by} ${String(made)}`;
    const entry = entries.get(key) ?? { at, by, made, changes: [] };
    if (field !== undefined && !made) entry.changes = [...entry.changes, { field, value }];
    entries.set(key, entry);
  }
  return [...entries.values()];
}
