// The standard properties of calls, e-mails and meetings: what reps did. Names are those of HubSpot's engagement APIs.
// Data, no behaviour.
import { property, set, when } from './properties.ts';

const common = [
  property('hs_object_id', 'Record ID', { type: 'number', ...set }),
  property('hs_createdate', 'Create Date', when),
  property('hs_lastmodifieddate', 'Last Modified Date', when),
  property('hs_timestamp', 'Activity date', { type: 'datetime' }),
  property('hubspot_owner_id', 'Activity assigned to', { type: 'enumeration' }),
  property('hubspot_owner_assigneddate', 'Owner Assigned Date', when),
];

export const calls = [
  ...common,
  property('hs_call_title', 'Call Title'),
  property('hs_call_body', 'Call notes'),
  property('hs_call_duration', 'Call duration', { type: 'number' }),
  property('hs_call_direction', 'Call direction', {
    type: 'enumeration',
    options: { INBOUND: 'Inbound', OUTBOUND: 'Outbound' },
  }),
  property('hs_call_status', 'Call status', {
    type: 'enumeration',
    options: {
      BUSY: 'Busy',
      CALLING_CRM_USER: 'Calling CRM user',
      CANCELED: 'Canceled',
      COMPLETED: 'Completed',
      CONNECTING: 'Connecting',
      FAILED: 'Failed',
      IN_PROGRESS: 'In progress',
      MISSED: 'Missed',
      NO_ANSWER: 'No answer',
      QUEUED: 'Queued',
      RINGING: 'Ringing',
    },
  }),
];

export const emails = [
  ...common,
  property('hs_email_subject', 'Email subject'),
  property('hs_email_text', 'Text body'),
  property('hs_email_direction', 'Email direction', {
    type: 'enumeration',
    options: { EMAIL: 'Email', INCOMING_EMAIL: 'Incoming email', FORWARDED_EMAIL: 'Forwarded email' },
  }),
  property('hs_email_status', 'Email status', {
    type: 'enumeration',
    options: { BOUNCED: 'Bounced', FAILED: 'Failed', SCHEDULED: 'Scheduled', SENDING: 'Sending', SENT: 'Sent' },
  }),
];

export const meetings = [
  ...common,
  property('hs_meeting_title', 'Meeting name'),
  property('hs_meeting_start_time', 'Meeting start time', { type: 'datetime' }),
  property('hs_meeting_end_time', 'Meeting end time', { type: 'datetime' }),
  property('hs_meeting_outcome', 'Meeting outcome', {
    type: 'enumeration',
    options: {
      SCHEDULED: 'Scheduled',
      COMPLETED: 'Completed',
      RESCHEDULED: 'Rescheduled',
      NO_SHOW: 'No show',
      CANCELED: 'Canceled',
    },
  }),
];
