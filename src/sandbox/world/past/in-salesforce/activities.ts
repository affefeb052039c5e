// What reps did in the past as Salesforce's tasks and events.
import { HOUR_MS } from '#kernel/time.ts';
import type { Row } from '../../../salesforce/fields.ts';
import { dayOf } from '../calendar.ts';
import type { PastActivity } from '../past.ts';
import type { Around } from './plant-salesforce.ts';
import { salesforceId } from './ids.ts';
import { time } from './words.ts';

const SUBTYPES = { call: 'Call', email: 'Email', task: 'Task', meeting: 'Task' } as const;

export function activityRows(around: Around): { readonly tasks: readonly Row[]; readonly events: readonly Row[] } {
  const all = around.past.activities.filter(({ crm }) => crm === 'salesforce');
  return {
    tasks: all.filter(({ kind }) => kind !== 'meeting').map((activity) => taskRow(activity, around)),
    events: all.filter(({ kind }) => kind === 'meeting').map((activity) => eventRow(activity, around)),
  };
}

function taskRow(activity: PastActivity, around: Around): Row {
  const { index, at, kind } = activity;
  return {
    Id: salesforceId('Task', index),
    ...common(activity, around),
    Subject: kind === 'task' ? 'Follow up' : SUBTYPES[kind],
    Status: 'Completed',
    Priority: 'Normal',
    TaskSubtype: SUBTYPES[kind],
    ActivityDate: dayOf(at),
    IsClosed: true,
    CompletedDateTime: time(at),
  };
}

function eventRow(activity: PastActivity, around: Around): Row {
  const { index, at } = activity;
  return {
    Id: salesforceId('Event', index),
    ...common(activity, around),
    Subject: 'Meeting',
    Type: 'Meeting',
    StartDateTime: time(at),
    EndDateTime: time(at + HOUR_MS / 2),
    IsAllDayEvent: false,
  };
}

function common({ person, at, owner }: PastActivity, { converted, userId }: Around): Row {
  const isContact = (converted.get(person)?.createdAt ?? Infinity) <= at;
  const stamp = time(at);
  return {
    OwnerId: userId(owner.email),
    WhoId: isContact ? salesforceId('Contact', person.index) : salesforceId('Lead', person.index),
    CreatedDate: stamp,
    LastModifiedDate: stamp,
    SystemModstamp: stamp,
    IsDeleted: false,
  };
}
