// Approval processes: submitting a record, asking step by step, and what a decision does. Who may decide is who is asked,
// and whoever may modify all data.
import { SUBMITTABLE } from './approval-objects.ts';
import type { ActiveProcess, ApprovalProcess } from './approval-objects.ts';
import { refusal } from './errors.ts';
import type { SalesforceError } from './errors.ts';
import type { Row } from './fields.ts';
import { parseId } from './ids.ts';
import type { Org } from './org.ts';
import { addRow, findAnywhere, isLocked, readable, stamp, table, updateRow } from './org.ts';
import { ownerId } from './seed.ts';

/** What became of one request, in the shape of the API. */
export interface ProcessResult {
  readonly actorIds: readonly string[] | null;
  readonly entityId: string;
  readonly errors: null;
  readonly instanceId: string;
  readonly instanceStatus: 'Approved' | 'Rejected' | 'Removed' | 'Pending';
  readonly newWorkitemIds: readonly string[];
  readonly success: true;
}

export interface Submission {
  readonly contextId: string;
  readonly submitterId: string;
  readonly process: string | null;
  readonly skipEntryCriteria: boolean;
  readonly nextApproverIds: readonly string[];
  readonly comments: string | null;
}

export interface Decision {
  readonly workitemId: string;
  readonly verdict: 'Approved' | 'Rejected' | 'Removed';
  readonly by: string;
  readonly nextApproverIds: readonly string[];
  readonly comments: string | null;
}

/** Makes a process active. Throws where it names somebody who is not there: a mistake of the caller. */
export function addProcess(org: Org, process: ApprovalProcess, by: string): ActiveProcess {
  if (!SUBMITTABLE.includes(process.object)) throw new Error(`${process.object} cannot be submitted for approval`);
  for (const approver of process.steps.flatMap(({ approvers }) => approvers)) ownerId(org, approver);
  const shown = { Name: process.label, DeveloperName: process.name, TableEnumOrId: process.object };
  const row = addRow(org, 'ProcessDefinition', { ...shown, Type: 'Approval', State: 'Active', Description: null }, by);
  const active = { ...process, id: String(row['Id']) };
  org.approvalProcesses.push(active);
  return active;
}

/** Throws ALREADY_IN_PROCESS, NO_APPLICABLE_PROCESS and what is wrong with the ids. */
export function submit(org: Org, submission: Submission): ProcessResult {
  const id = parseId(submission.contextId) ?? '';
  const object = findAnywhere(org, id)?.object;
  if (object === undefined) throw refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  const record = readable(org, object, id);
  if (isLocked(org, id)) throw refusal(400, 'ALREADY_IN_PROCESS', 'Cannot submit object already in process.', []);
  const process = org.approvalProcesses.find(
    (each) =>
      each.object === object &&
      [null, each.name, each.id].includes(submission.process) &&
      (submission.skipEntryCriteria || enters(each, record)),
  );
  if (process === undefined) {
    throw refusal(400, 'NO_APPLICABLE_PROCESS', 'No applicable approval process was found.', []);
  }
  const by = submission.submitterId;
  const instance = addRow(
    org,
    'ProcessInstance',
    { ProcessDefinitionId: process.id, TargetObjectId: id, Status: 'Pending', SubmittedById: by, IsDeleted: false },
    by,
  );
  addStep(org, instance, 'Started', by, submission.comments);
  return ask(org, instance, process, 0, submission.nextApproverIds, by);
}

function enters(process: ApprovalProcess, record: Row): boolean {
  return Object.entries(process.when ?? {}).every(([name, value]) => record[name] === value);
}

/** The id of the open request about a record that a person (null: anybody) or a queue is asked. Throws where none is. */
export function requestFor(org: Org, targetId: string, userId: string | null): string {
  const request = [...table(org, 'ProcessInstanceWorkitem').values()].find((workitem) => {
    const instance = table(org, 'ProcessInstance').get(String(workitem['ProcessInstanceId']));
    const actor = String(workitem['ActorId']);
    const asked = userId === null || actor === userId || table(org, 'Group').has(actor);
    return asked && instance?.['TargetObjectId'] === parseId(targetId);
  });
  if (request === undefined) throw refusal(404, 'NOT_FOUND', 'Nobody is asked to approve this record', []);
  return String(request['Id']);
}

/** Throws where there is no such request any more, or somebody else is asked. */
export function decide(org: Org, decision: Decision): ProcessResult {
  const workitem = table(org, 'ProcessInstanceWorkitem').get(parseId(decision.workitemId) ?? '');
  if (workitem === undefined) throw refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  const instance = readable(org, 'ProcessInstance', String(workitem['ProcessInstanceId']));
  const process = org.approvalProcesses.find(({ id }) => id === instance['ProcessDefinitionId']);
  if (process === undefined) throw refusal(400, 'PROCESS_NOT_ACTIVE', 'The process is not active.', []);
  const { by, verdict } = decision;
  const asked = table(org, 'Group').has(String(workitem['ActorId'])) || workitem['ActorId'] === by;
  const recalls = verdict === 'Removed' && instance['SubmittedById'] === by;
  if (!asked && !recalls && !org.mayDecideForOthers.has(by)) {
    const words = 'insufficient access rights on cross-reference id';
    throw refusal(400, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', words, []);
  }
  addStep(org, instance, verdict, by, decision.comments, workitem);
  const step = Number(workitem['step'] ?? 0);
  table(org, 'ProcessInstanceWorkitem').delete(String(workitem['Id']));
  const others = workitemsOf(org, instance);
  if (verdict === 'Approved' && process.steps[step]?.unanimous === true && others.length > 0) {
    return result(instance, others, []);
  }
  for (const other of others) table(org, 'ProcessInstanceWorkitem').delete(String(other['Id']));
  if (verdict === 'Approved' && step + 1 < process.steps.length) {
    return ask(org, instance, process, step + 1, decision.nextApproverIds, by);
  }
  return conclude(org, instance, process, verdict, by);
}

/** Whoever is asked hands a request to a colleague, or an admin does. The request stays the same. */
export function reassign(org: Org, workitemId: string, toUserId: string, by: string): void {
  const workitem = readable(org, 'ProcessInstanceWorkitem', workitemId);
  const instance = readable(org, 'ProcessInstance', String(workitem['ProcessInstanceId']));
  addStep(org, instance, 'Reassigned', by, null, workitem);
  updateRow(org, 'ProcessInstanceWorkitem', workitem, { ActorId: toUserId }, by);
}

/** What was asked about a record that is deleted is asked no more, and leaves no history. */
export function forgetRequests(org: Org, targetId: string): void {
  for (const [id, instance] of table(org, 'ProcessInstance')) {
    if (instance['TargetObjectId'] !== targetId) continue;
    for (const workitem of workitemsOf(org, instance))
      table(org, 'ProcessInstanceWorkitem').delete(String(workitem['Id']));
    for (const [stepId, step] of table(org, 'ProcessInstanceStep')) {
      if (step['ProcessInstanceId'] === id) table(org, 'ProcessInstanceStep').delete(stepId);
    }
    table(org, 'ProcessInstance').delete(id);
  }
}

function ask(
  org: Org,
  instance: Row,
  process: ActiveProcess,
  step: number,
  named: readonly string[],
  by: string,
): ProcessResult {
  const approvers = process.steps[step]?.approvers ?? [];
  const actors = approvers.length > 0 ? approvers.map((each) => ownerId(org, each)) : named.map((id) => parseId(id));
  if (actors.length === 0 || actors.includes(null)) {
    throw refusal(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [nextApproverIds]', ['nextApproverIds']);
  }
  const made = actors.map((ActorId) => {
    const values = { ProcessInstanceId: instance['Id'] ?? null, ActorId, OriginalActorId: ActorId, IsDeleted: false };
    return addRow(org, 'ProcessInstanceWorkitem', { ...values, step }, by);
  });
  return result(instance, made, made);
}

function conclude(
  org: Org,
  instance: Row,
  process: ActiveProcess,
  verdict: Decision['verdict'],
  by: string,
): ProcessResult {
  const end = { Status: verdict, CompletedDate: stamp(org.clock.now()), LastActorId: by };
  updateRow(org, 'ProcessInstance', instance, end, by);
  const written = { Approved: process.onApproved, Rejected: process.onRejected, Removed: undefined }[verdict];
  const record = table(org, process.object).get(String(instance['TargetObjectId']));
  if (written !== undefined && record !== undefined) updateRow(org, process.object, record, { ...written }, by);
  return result(instance, [], []);
}

function addStep(
  org: Org,
  instance: Row,
  StepStatus: string,
  by: string,
  Comments: string | null,
  workitem: Row = {},
): void {
  const OriginalActorId = workitem['OriginalActorId'] ?? by;
  const about = { ProcessInstanceId: instance['Id'] ?? null, OriginalActorId, ActorId: by };
  addRow(org, 'ProcessInstanceStep', { ...about, StepStatus, Comments }, by);
}

function workitemsOf(org: Org, instance: Row): readonly Row[] {
  return [...table(org, 'ProcessInstanceWorkitem').values()].filter(
    (row) => row['ProcessInstanceId'] === instance['Id'],
  );
}

function result(instance: Row, asked: readonly Row[], made: readonly Row[]): ProcessResult {
  const actors = asked.map((row) => String(row['ActorId']));
  return {
    actorIds: actors.length > 0 ? actors : null,
    entityId: String(instance['TargetObjectId']),
    errors: null,
    instanceId: String(instance['Id']),
    instanceStatus: instance['Status'] as ProcessResult['instanceStatus'],
    newWorkitemIds: made.map((row) => String(row['Id'])),
    success: true,
  };
}

/** A request that was refused, in the shape of the API. */
export function refusedResult(error: SalesforceError): Readonly<Record<string, unknown>> {
  const errors = error.errors.map(({ errorCode, message, fields = [] }) => ({
    statusCode: errorCode,
    message,
    fields,
  }));
  const nothing = { actorIds: null, entityId: null, instanceId: null, instanceStatus: null, newWorkitemIds: null };
  return { ...nothing, errors, success: false };
}
