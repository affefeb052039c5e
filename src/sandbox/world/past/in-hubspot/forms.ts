// The forms of the past in HubSpot: who sent them, how often they were seen, and who stands in a campaign's report.
import type { HubspotSandbox } from '../../../hubspot/server.ts';
import { FORMS, formOf } from '../contents.ts';
import type { HubspotIds } from './ids.ts';
import type { Past, PastTouch } from '../past.ts';

export function plantForms(hubspot: HubspotSandbox, past: Past, ids: HubspotIds): void {
  const touches = past.touches.filter(({ crm, kind, campaign }) => crm === 'hubspot' && kind !== 'visit' && campaign);
  const sent = Map.groupBy(touches, formOf);
  for (const [form, { name }] of FORMS.entries()) {
    const id = `5a9dbe00-0000-4000-9000-${String(form).padStart(12, '0')}`;
    hubspot.plantForm({ id, name, createdAt: new Date(past.from) });
    hubspot.plantSubmissions(
      id,
      (sent.get(form) ?? []).map(({ person, at, campaign }) => ({
        contactId: ids.contact(person),
        at: new Date(at),
        campaignId: campaign === null ? null : ids.campaign(campaign),
      })),
    );
    hubspot.plantFormViews(
      id,
      past.contents
        .filter((content) => content.form === form)
        .map(({ day, views, conversions }) => ({ day, views, submissions: conversions })),
    );
  }
  const reported = Map.groupBy(sent.get(-1) ?? [], ({ campaign }) => campaign);
  for (const [campaign, members] of reported) {
    if (campaign === null) continue;
    hubspot.plantCampaignContacts(
      ids.campaign(campaign),
      members.map((touch) => member(touch, ids)),
    );
  }
}

function member({ person, at }: PastTouch, ids: HubspotIds) {
  return { contactId: ids.contact(person), at: new Date(at) };
}
