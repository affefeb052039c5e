// The hands of a person or a test on the org: what someone does in Salesforce's own pages, and the switches of its admin.
// Goes through the same saves as the API, so validation rules bind here too.
import { addProcess, decide, forgetRequests, reassign, requestFor, submit } from './approvals.ts';
import type { ProcessResult } from './approvals.ts';
import type { ApprovalProcess } from './approval-objects.ts';
import { convertLead, mergeRecords } from './convert.ts';
import type { Conversion } from './convert.ts';
import type { ObjectName, Row, Value } from './fields.ts';
import type { TrackedObject } from './history-objects.ts';
import { parseId } from './ids.ts';
import type { DuplicateRule, Org, SalesforceChange, ValidationRule } from './org.ts';
import { table } from './org.ts';
import { plantRows, uprootAll } from './plant.ts';
import { rememberPlanted } from './planted.ts';
import { createRecord, deleteRecord, undeleteRecord, updateRecord } from './save.ts';
import type { Schema } from './schema.ts';
import { ownerId } from './seed.ts';
import { rowsWhere } from './table-index.ts';

type Values = Readonly<Record<string, Value>>;

/** Every act may name who does it, by e-mail; without it the org's first person does. All throw SalesforceError. */
export interface SalesforceDriver {
  /** Creates a lead and returns its id. Needs LastName and Company; `Owner` may be an e-mail or a queue's name. */
  createLead(values: Values, by?: string): string;
  createRecord(object: ObjectName, values: Values, by?: string): string;
  update(object: ObjectName, id: string, values: Values, by?: string): void;
  /** Gives a record to a user (by e-mail), to a queue (by name), or to either by id. */
  setOwner(object: ObjectName, id: string, emailOrQueue: string, by?: string): void;
  delete(object: ObjectName, id: string, by?: string): void;
  /** Out of the recycle bin. */
  undelete(object: ObjectName, id: string, by?: string): void;
  /** What was deleted is gone for good, from queryAll too. */
  emptyRecycleBin(): void;
  convertLead(id: string, options?: { readonly opportunityName?: string | null; readonly by?: string }): Conversion;
  merge(
    object: 'Lead' | 'Contact' | 'Account',
    ids: { readonly winner: string; readonly loser: string },
    by?: string,
  ): void;
  /** Puts rows of a past into the org as they are, see plant.ts; nobody is told. */
  plant(object: ObjectName, rows: Iterable<Row>): void;
  /** Takes everything away that was planted, and what somebody made of it. */
  uproot(): void;
  /** Records that are not deleted and have exactly this value; quick however many there are. */
  findBy(object: ObjectName, field: string, value: Value): readonly Readonly<Row>[];
  /** Records that are not deleted. */
  records(object: ObjectName): readonly Readonly<Row>[];
  /** One record, deleted or not. */
  record(object: ObjectName, id: string): Readonly<Row> | null;
  /** Objects and their fields, the customer's own included. */
  readonly schema: Schema;
  /** User id by e-mail or queue id by name. */
  ownerId(emailOrQueue: string): string;
  /** Every committed change from now on; the returned function stops it. */
  onChange(listener: (change: SalesforceChange) => void): () => void;
  /** Adds a validation rule; the returned function removes it. */
  addValidationRule(rule: ValidationRule): () => void;
  addDuplicateRule(rule: DuplicateRule): () => void;
  /** Sends leads that the API saves to this owner unless the call says Sforce-Auto-Assign FALSE; null: no rule. */
  setLeadAssignment(emailOrQueue: string | null): void;
  /** Makes an approval process active; its steps name users by e-mail and queues by name. Answers its id. */
  addApprovalProcess(process: ApprovalProcess): string;
  submitForApproval(id: string, by?: string, comments?: string): ProcessResult;
  /** Answers the request that this person, or a queue, has for a record. */
  decideApproval(id: string, verdict: 'Approved' | 'Rejected', by: string, comments?: string): ProcessResult;
  /** Hands the request that somebody has for a record to a colleague. */
  reassignApproval(id: string, from: string, to: string): void;
  /** Takes the record back from everybody who is asked. */
  recallApproval(id: string, by: string): ProcessResult;
  /** Deletes a record that waits for an approval, as an admin can; nothing is left of the request. */
  deleteSubmitted(object: ObjectName, id: string): void;
  /** Whether this user has "Modify All Data", and so may answer requests of others. */
  setModifyAll(email: string, on: boolean): void;
  /** Whether changes of fields are remembered in LeadHistory and the like; from now on. */
  setHistoryTracking(object: TrackedObject, on: boolean): void;
  /** Lets the API read this record but not change it. */
  makeReadOnly(id: string): void;
}

/** A driver over the org. `integrationUser` acts where the org has no other person. */
export function createDriver(org: Org, integrationUser: string): SalesforceDriver {
  const person = [...table(org, 'User').values()].find(
    (user) => user['Id'] !== integrationUser && user['IsActive'] === true,
  );
  const actor = (by: string | undefined) =>
    by === undefined ? String(person?.['Id'] ?? integrationUser) : ownerId(org, by);
  const byHand = (by: string | undefined) => ({ by: actor(by), autoAssign: false, byHand: true });

  function create(object: ObjectName, values: Values, by: string | undefined): string {
    const { Owner: owner, ...rest } = values;
    const owned = typeof owner === 'string' ? { ...rest, OwnerId: ownerId(org, owner) } : rest;
    return String(createRecord(org, object, owned, byHand(by))['Id']);
  }

  return {
    createLead: (values, by) => create('Lead', values, by),
    createRecord: create,
    update(object, id, values, by) {
      updateRecord(org, object, id, values, byHand(by));
    },
    setOwner(object, id, emailOrQueue, by) {
      updateRecord(org, object, id, { OwnerId: ownerId(org, emailOrQueue) }, byHand(by));
    },
    delete(object, id, by) {
      deleteRecord(org, object, id, byHand(by));
    },
    undelete(object, id, by) {
      undeleteRecord(org, object, id, actor(by));
    },
    emptyRecycleBin() {
      for (const [object, rows] of org.tables) {
        for (const [id, row] of rows) {
          if (row['IsDeleted'] !== true) continue;
          rememberPlanted(org, object, id);
          rows.delete(id);
        }
      }
      org.indexes.clear();
    },
    convertLead: (id, { opportunityName = null, by } = {}) => convertLead(org, id, { by: actor(by), opportunityName }),
    merge(object, { winner, loser }, by) {
      mergeRecords(org, object, winner, loser, actor(by));
    },
    plant(object, rows) {
      plantRows(org, object, rows);
    },
    uproot: () => uprootAll(org),
    findBy: (object, name, value) => rowsWhere(org, object, name, [value]).filter((row) => row['IsDeleted'] !== true),
    records: (object) => [...table(org, object).values()].filter((row) => row['IsDeleted'] !== true),
    record: (object, id) => table(org, object).get(parseId(id) ?? '') ?? null,
    schema: org.schema,
    ownerId: (emailOrQueue) => ownerId(org, emailOrQueue),
    onChange(listener) {
      org.listeners.add(listener);
      return () => void org.listeners.delete(listener);
    },
    addValidationRule: (rule) => added(org.validationRules, { ...rule }),
    addDuplicateRule: (rule) => added(org.duplicateRules, { ...rule }),
    setLeadAssignment(emailOrQueue) {
      org.leadAssignment = emailOrQueue === null ? null : ownerId(org, emailOrQueue);
    },
    addApprovalProcess: (process) => addProcess(org, process, integrationUser).id,
    submitForApproval(id, by, comments = '') {
      const all = { process: null, skipEntryCriteria: false, nextApproverIds: [], comments };
      return submit(org, { ...all, contextId: id, submitterId: actor(by) });
    },
    decideApproval(id, verdict, by, comments = '') {
      const person = ownerId(org, by);
      return decide(org, {
        workitemId: requestFor(org, id, person),
        verdict,
        by: person,
        nextApproverIds: [],
        comments,
      });
    },
    reassignApproval(id, from, to) {
      reassign(org, requestFor(org, id, ownerId(org, from)), ownerId(org, to), ownerId(org, from));
    },
    recallApproval(id, by) {
      const person = ownerId(org, by);
      const all = { verdict: 'Removed', by: person, nextApproverIds: [], comments: null } as const;
      return decide(org, { ...all, workitemId: requestFor(org, id, null) });
    },
    deleteSubmitted(object, id) {
      forgetRequests(org, parseId(id) ?? '');
      deleteRecord(org, object, id, byHand(undefined));
    },
    setModifyAll(email, on) {
      if (on) org.mayDecideForOthers.add(ownerId(org, email));
      else org.mayDecideForOthers.delete(ownerId(org, email));
    },
    setHistoryTracking(object, on) {
      if (on) org.trackedObjects.add(object);
      else org.trackedObjects.delete(object);
    },
    makeReadOnly(id) {
      org.readOnlyIds.add(parseId(id) ?? id);
    },
  };
}

function added<T>(rules: T[], rule: T): () => void {
  rules.push(rule);
  return () => void rules.splice(rules.indexOf(rule), 1);
}
