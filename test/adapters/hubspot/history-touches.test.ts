// What only HubSpot's touches, contents, activities and deletions need: forms and reports, and what no search shows.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChangeCursor, Crm } from '#ports/crm.ts';
import type { HistoryChanges, HistoryRow } from '#ports/crm-history.ts';
import { ana } from './a-hubspot-crm.ts';
import { campaignId, changed, contact, formId, listed, made, open, type Opened } from './a-hubspot-past.ts';

afterEach(() => void vi.useRealTimers());

describe('touches', () => {
  async function withTouches(): Promise<Opened> {
    const opened = await open();
    const { hubspot } = opened;
    hubspot.plant('contacts', [contact(1), contact(2)]);
    const dates = { hs_start_date: '2026-01-05', hs_end_date: '2026-02-01' };
    const campaign = {
      createdAt: made,
      updatedAt: made,
      properties: { hs_name: 'Spring', hs_utm: 'spring-26', ...dates },
    };
    hubspot.plant('campaigns', [{ id: campaignId, ...campaign }]);
    hubspot.plantForm({ id: formId, name: 'Webinar sign-up', createdAt: made });
    hubspot.plantSubmissions(
      formId,
      Array.from({ length: 60 }, (_, n) => ({
        contactId: n % 2 === 0 ? '20000000001' : '20000000002',
        at: new Date(made.getTime() + n * 60_000),
        campaignId: n < 30 ? campaignId : null,
      })),
    );
    hubspot.plantCampaignContacts(campaignId, [
      { contactId: '20000000001', at: new Date('2026-01-14T15:00:00Z') },
      { contactId: '20000000002', at: new Date('2026-02-20T15:00:00Z') },
    ]);
    return opened;
  }

  it('are forms to the millisecond and influence to the week, page by page, each after a restart', async () => {
    const { connect } = await withTouches();
    const rows = await listed(connect(), 'touch', connect);
    const forms = rows.filter((row) => row.kind === 'touch' && row.touch === 'form');
    expect(forms).toHaveLength(60);
    expect(new Set(forms.map(({ id }) => id)).size).toBe(60);
    expect(forms.at(-1)).toMatchObject({ at: made, person: { id: '20000000001' }, campaignId, responded: true });
    expect(forms.filter((row) => row.kind === 'touch' && row.campaignId === campaignId)).toHaveLength(30);
    expect(rows.filter((row) => row.kind === 'touch' && row.touch === 'member')).toMatchObject([
      { at: new Date('2026-01-12T12:00:00Z'), person: { id: '20000000001' }, campaignId, responded: false },
      { at: new Date('2026-02-16T12:00:00Z'), person: { id: '20000000002' }, campaignId },
    ]);
  });

  it.each(['5a9dbe00-0000-4000-8000-000000000001', 'Spring', 'spring-26', 'Autumn'])(
    'stand at the campaign that a contact calls %s',
    async (said) => {
      const { hubspot, crm } = await withTouches();
      const came = { hs_analytics_source: 'PAID_SEARCH', hs_analytics_first_touch_converting_campaign: said };
      hubspot.plant('contacts', [contact(3, came)]);
      const rows = await listed(crm, 'person');
      const known = said === 'Autumn' ? said : campaignId;
      expect(rows.filter((row) => row.kind === 'touch')).toMatchObject([{ campaignId: known }]);
      expect(rows.find(({ id }) => id === '20000000003')).toMatchObject({ campaignId: known });
    },
  );

  it('need no call for senders whom a page of contacts has told of', async () => {
    const { crm, calls } = await withTouches();
    await listed(crm, 'person');
    calls.length = 0;
    await listed(crm, 'touch');
    expect(calls).not.toContain('read');
  });

  it('are looked for again now and then', async () => {
    const { hubspot, crm, time } = await withTouches();
    vi.useFakeTimers({ toFake: ['performance'] });
    const first = await crm.history.changes('touch', { at: changed, id: '' });
    time.now = new Date(time.now.getTime() + 60_000);
    hubspot.submitForm(formId, { contactId: '20000000001', at: time.now });
    await expect(crm.history.changes('touch', first.next)).resolves.toMatchObject({ rows: [], caughtUp: true });
    vi.advanceTimersByTime(11 * 60_000);
    const { rows } = await crm.history.changes('touch', first.next);
    expect(rows).toMatchObject([{ touch: 'form', at: time.now, campaignId: null }]);
  });

  it('of people who are no contacts are left out', async () => {
    const { hubspot, crm } = await withTouches();
    hubspot.deleteRecord('contacts', '20000000002');
    const rows = await listed(crm, 'touch');
    expect(rows.filter((row) => row.kind === 'touch' && row.touch === 'form')).toHaveLength(30);
  });
});

describe('content', () => {
  it('has the views and submissions of each form and day, with a format by the form’s name', async () => {
    const { hubspot, crm, time } = await open();
    hubspot.plantForm({ id: formId, name: 'Webinar sign-up', createdAt: made });
    hubspot.plantFormViews(formId, [
      { day: '2026-01-06', views: 40, submissions: 4 },
      { day: '2026-11-22', views: 7, submissions: 1 },
    ]);
    const rows = await listed(crm, 'content');
    expect(rows).toMatchObject([
      { id: `${formId}:2026-01-06`, name: 'Webinar sign-up', format: 'webinar', views: 40, conversions: 4 },
      { id: `${formId}:2026-11-22`, views: 7, conversions: 1 },
    ]);
    const { rows: late, caughtUp } = await crm.history.changes('content', { at: time.now, id: '' });
    expect(late).toMatchObject([{ id: `${formId}:2026-11-22`, modifiedAt: time.now }]);
    expect(caughtUp).toBe(true);
  });
});

describe('activities', () => {
  const at = '2026-03-02T10:00:00.000Z';

  it.each([
    { object: 'calls', properties: { hs_call_status: 'NO_ANSWER' }, counts: true },
    { object: 'calls', properties: { hs_call_status: 'QUEUED' }, counts: false },
    { object: 'emails', properties: { hs_email_direction: 'EMAIL' }, counts: true },
    { object: 'emails', properties: { hs_email_direction: 'INCOMING_EMAIL' }, counts: false },
    { object: 'meetings', properties: { hs_meeting_outcome: 'COMPLETED' }, counts: true },
    { object: 'meetings', properties: { hs_meeting_outcome: 'NO_SHOW' }, counts: false },
    { object: 'tasks', properties: { hs_task_status: 'COMPLETED' }, counts: true },
    { object: 'tasks', properties: { hs_task_status: 'NOT_STARTED' }, counts: false },
  ] as const)('of $object with $properties count: $counts', async ({ object, properties, counts }) => {
    const { hubspot, crm } = await open();
    const given = { hs_timestamp: at, hubspot_owner_id: ana.id, ...properties };
    hubspot.plant(object, [{ id: '20400000001', createdAt: made, updatedAt: changed, properties: given }]);
    const rows = await listed(crm, 'activity');
    expect(rows).toHaveLength(counts ? 1 : 0);
    await expect(
      crm.history.read(
        'activity',
        rows.map(({ id }) => id),
      ),
    ).resolves.toEqual(rows);
  });

  it('are followed over the four objects, each once, however many stand at one instant', async () => {
    const { hubspot, crm } = await open();
    const many = (first: number, count: number, updatedAt: Date) =>
      Array.from({ length: count }, (_, n) => ({
        id: String(first + n),
        createdAt: made,
        updatedAt,
        properties: { hs_timestamp: at },
      }));
    hubspot.plant('calls', many(20_400_000_000, 450, made));
    hubspot.plant('emails', many(20_500_000_000, 30, changed));
    const { rows, next } = await followed(crm, { at: made, id: '' });
    expect(new Set(rows.map(({ id }) => id)).size).toBe(480);
    expect(rows).toHaveLength(480);
    expect(next.at).toEqual(changed);
    await expect(followed(crm, next)).resolves.toMatchObject({ rows: [], next });
  });

  async function followed(crm: Crm, from: ChangeCursor): Promise<{ rows: readonly HistoryRow[]; next: ChangeCursor }> {
    const rows: HistoryRow[] = [];
    let next = from;
    for (let rounds = 0; rounds < 20; rounds += 1) {
      const page: HistoryChanges = await crm.history.changes('activity', next);
      rows.push(...page.rows);
      next = page.next;
      if (page.caughtUp) return { rows, next };
    }
    throw new Error('twenty pages and no end');
  }
});

describe('deletions', () => {
  it('are found by a new process, and by one that has run for a while', async () => {
    const { hubspot, crm, connect, time } = await open();
    vi.useFakeTimers({ toFake: ['performance'] });
    const ids = [1, 2, 3].map((n) => hubspot.createContact({ email: `${n}@x.test` }).id);
    const { next } = await crm.history.changes('person', { at: made, id: '' });
    time.now = new Date(time.now.getTime() + 60_000);
    hubspot.deleteRecord('contacts', ids[0] ?? '');
    expect((await connect().history.changes('person', next)).gone).toContainEqual(
      expect.objectContaining({ object: 'lead', id: ids[0] }),
    );
    expect((await crm.history.changes('person', next)).gone).toEqual([]);
    vi.advanceTimersByTime(16 * 60_000);
    expect((await crm.history.changes('person', next)).gone).toContainEqual(
      expect.objectContaining({ object: 'lead', id: ids[0] }),
    );
  });

  it('of long ago are not told', async () => {
    const { hubspot, crm, time } = await open();
    hubspot.plant('contacts', [{ ...contact(1), archivedAt: changed }]);
    await expect(crm.history.changes('person', { at: time.now, id: '' })).resolves.toMatchObject({ gone: [] });
  });

  it('of campaigns are found by their absence', async () => {
    const { hubspot, crm } = await open();
    vi.useFakeTimers({ toFake: ['performance'] });
    const { id } = hubspot.createCampaign({ hs_name: 'Spring' });
    const { next } = await crm.history.changes('campaign', { at: made, id: '' });
    hubspot.deleteRecord('campaigns', id);
    vi.advanceTimersByTime(16 * 60_000);
    const { gone } = await crm.history.changes('campaign', next);
    expect(gone).toEqual([{ crm: 'hubspot', object: 'campaign', id }]);
  });
});
