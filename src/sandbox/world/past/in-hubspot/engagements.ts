// What reps did in the past as HubSpot's calls, e-mails, meetings and tasks.
import type { HubspotObject } from '../../../hubspot/model.ts';
import type { HubspotSandbox } from '../../../hubspot/server.ts';
import type { HubspotIds } from './ids.ts';
import type { Past, PastActivity } from '../past.ts';

const OBJECTS: Readonly<Record<PastActivity['kind'], HubspotObject>> = {
  call: 'calls',
  email: 'emails',
  meeting: 'meetings',
  task: 'tasks',
};
/** What makes one of them done. */
const DONE: Readonly<Record<PastActivity['kind'], Readonly<Record<string, string>>>> = {
  call: { hs_call_status: 'COMPLETED' },
  email: { hs_email_direction: 'EMAIL' },
  meeting: { hs_meeting_outcome: 'COMPLETED' },
  task: { hs_task_status: 'COMPLETED', hs_task_subject: 'Follow up' },
};

export function plantEngagements(hubspot: HubspotSandbox, past: Past, ids: HubspotIds): void {
  const all = Map.groupBy(
    past.activities.filter(({ crm }) => crm === 'hubspot'),
    ({ kind }) => kind,
  );
  for (const [kind, activities] of all) {
    hubspot.plant(
      OBJECTS[kind],
      activities.map((activity) => seedling(activity, ids)),
    );
    const ties = activities.map((activity) => [ids.engagement(activity), ids.contact(activity.person)] as const);
    hubspot.plantLinks(OBJECTS[kind], 'contacts', ties);
  }
}

function seedling(activity: PastActivity, ids: HubspotIds) {
  const at = new Date(activity.at);
  return {
    id: ids.engagement(activity),
    createdAt: at,
    updatedAt: at,
    properties: {
      hs_timestamp: at.toISOString(),
      hubspot_owner_id: ids.owner(activity.owner.email),
      ...DONE[activity.kind],
    },
  };
}
