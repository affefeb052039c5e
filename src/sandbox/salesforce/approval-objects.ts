// What an approval process is, and what the org shows of them: which there are, what went through them, and who is asked.
// Data only.
import type { ObjectDefinition, ObjectName, Row } from './fields.ts';
import { STAMPS, system } from './standard-fields.ts';

interface ApprovalStep {
  readonly name: string;
  /** E-mails of users or names of queues; none: the submission names them. */
  readonly approvers: readonly string[];
  /** Everybody must approve; otherwise the first answer counts. */
  readonly unanimous?: boolean;
}

export interface ApprovalProcess {
  /** Unique, without spaces. */
  readonly name: string;
  readonly label: string;
  readonly object: ObjectName;
  /** Which records enter: those that have all of these values. */
  readonly when?: Readonly<Row>;
  readonly steps: readonly ApprovalStep[];
  /** Written to the record in the end. */
  readonly onApproved?: Readonly<Row>;
  readonly onRejected?: Readonly<Row>;
}

/** A process with its ProcessDefinition's id. */
export interface ActiveProcess extends ApprovalProcess {
  readonly id: string;
}

/** What can be submitted for approval here. */
export const SUBMITTABLE: readonly ObjectName[] = ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign'];

const user = (relationshipName: string) => ({ relationshipName, referenceTo: ['User', 'Group'] as const });
const instance = (children: string) =>
  ({ relationshipName: 'ProcessInstance', referenceTo: ['ProcessInstance'], children }) as const;

export const PROCESS_DEFINITION: ObjectDefinition = {
  name: 'ProcessDefinition',
  label: 'Process Definition',
  labelPlural: 'Process Definitions',
  fields: [
    ...STAMPS.filter(({ name }) => name !== 'IsDeleted'),
    system('Name', 'Name', 'string'),
    system('DeveloperName', 'Unique Name', 'string'),
    system('Type', 'Type', 'picklist'),
    system('Description', 'Description', 'textarea'),
    system('TableEnumOrId', 'Custom Object Definition ID', 'picklist'),
    system('State', 'State', 'picklist'),
  ],
};

export const PROCESS_INSTANCE: ObjectDefinition = {
  name: 'ProcessInstance',
  label: 'Process Instance',
  labelPlural: 'Process Instances',
  fields: [
    ...STAMPS,
    system('ProcessDefinitionId', 'Process Definition ID', 'reference', {
      relationshipName: 'ProcessDefinition',
      referenceTo: ['ProcessDefinition'],
    }),
    system('TargetObjectId', 'Target Object ID', 'reference', {
      relationshipName: 'TargetObject',
      referenceTo: SUBMITTABLE,
      children: 'ProcessInstances',
    }),
    system('Status', 'Status', 'picklist'),
    system('CompletedDate', 'Completed Date', 'datetime'),
    system('LastActorId', 'Last Actor ID', 'reference', user('LastActor')),
    system('SubmittedById', 'Submitted By ID', 'reference', user('SubmittedBy')),
  ],
};

export const PROCESS_INSTANCE_STEP: ObjectDefinition = {
  name: 'ProcessInstanceStep',
  label: 'Process Instance Step',
  labelPlural: 'Process Instance Steps',
  fields: [
    ...STAMPS.filter(({ name }) => name !== 'IsDeleted'),
    system('ProcessInstanceId', 'Process Instance ID', 'reference', instance('Steps')),
    system('StepStatus', 'Step Status', 'picklist'),
    system('OriginalActorId', 'Original Actor ID', 'reference', user('OriginalActor')),
    system('ActorId', 'Actor ID', 'reference', user('Actor')),
    system('Comments', 'Comments', 'textarea'),
  ],
};

export const PROCESS_INSTANCE_WORKITEM: ObjectDefinition = {
  name: 'ProcessInstanceWorkitem',
  label: 'Approval Request',
  labelPlural: 'Approval Requests',
  fields: [
    ...STAMPS,
    system('ProcessInstanceId', 'Process Instance ID', 'reference', instance('Workitems')),
    system('OriginalActorId', 'Original Actor ID', 'reference', user('OriginalActor')),
    system('ActorId', 'Actor ID', 'reference', user('Actor')),
  ],
};
