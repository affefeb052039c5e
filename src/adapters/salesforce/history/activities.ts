// What reps did, as rows of a history: tasks that are finished, and events.
import { z } from 'zod';
import type { ActivityRow } from '#ports/crm-history.ts';
import { Base } from '../read-rows.ts';
import * as soql from '../soql.ts';
import { instant } from '../values.ts';
import { ownerOf, personRef, stampsOf } from './reading.ts';
import { sourceOf } from './source.ts';

const TaskRow = Base.extend({
  IsClosed: z.boolean(),
  TaskSubtype: z.string().nullish(),
  Type: z.string().nullish(),
  CompletedDateTime: z.string().nullish(),
});
type TaskRow = z.infer<typeof TaskRow>;
const EventRow = Base.extend({ StartDateTime: z.string().nullish() });
type EventRow = z.infer<typeof EventRow>;

export const TASKS = sourceOf({
  sobject: 'Task',
  prefix: '00T',
  object: 'activity',
  mirrored: 'task',
  archived: true,
  fields: ['OwnerId', 'WhoId', 'IsClosed', 'TaskSubtype', 'Type', 'CompletedDateTime'],
  schema: TaskRow,
  only: { where: () => soql.compare('IsClosed', '=', true), holds: ({ IsClosed }) => IsClosed },
  tell: (_, rows) => ({ rows: rows.map(taskOf) }),
});

export const EVENTS = sourceOf({
  sobject: 'Event',
  prefix: '00U',
  object: 'activity',
  mirrored: null,
  archived: true,
  fields: ['OwnerId', 'WhoId', 'StartDateTime'],
  schema: EventRow,
  tell: (_, rows) => ({ rows: rows.map(eventOf) }),
});

function taskOf(row: TaskRow): ActivityRow {
  const stamps = stampsOf(row);
  const at = row.CompletedDateTime ? instant(row.CompletedDateTime) : stamps.modifiedAt;
  return { ...stamps, kind: 'activity', activity: workOf(row), at, ...whoOf(row) };
}

/** Making an appointment is work with a lead already; one that was held may be written down afterwards. */
function eventOf(row: EventRow): ActivityRow {
  const stamps = stampsOf(row);
  const start = row.StartDateTime ? instant(row.StartDateTime) : stamps.createdAt;
  const at = start < stamps.createdAt ? start : stamps.createdAt;
  return { ...stamps, kind: 'activity', activity: 'meeting', at, ...whoOf(row) };
}

function whoOf({ OwnerId, WhoId }: Base) {
  const person = personRef(WhoId);
  return { ownerId: ownerOf(OwnerId), people: person === null ? [] : [person] };
}

/** Subtypes are Salesforce's own, types are a pick list of the org. */
function workOf({ TaskSubtype, Type }: TaskRow): ActivityRow['activity'] {
  const word = TaskSubtype && TaskSubtype !== 'Task' ? TaskSubtype : (Type ?? '');
  if (/call/i.test(word)) return 'call';
  if (/e-?mail/i.test(word)) return 'email';
  return /meeting|visit/i.test(word) ? 'meeting' : 'task';
}
