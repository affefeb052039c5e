// Forms, what was sent with them and how often they were seen; whom campaigns influenced.
import { expect, it } from 'vitest';
import { aHubspot, noon } from './a-hubspot.ts';

const form = '5a9dbe00-0000-4000-9000-000000000001';
const submissions = `/form-integrations/v1/submissions/forms/${form}`;

type Sent = {
  results: { conversionId: string; submittedAt: number; pageUrl: string; values: { name: string; value: string }[] }[];
  paging?: { next: { after: string } };
};

async function withForm() {
  const local = await aHubspot();
  local.hubspot.plantForm({ id: form, name: 'Webinar sign-up', createdAt: noon });
  return local;
}

it('shows what was sent with a form, the newest first, at most fifty a page', async () => {
  const { hubspot, call } = await withForm();
  const kim = hubspot.createContact({ email: 'kim@globex.test', firstname: 'Kim' });
  const campaign = hubspot.createCampaign({ hs_name: 'Spring', hs_utm: 'spring' });
  const at = (minute: number) => new Date(noon.getTime() + minute * 60_000);
  hubspot.plantSubmissions(
    form,
    Array.from({ length: 60 }, (_, n) => ({ contactId: kim.id, at: at(n), campaignId: n === 59 ? campaign.id : null })),
  );
  hubspot.submitForm(form, { contactId: kim.id, at: at(60), source: 'linkedin' });
  const first = (await call('GET', `${submissions}?limit=50`)).body as Sent;
  const second = (await call('GET', `${submissions}?limit=50&after=${first.paging?.next.after}`)).body as Sent;
  const all = [...first.results, ...second.results];
  expect(first.results).toHaveLength(50);
  expect(second.paging).toBeUndefined();
  expect(all.map(({ submittedAt }) => submittedAt)).toEqual(Array.from({ length: 61 }, (_, n) => at(60 - n).getTime()));
  expect(new Set(all.map(({ conversionId }) => conversionId)).size).toBe(61);
  expect(all[0]?.pageUrl).toContain('utm_source=linkedin');
  expect(all[1]?.pageUrl).toContain('utm_campaign=spring');
  expect(all[2]?.values).toContainEqual({ name: 'email', value: 'kim@globex.test', objectTypeId: '0-1' });
});

it('counts views and submissions a day', async () => {
  const { hubspot, call } = await withForm();
  const kim = hubspot.createContact({ email: 'kim@globex.test' });
  hubspot.plantFormViews(form, [
    { day: '2026-11-22', views: 10, submissions: 2 },
    { day: '2026-11-23', views: 4, submissions: 0 },
    { day: '2026-11-24', views: 9, submissions: 9 },
  ]);
  hubspot.submitForm(form, { contactId: kim.id, at: noon });
  const { body } = await call('GET', '/analytics/v2/reports/forms/daily?start=20261122&end=20261123');
  expect(body).toEqual({
    '2026-11-22': [expect.objectContaining({ breakdown: form, formViews: 10, submissions: 2 })],
    '2026-11-23': [expect.objectContaining({ breakdown: form, formViews: 5, submissions: 1 })],
  });
});

it('names whom a campaign influenced between two days, by id alone', async () => {
  const { hubspot, call } = await aHubspot();
  const { id } = hubspot.createCampaign({ hs_name: 'Spring' });
  hubspot.plantCampaignContacts(id, [
    { contactId: '20000000001', at: new Date('2026-03-02T12:00:00Z') },
    { contactId: '20000000002', at: new Date('2026-03-09T12:00:00Z') },
  ]);
  const report = `/marketing/v3/campaigns/${id}/reports/contacts`;
  const { body } = await call('GET', `${report}/influencedContacts?startDate=2026-03-03&endDate=2026-03-09`);
  expect(body).toEqual({ results: [{ id: '20000000002' }] });
  expect((await call('GET', `${report}/everybody`)).status).toBe(400);
});

it.each([
  { when: 'the form is not there', path: '/form-integrations/v1/submissions/forms/nothing', status: 404 },
  { when: 'a page of more than fifty submissions is asked for', path: `${submissions}?limit=51`, status: 400 },
  { when: 'a day is none', path: '/analytics/v2/reports/forms/daily?start=soon&end=20261123', status: 400 },
  { when: 'the cursor is not its own', path: `${submissions}?after=first`, status: 400 },
])('answers $status when $when', async ({ path, status }) => {
  const { call } = await withForm();
  expect((await call('GET', path)).status).toBe(status);
});

it('needs the scopes of forms and of reports', async () => {
  const { hubspot, call } = await withForm();
  hubspot.removeScope('forms');
  hubspot.removeScope('business-intelligence');
  expect((await call('GET', '/marketing/v3/forms')).status).toBe(403);
  expect((await call('GET', '/analytics/v2/reports/forms/daily?start=20261122&end=20261123')).status).toBe(403);
});

it('keeps forms that were made and sent', async () => {
  const { hubspot } = await aHubspot();
  const kim = hubspot.createContact({ email: 'kim@globex.test' });
  const { id } = hubspot.createForm('Newsletter');
  hubspot.submitForm(id, { contactId: kim.id, at: noon });
  const saved = structuredClone(hubspot.save());
  const { hubspot: later, call } = await aHubspot();
  later.restore(saved);
  const { body } = await call('GET', `/form-integrations/v1/submissions/forms/${id}`);
  expect((body as Sent).results).toHaveLength(1);
});
