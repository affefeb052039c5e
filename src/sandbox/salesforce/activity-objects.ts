// The standard objects of what people do: Task and Event. Data only.
import type { ObjectDefinition } from './fields.ts';
import { STAMPS, field, lookup, picklist, system } from './standard-fields.ts';

export const TASK: ObjectDefinition = {
  name: 'Task',
  label: 'Task',
  labelPlural: 'Tasks',
  fields: [
    ...STAMPS,
    lookup('OwnerId', 'Assigned To ID', 'Owner', ['User', 'Group']),
    lookup('WhoId', 'Name ID', 'Who', ['Lead', 'Contact'], 'Tasks'),
    lookup('WhatId', 'Related To ID', 'What', ['Account', 'Opportunity', 'Campaign'], 'Tasks'),
    field('Subject', 'Subject'),
    picklist(
      'Status',
      'Status',
      ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'],
      'Not Started',
    ),
    picklist('Priority', 'Priority', ['High', 'Normal', 'Low'], 'Normal'),
    picklist('TaskSubtype', 'Task Subtype', ['Task', 'Email', 'Call'], 'Task'),
    field('ActivityDate', 'Due Date Only', 'date'),
    field('Description', 'Description', 'textarea', { length: 32_000 }),
    system('IsClosed', 'Closed', 'boolean'),
    system('CompletedDateTime', 'Completed Date', 'datetime'),
  ],
};

export const EVENT: ObjectDefinition = {
  name: 'Event',
  label: 'Event',
  labelPlural: 'Events',
  fields: [
    ...STAMPS,
    lookup('OwnerId', 'Assigned To ID', 'Owner', ['User']),
    lookup('WhoId', 'Name ID', 'Who', ['Lead', 'Contact'], 'Events'),
    lookup('WhatId', 'Related To ID', 'What', ['Account', 'Opportunity', 'Campaign'], 'Events'),
    field('Subject', 'Subject'),
    picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
    { ...field('StartDateTime', 'Start Date Time', 'datetime'), required: true },
    { ...field('EndDateTime', 'End Date Time', 'datetime'), required: true },
    field('IsAllDayEvent', 'All-Day Event', 'boolean', { defaultValue: false }),
    field('Description', 'Description', 'textarea', { length: 32_000 }),
  ],
};
