// The org as plain data and back, for a sandbox that goes on after a restart. Sessions and what was armed to go wrong are
// not kept.
import type { ActiveProcess } from './approval-objects.ts';
import type { ObjectName, Row } from './fields.ts';
import type { TrackedObject } from './history-objects.ts';
import type { DuplicateRule, Org, ValidationRule } from './org.ts';
import { backToPlanted, rememberPlanted, unplanted, uproot, uprooted } from './planted.ts';
import type { PendingMessage, Push } from './push.ts';

export interface SavedOrg {
  readonly tables: ReadonlyMap<ObjectName, ReadonlyMap<string, Row>>;
  /** Planted records that are gone for good; the others are planted again before the org is restored. */
  readonly uprooted: readonly string[];
  readonly serial: number;
  readonly leadAssignment: string | null;
  readonly validationRules: readonly ValidationRule[];
  readonly duplicateRules: readonly DuplicateRule[];
  readonly readOnlyIds: ReadonlySet<string>;
  readonly approvalProcesses: readonly ActiveProcess[];
  readonly mayDecideForOthers: ReadonlySet<string>;
  readonly trackedObjects: ReadonlySet<TrackedObject>;
  /** Outbound Messages that were not acknowledged yet. */
  readonly messages: readonly PendingMessage[];
}

/** Ids that a killed process may have handed out after it was saved: they are never handed out again. */
const IDS_LEFT_OUT = 100_000;

/** Shares its parts with the org: whoever keeps it copies it. */
export function saveOrg(org: Org, push: Push): SavedOrg {
  const { serial, leadAssignment, validationRules, duplicateRules, readOnlyIds } = org;
  const { approvalProcesses, mayDecideForOthers, trackedObjects } = org;
  const rules = { leadAssignment, validationRules, duplicateRules, readOnlyIds, approvalProcesses, trackedObjects };
  const tables = unplanted(org);
  return { tables, uprooted: uprooted(org), serial, ...rules, mayDecideForOthers, messages: push.pending() };
}

/** Puts everything in the place of what is there, but for what was planted and not changed. Announces nothing. */
export function restoreOrg(org: Org, push: Push, saved: SavedOrg): void {
  backToPlanted(org);
  uproot(org, saved.uprooted);
  const all = [...saved.tables].flatMap(([object, rows]) => [...rows].map(([id, row]) => ({ object, id, row })));
  putBack(org, all);
  org.serial = Math.max(org.serial, saved.serial + IDS_LEFT_OUT);
  org.leadAssignment = saved.leadAssignment;
  org.validationRules.splice(0, org.validationRules.length, ...saved.validationRules);
  org.duplicateRules.splice(0, org.duplicateRules.length, ...saved.duplicateRules);
  org.readOnlyIds.clear();
  for (const id of saved.readOnlyIds) org.readOnlyIds.add(id);
  org.approvalProcesses.splice(0, org.approvalProcesses.length, ...saved.approvalProcesses);
  org.mayDecideForOthers.clear();
  for (const id of saved.mayDecideForOthers) org.mayDecideForOthers.add(id);
  org.trackedObjects.clear();
  for (const object of saved.trackedObjects) org.trackedObjects.add(object);
  push.forget();
  push.resume(saved.messages);
}

export interface SalesforcePut {
  readonly object: ObjectName;
  readonly id: string;
  readonly row: Row;
}

/** Puts records into an org that was saved before. Announces nothing. */
export function putBack(org: Org, records: readonly SalesforcePut[]): void {
  for (const { object, id, row } of records) {
    rememberPlanted(org, object, id);
    org.tables.get(object)?.set(id, row);
  }
  org.indexes.clear();
}
