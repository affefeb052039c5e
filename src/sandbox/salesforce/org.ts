// The org in memory: its tables, who listens to its changes, and the switches that a test or a person turns. It stores
// and stamps; whether a save is allowed is decided in save.ts.
import type { ActiveProcess } from './approval-objects.ts';
import { deleted, notFound } from './errors.ts';
import type { ObjectName, Row, Value } from './fields.ts';
import { OBJECT_NAMES } from './fields.ts';
import type { TrackedObject } from './history-objects.ts';
import { mintId, objectsOf, parseId } from './ids.ts';
import { nothingPlanted, rememberPlanted } from './planted.ts';
import type { Planted } from './planted.ts';
import type { Schema } from './schema.ts';
import { noteAdded, noteChanged } from './table-index.ts';
import type { TableIndex } from './table-index.ts';

export interface SandboxClock {
  now(): Date;
}

/** One committed change, for transcripts and for the push out. */
export interface SalesforceChange {
  readonly object: ObjectName;
  readonly id: string;
  readonly type: 'created' | 'updated' | 'deleted';
  /** What became different, with the value before and after. */
  readonly fields: Readonly<Record<string, { readonly from: Value; readonly to: Value }>>;
  /** User id of whoever did it. */
  readonly by: string;
  readonly at: Date;
}

/** Refuses saves of an object with the admin's own message, as a Salesforce validation rule does. */
export interface ValidationRule {
  readonly object: ObjectName;
  readonly message: string;
  /** Fields that the error is shown at; none: the top of the page. */
  readonly fields?: readonly string[];
  /** The rule fires where the saved record would have all of these values; without it, always. */
  readonly when?: Readonly<Row>;
}

/** Refuses a second record with the same value (`Lead` by `Email`). */
export interface DuplicateRule {
  readonly object: ObjectName;
  readonly field: string;
}

export interface Org {
  readonly id: string;
  readonly name: string;
  readonly schema: Schema;
  readonly clock: SandboxClock;
  readonly tables: Map<ObjectName, Map<string, Row>>;
  readonly listeners: Set<(change: SalesforceChange) => void>;
  readonly validationRules: ValidationRule[];
  readonly duplicateRules: DuplicateRule[];
  /** Ids of records that the API user may read but not change. */
  readonly readOnlyIds: Set<string>;
  readonly approvalProcesses: ActiveProcess[];
  /** Ids of users who may decide for others: those with "Modify All Data". */
  readonly mayDecideForOthers: Set<string>;
  /** Objects whose changes of fields are remembered. */
  readonly trackedObjects: Set<TrackedObject>;
  /** Where the active lead assignment rule sends leads; null: no active rule. */
  leadAssignment: string | null;
  readonly planted: Planted;
  readonly indexes: Map<ObjectName, TableIndex>;
  serial: number;
  /** Changes of an open transaction, not yet told to anybody; null outside of one. */
  held: SalesforceChange[] | null;
  /** How to take back what an open transaction wrote, oldest first; null outside of one. */
  undo: (() => void)[] | null;
}

/** An org with empty tables. */
export function emptyOrg(name: string, schema: Schema, clock: SandboxClock): Org {
  return {
    id: mintId('Organization', 1),
    name,
    schema,
    clock,
    tables: new Map(OBJECT_NAMES.map((object) => [object, new Map<string, Row>()])),
    listeners: new Set(),
    validationRules: [],
    duplicateRules: [],
    readOnlyIds: new Set(),
    approvalProcesses: [],
    mayDecideForOthers: new Set(),
    trackedObjects: new Set(['Lead', 'Opportunity']),
    leadAssignment: null,
    planted: nothingPlanted(),
    indexes: new Map(),
    serial: 1,
    held: null,
    undo: null,
  };
}

export function table(org: Org, object: ObjectName): Map<string, Row> {
  const rows = org.tables.get(object);
  if (rows === undefined) throw new Error(`no table ${object}`);
  return rows;
}

/** The record of any object behind an id in 15 or 18 characters, deleted or not. */
export function findAnywhere(org: Org, id: string): { readonly object: ObjectName; readonly row: Row } | null {
  const parsed = parseId(id);
  if (parsed === null) return null;
  for (const object of objectsOf(parsed)) {
    const row = table(org, object).get(parsed);
    if (row !== undefined) return { object, row };
  }
  return null;
}

/** A record that can be read. Throws NOT_FOUND for one that is deleted or was never there. */
export function readable(org: Org, object: ObjectName, id: string): Row {
  const row = table(org, object).get(parseId(id) ?? '');
  if (row === undefined || row['IsDeleted'] === true) throw notFound();
  return row;
}

/** A record that can be changed. Throws ENTITY_IS_DELETED or NOT_FOUND. */
export function writable(org: Org, object: ObjectName, id: string): Row {
  const row = table(org, object).get(parseId(id) ?? '');
  if (row === undefined) throw notFound();
  if (row['IsDeleted'] === true) throw deleted();
  return row;
}

/** Whether a record waits for an approval, and so may not be edited. */
export function isLocked(org: Org, id: string): boolean {
  const instances = [...table(org, 'ProcessInstance').values()];
  return instances.some((row) => row['TargetObjectId'] === id && row['Status'] === 'Pending');
}

/** The time of the org as Salesforce writes it: whole seconds, `2026-11-22T05:35:00.000+0000`. */
export function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}.000+0000`;
}

/** Adds a record, whose `values` are complete but for id and stamps, and tells the listeners. */
export function insertRow(org: Org, object: ObjectName, values: Row, by: string): Row {
  const row = addRow(org, object, values, by);
  const [id, at] = [String(row['Id']), org.clock.now()];
  announce(org, { object, id, type: 'created', fields: difference({}, row), by, at });
  return row;
}

/** Adds what the system keeps for itself, such as a history: nobody is told. */
export function addRow(org: Org, object: ObjectName, values: Row, by: string): Row {
  org.serial += 1;
  const at = stamp(org.clock.now());
  const stamps = { CreatedDate: at, CreatedById: by, LastModifiedDate: at, LastModifiedById: by, SystemModstamp: at };
  const row: Row = { ...values, ...stamps, Id: mintId(object, org.serial) };
  const id = String(row['Id']);
  table(org, object).set(id, row);
  noteAdded(org, object, row);
  org.undo?.push(() => table(org, object).delete(id));
  return row;
}

/** Writes values over a record, stamps it, and tells the listeners. */
export function updateRow(org: Org, object: ObjectName, row: Row, values: Row, by: string): void {
  const at = org.clock.now();
  const before = { ...row };
  rememberPlanted(org, object, String(row['Id']));
  org.undo?.push(() => Object.assign(row, before));
  Object.assign(row, values, { LastModifiedDate: stamp(at), LastModifiedById: by, SystemModstamp: stamp(at) });
  noteChanged(org, object, row, before);
  const type = row['IsDeleted'] === true && before['IsDeleted'] !== true ? 'deleted' : 'updated';
  announce(org, { object, id: String(row['Id']), type, fields: difference(before, row), by, at });
}

function announce(org: Org, change: SalesforceChange): void {
  if (org.held !== null) org.held.push(change);
  else for (const listener of org.listeners) listener(change);
}

/** From here on changes are kept back until the transaction is committed or undone. */
export function holdAnnouncements(org: Org): void {
  org.held = [];
}

export function releaseAnnouncements(org: Org): void {
  const changes = org.held ?? [];
  org.held = null;
  for (const change of changes) announce(org, change);
}

/** Runs saves whose changes are told of together, each standing for itself. */
export function collectTogether(org: Org, run: () => unknown): void {
  holdAnnouncements(org);
  try {
    run();
  } finally {
    releaseAnnouncements(org);
  }
}

export function dropAnnouncements(org: Org): void {
  org.held = null;
}

const STAMP_FIELDS = new Set([
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'CreatedDate',
  'CreatedById',
  'Id',
]);

function difference(before: Row, after: Row): SalesforceChange['fields'] {
  const changed = Object.keys(after)
    .filter((name) => !STAMP_FIELDS.has(name) && (before[name] ?? null) !== (after[name] ?? null))
    .map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }] as const);
  return Object.fromEntries(changed);
}
