// The org as plain data and back, for a sandbox that goes on after a restart. Sessions and what was armed to go wrong are
// not kept.
import type { ObjectName, Row } from './fields.ts';
import type { DuplicateRule, Org, ValidationRule } from './org.ts';

export interface SavedOrg {
  readonly tables: ReadonlyMap<ObjectName, ReadonlyMap<string, Row>>;
  readonly serial: number;
  readonly leadAssignment: string | null;
  readonly validationRules: readonly ValidationRule[];
  readonly duplicateRules: readonly DuplicateRule[];
  readonly readOnlyIds: ReadonlySet<string>;
}

/** Ids that a killed process may have handed out after it was saved: they are never handed out again. */
const IDS_LEFT_OUT = 1_000;

/** Shares its parts with the org: whoever keeps it copies it. */
export function saveOrg(org: Org): SavedOrg {
  const { tables, serial, leadAssignment, validationRules, duplicateRules, readOnlyIds } = org;
  return { tables, serial, leadAssignment, validationRules, duplicateRules, readOnlyIds };
}

/** Puts everything in the place of what is there. Announces nothing. */
export function restoreOrg(org: Org, saved: SavedOrg): void {
  for (const [object, rows] of org.tables) {
    rows.clear();
    for (const [id, row] of saved.tables.get(object) ?? []) rows.set(id, row);
  }
  org.serial = saved.serial + IDS_LEFT_OUT;
  org.leadAssignment = saved.leadAssignment;
  org.validationRules.splice(0, org.validationRules.length, ...saved.validationRules);
  org.duplicateRules.splice(0, org.duplicateRules.length, ...saved.duplicateRules);
  org.readOnlyIds.clear();
  for (const id of saved.readOnlyIds) org.readOnlyIds.add(id);
}
