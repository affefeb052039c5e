// What a CRM's record browser is fed with, whichever CRM it is. Types, and the faults that both throw.
import { Fault } from '#kernel/errors.ts';
import type { CrmHistory, CrmLink, CrmOverview, CrmRow, WorldMessage } from '../../web/protocol.ts';

export type RecordMessage = Extract<WorldMessage, { kind: 'record' }>;
export type Edits = Readonly<Record<string, string | null>>;

/** One CRM. Objects and ids that it does not have throw Fault `not_found`. */
export interface CrmRecords {
  overview(): CrmOverview;
  /** Records that are not deleted, the one that changed last first, at most MOST_ROWS. */
  rows(object: string): readonly CrmRow[];
  /** Newest first, at most 200 entries; the last of them is the creation, as a change of the creation date. */
  history(object: string, id: string): readonly CrmHistory[];
  links(object: string, id: string): readonly CrmLink[];
  /**
   * Writes fields as a person in the CRM's own pages does. Throws Fault `refused` with the CRM's own words.
   * `by` is what a colleague is called in Slack, where that is known.
   */
  edit(object: string, id: string, values: Edits, by?: string): void;
  /** Another world has taken the place of this one: what was kept of its changes goes. */
  forget(): void;
  /** Calls back once a turn for each record of which something worth seeing changed; answers how to stop it. */
  onChange(listener: (message: RecordMessage) => void): () => void;
}

/** Records of one kind that are told: who wants an older one names it. */
export const MOST_ROWS = 1_000;

/** Entries of a history that are told. */
export const LONGEST_HISTORY = 200;

export function noSuchObject(crm: string, object: string): Fault {
  return new Fault('not_found', `${crm} has no records called ${object}.`);
}

export function noSuchRecord(what: string, id: string): Fault {
  return new Fault('not_found', `There is no ${what.toLowerCase()} ${id}; it may have been deleted or merged.`);
}

/** What changed last comes first; of those that changed at once, what was made last. */
export function newestFirst(rows: readonly CrmRow[]): readonly CrmRow[] {
  return rows.toSorted((one, other) => compare(other.modifiedAt, one.modifiedAt) || compare(other.id, one.id));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
