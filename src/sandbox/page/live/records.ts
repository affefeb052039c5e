// Records of one kind as the browser holds them, and how a change alters them. Pure.
import type { CrmRow, WorldMessage } from '#sandbox/web/protocol.ts';

export type RecordNews = Extract<WorldMessage, { kind: 'record' }>;

/** Newest change first. The same object where the change is of another kind of record. */
export function withRecord(
  held: readonly CrmRow[],
  kind: Pick<CrmRow, 'crm' | 'object'>,
  { row, what }: RecordNews,
): readonly CrmRow[] {
  if (row.crm !== kind.crm || row.object !== kind.object) return held;
  const others = held.filter(({ id }) => id !== row.id);
  return what === 'deleted' ? others : [row, ...others];
}

/** By their last change, the newest first. */
export function byChange(rows: readonly CrmRow[]): readonly CrmRow[] {
  return rows.toSorted((one, other) => other.modifiedAt.localeCompare(one.modifiedAt));
}
