// What another process may ask of this Salesforce by POST /_sandbox/<name>: each with its arguments.
import { z } from 'zod';
import type { ApiUsage } from './api-request.ts';
import { SUBMITTABLE } from './approval-objects.ts';
import type { ApprovalProcess } from './approval-objects.ts';
import type { SalesforceDriver } from './driver.ts';
import type { Faults, SalesforceFault } from './faults.ts';
import { OBJECT_NAMES } from './fields.ts';
import { TRACKED_OBJECTS } from './history-objects.ts';
import type { ValidationRule } from './org.ts';
import type { Push } from './push.ts';

export interface ControlContext {
  readonly driver: SalesforceDriver;
  readonly faults: Faults;
  readonly usage: ApiUsage;
  readonly push: Pick<Push, 'setFaults' | 'faults'>;
  readonly expireSessions: () => void;
  readonly revokeAccess: () => void;
  readonly restoreAccess: () => void;
}

export interface Act {
  readonly about: string;
  /** Throws ZodError for arguments that cannot be right, SalesforceError where Salesforce itself would refuse. */
  readonly run: (context: ControlContext, body: unknown) => unknown;
}

const id = z.string().min(1);
const object = z.enum(OBJECT_NAMES);
const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const by = z.string().optional();
const target = { object, id, by };

const where = {
  methods: z.array(z.string()).optional(),
  path: z.string().optional(),
  times: z.int().positive().optional(),
};
const Fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int(),
    body: z.unknown().optional(),
    contentType: z.string().optional(),
    ...where,
  }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().nonnegative(), ...where }),
  z.strictObject({
    kind: z.enum([
      'html',
      'reset',
      'hang',
      'drop_after_commit',
      'lock_row',
      'limit_exceeded',
      'concurrency_exceeded',
      'session_expired',
    ]),
    ...where,
  }),
]);

const Process = z.strictObject({
  name: z.string().regex(/^\w+$/),
  label: z.string(),
  object: z.enum(OBJECT_NAMES).refine((name) => SUBMITTABLE.includes(name), 'cannot be submitted for approval'),
  when: values.optional(),
  steps: z
    .array(z.strictObject({ name: z.string(), approvers: z.array(z.string()), unanimous: z.boolean().optional() }))
    .min(1),
  onApproved: values.optional(),
  onRejected: values.optional(),
});

function act<Schema extends z.ZodType>(
  about: string,
  schema: Schema,
  run: (context: ControlContext, input: z.output<Schema>) => unknown,
): Act {
  return { about, run: (context, body) => run(context, schema.parse(body)) };
}

const none = z.object({});

export const ACTS: Readonly<Record<string, Act>> = {
  create: act('A record, as by hand: { object, values, by? }', z.object({ object, values, by }), ({ driver }, it) => ({
    id: driver.createRecord(it.object, it.values, it.by),
  })),
  update: act(
    'Change a record as a person in Salesforce’s pages: { object, id, values, by? }',
    z.object({ ...target, values }),
    ({ driver }, it) => driver.update(it.object, it.id, it.values, it.by),
  ),
  'set-owner': act(
    'Give a record to a user by e-mail or to a queue by name: { object, id, owner, by? }',
    z.object({ ...target, owner: z.string() }),
    ({ driver }, it) => driver.setOwner(it.object, it.id, it.owner, it.by),
  ),
  delete: act('Into the recycle bin: { object, id, by? }', z.object(target), ({ driver }, it) =>
    driver.delete(it.object, it.id, it.by),
  ),
  undelete: act('Out of the recycle bin: { object, id, by? }', z.object(target), ({ driver }, it) =>
    driver.undelete(it.object, it.id, it.by),
  ),
  'empty-recycle-bin': act('What was deleted is gone for good: {}', none, ({ driver }) => driver.emptyRecycleBin()),
  convert: act(
    'Convert a lead: { id, opportunityName?, by? }',
    z.object({ id, opportunityName: z.string().nullable().default(null), by }),
    ({ driver }, it) =>
      driver.convertLead(it.id, {
        opportunityName: it.opportunityName,
        ...(it.by === undefined ? {} : { by: it.by }),
      }),
  ),
  merge: act(
    'Merge one record into another: { object: Lead | Contact | Account, winner, loser, by? }',
    z.object({ object: z.enum(['Lead', 'Contact', 'Account']), winner: id, loser: id, by }),
    ({ driver }, it) => driver.merge(it.object, it, it.by),
  ),
  'approval-process': act(
    'Make an approval process active: { name, label, object, when?, steps: [{ name, approvers, unanimous? }], onApproved?, onRejected? }',
    Process,
    ({ driver }, it) => ({ id: driver.addApprovalProcess(it as ApprovalProcess) }),
  ),
  'submit-for-approval': act(
    'Submit a record: { id, by?, comments? }',
    z.object({ id, by, comments: by }),
    ({ driver }, it) => driver.submitForApproval(it.id, it.by, it.comments),
  ),
  'decide-approval': act(
    'Answer the request that somebody has for a record: { id, verdict: Approved | Rejected, by, comments? }',
    z.object({ id, verdict: z.enum(['Approved', 'Rejected']), by: z.string(), comments: by }),
    ({ driver }, it) => driver.decideApproval(it.id, it.verdict, it.by, it.comments),
  ),
  'reassign-approval': act(
    'Hand the request that somebody has for a record to a colleague: { id, from, to }',
    z.object({ id, from: z.string(), to: z.string() }),
    ({ driver }, it) => driver.reassignApproval(it.id, it.from, it.to),
  ),
  'recall-approval': act(
    'Take a record back from everybody who is asked: { id, by }',
    z.object({ id, by: z.string() }),
    ({ driver }, it) => driver.recallApproval(it.id, it.by),
  ),
  'modify-all': act(
    'Whether a user has "Modify All Data", and so may answer requests of others: { email, on }',
    z.object({ email: z.string(), on: z.boolean() }),
    ({ driver }, it) => driver.setModifyAll(it.email, it.on),
  ),
  'track-history': act(
    'Whether changes of fields are remembered: { object: Lead | Contact | Account | Opportunity, on }',
    z.object({ object: z.enum(TRACKED_OBJECTS), on: z.boolean() }),
    ({ driver }, it) => driver.setHistoryTracking(it.object, it.on),
  ),
  'validation-rule': act(
    'Refuse saves with the admin’s words where the record has all of these values: { object, message, fields?, when? }',
    z.strictObject({ object, message: z.string(), fields: z.array(z.string()).optional(), when: values.optional() }),
    ({ driver }, it) => void driver.addValidationRule(it as ValidationRule),
  ),
  'duplicate-rule': act(
    'Refuse a second record with the same value: { object, field }',
    z.object({ object, field: z.string() }),
    ({ driver }, it) => void driver.addDuplicateRule(it),
  ),
  'lead-assignment': act(
    'Where the assignment rule sends leads that the API saves, null for no rule: { owner }',
    z.object({ owner: z.string().nullable() }),
    ({ driver }, it) => driver.setLeadAssignment(it.owner),
  ),
  'make-read-only': act('The API may read a record but not change it: { id }', z.object({ id }), ({ driver }, it) =>
    driver.makeReadOnly(it.id),
  ),
  fault: act(
    'Arm a fault: { kind: status | html | reset | hang | slow | drop_after_commit | lock_row | limit_exceeded | concurrency_exceeded | session_expired, methods?, path?, times? (until cleared unless told), status?, body?, ms? }',
    Fault,
    // zod writes absent fields as undefined, which is what their absence means here.
    ({ faults }, it) => void faults.inject(it as SalesforceFault),
  ),
  'clear-faults': act('Disarm every fault: {}', none, ({ faults }) => faults.clear()),
  'push-faults': act(
    'How pushes misbehave from now on: { duplicate, reorder, silent }',
    z.object({ duplicate: z.boolean(), reorder: z.boolean(), silent: z.boolean() }),
    ({ push }, it) => push.setFaults(it),
  ),
  'expire-sessions': act('Every session so far answers 401: {}', none, (context) => context.expireSessions()),
  'revoke-access': act('The app may not sign in any more: {}', none, (context) => context.revokeAccess()),
  'restore-access': act('It may again: {}', none, (context) => context.restoreAccess()),
  'api-budget': act(
    'Calls of the rolling day, used and allowed: { used, max }',
    z.object({ used: z.int().nonnegative(), max: z.int().nonnegative() }),
    ({ usage }, it) => void Object.assign(usage, it),
  ),
};
