import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmHistory, HistoryKind, HistoryPage, HistoryRow } from '#ports/crm-history.ts';
import { field } from '#sandbox/salesforce/standard-fields.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const T0 = new Date('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const statuses = ['Open', 'Marketing Qualified', 'Sales Qualified', 'Closed - Converted'];

let org: TestOrg;
let history: CrmHistory;

beforeAll(async () => {
  org = await startOrg({ leadStatuses: statuses });
  history = org.crm.history;
});
afterAll(() => org.close());

/** Minutes after the beginning. */
function at(minutes: number): Date {
  const time = new Date(T0.getTime() + minutes * MINUTE);
  org.setTime(time);
  return time;
}

async function all(kind: HistoryKind, from: CrmHistory = history): Promise<readonly HistoryRow[]> {
  return (await pages(kind, from)).flatMap(({ rows }) => rows);
}

async function pages(kind: HistoryKind, from: CrmHistory): Promise<readonly HistoryPage[]> {
  const found: HistoryPage[] = [];
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page = await from.list(kind, cursor);
    found.push(page);
    cursor = page.next;
  }
  return found;
}

async function one<Kind extends HistoryKind>(kind: Kind, id: string) {
  const [row] = await history.read(kind, [id]);
  if (row?.kind !== kind) throw new Error(`no ${kind} ${id}`);
  return row as Extract<HistoryRow, { kind: Kind }>;
}

describe('a lead', () => {
  it('is told with each status and owner from when on it had them, up to its conversion', async () => {
    const { sandbox } = org;
    at(0);
    const campaign = sandbox.createRecord('Campaign', { Name: 'Spring webinar', Type: 'Webinar' });
    const lead = sandbox.createLead({
      LastName: 'Berg',
      FirstName: 'Ada',
      Company: 'Kite',
      Email: 'ada@kite.test',
      Status: 'Open',
      LeadSource: 'Web',
      Owner: 'Inbound Leads',
      HasOptedOutOfEmail: true,
    });
    sandbox.createRecord('CampaignMember', { CampaignId: campaign, LeadId: lead });
    at(10);
    sandbox.update('Lead', lead, { Status: 'Marketing Qualified' });
    at(20);
    sandbox.setOwner('Lead', lead, 'ana@acme.test');
    at(30);
    const converted = sandbox.convertLead(lead, { opportunityName: 'Kite - first' });

    const row = await one('person', lead);
    expect(row).toMatchObject({
      crm: 'salesforce',
      object: 'lead',
      email: 'ada@kite.test',
      name: 'Ada Berg',
      companyName: 'Kite',
      source: 'Web',
      campaignId: campaign,
      status: 'Closed - Converted',
      stage: null,
      optedOut: true,
      bounced: false,
      marketable: null,
      ownerId: sandbox.ownerId('ana@acme.test'),
      createdAt: at(0),
      convertedAt: at(30),
      convertedContactId: converted.contactId,
      convertedDealId: converted.opportunityId,
    });
    expect(row.changes).toEqual([
      { field: 'status', at: at(0), value: 'Open' },
      { field: 'status', at: at(10), value: 'Marketing Qualified' },
      { field: 'status', at: at(30), value: 'Closed - Converted' },
      { field: 'owner', at: at(20), value: sandbox.ownerId('ana@acme.test') },
    ]);
  });

  it('that is in a queue belongs to nobody, whichever queue it is', async () => {
    const fresh = await startOrg({ queues: [{ name: 'Inbound Leads' }, { name: 'Late Leads' }] });
    const { sandbox, crm } = fresh;
    const minute = (n: number) => new Date(T0.getTime() + n * MINUTE);
    const steps = ['ana@acme.test', 'Inbound Leads', 'Late Leads', 'bo@acme.test'];
    fresh.setTime(minute(0));
    const lead = sandbox.createLead({ LastName: 'Berg', Company: 'Kite', Owner: 'Inbound Leads' });
    const [held] = await crm.history.read('person', [lead]);
    expect(held).toMatchObject({ ownerId: null, changes: [] });
    for (const [index, owner] of steps.entries()) {
      fresh.setTime(minute(index + 1));
      sandbox.setOwner('Lead', lead, owner);
    }
    const [owned] = await fresh.connect({}).history.read('person', [lead]);
    expect(owned).toMatchObject({
      ownerId: sandbox.ownerId('bo@acme.test'),
      changes: [
        { field: 'owner', at: minute(1), value: sandbox.ownerId('ana@acme.test') },
        { field: 'owner', at: minute(2), value: null },
        { field: 'owner', at: minute(4), value: sandbox.ownerId('bo@acme.test') },
      ],
    });
    await fresh.close();
  });

  it('of an org that tracks nothing has no changes, and the day of its conversion', async () => {
    const plain = await startOrg({ leadStatuses: statuses });
    plain.setTime(new Date('2026-03-02T09:00:00Z'));
    plain.sandbox.setHistoryTracking('Lead', false);
    const lead = plain.sandbox.createLead({
      LastName: 'Berg',
      Company: 'Kite',
      Status: 'Open',
      Owner: 'ana@acme.test',
    });
    plain.setTime(new Date('2026-03-09T09:00:00Z'));
    plain.sandbox.update('Lead', lead, { Status: 'Sales Qualified' });
    plain.sandbox.convertLead(lead);
    const [row] = await plain.crm.history.read('person', [lead]);
    expect(row).toMatchObject({ changes: [], convertedAt: new Date('2026-03-09T00:00:00Z') });
    await plain.close();
  });
});

describe('an opportunity', () => {
  it('is told with every step and everybody who belongs to it, the lead that it came of first', async () => {
    const { sandbox } = org;
    at(100);
    const lead = sandbox.createLead({ LastName: 'Chen', Company: 'Moor', Status: 'Open', Owner: 'ana@acme.test' });
    const { opportunityId, contactId, accountId } = sandbox.convertLead(lead, { opportunityName: 'Moor - first' });
    const id = opportunityId ?? '';
    const second = sandbox.createRecord('Contact', { LastName: 'Diaz', AccountId: accountId });
    sandbox.createRecord('OpportunityContactRole', { OpportunityId: id, ContactId: second, Role: 'Influencer' });
    at(110);
    sandbox.update('Opportunity', id, { Amount: 12_000.5, Type: 'New Business', LeadSource: 'Web' });
    at(120);
    sandbox.update('Opportunity', id, { StageName: 'Negotiation/Review' });
    at(130);
    sandbox.setOwner('Opportunity', id, 'bo@acme.test');
    at(140);
    sandbox.update('Opportunity', id, { StageName: 'Closed Won', CloseDate: '2026-03-04' });

    const row = await one('deal', id);
    expect(row).toMatchObject({
      name: 'Moor - first',
      companyId: accountId,
      people: [
        { crm: 'salesforce', object: 'lead', id: lead },
        { crm: 'salesforce', object: 'contact', id: contactId },
        { crm: 'salesforce', object: 'contact', id: second },
      ],
      stage: 'Closed Won',
      sale: 'new',
      amount: '12000.50',
      currency: null,
      closeDate: '2026-03-04',
      closed: true,
      won: true,
      forecast: 'Closed',
      source: 'Web',
    });
    expect(row.changes.map(({ field: name, at: when, value }) => [name, when.getTime() - T0.getTime(), value])).toEqual(
      [
        ['stage', 100 * MINUTE, 'Prospecting'],
        ['stage', 120 * MINUTE, 'Negotiation/Review'],
        ['stage', 140 * MINUTE, 'Closed Won'],
        ['amount', 110 * MINUTE, '12000.50'],
        ['close_date', 100 * MINUTE, '2026-03-02'],
        ['close_date', 140 * MINUTE, '2026-03-04'],
        ['forecast', 100 * MINUTE, 'Pipeline'],
        ['forecast', 120 * MINUTE, 'Commit'],
        ['forecast', 140 * MINUTE, 'Closed'],
        ['owner', 100 * MINUTE, sandbox.ownerId('ana@acme.test')],
        ['owner', 130 * MINUTE, sandbox.ownerId('bo@acme.test')],
      ],
    );
  });

  it.each([
    { type: 'Existing Customer - Upgrade', sale: 'existing' },
    { type: 'Renewal', sale: 'renewal' },
    { type: 'New Customer', sale: 'new' },
    { type: 'Channel', sale: null },
  ])('of the type $type is a sale that is $sale', async ({ type, sale }) => {
    const values = { Name: type, StageName: 'Prospecting', CloseDate: '2026-05-01', Type: type };
    expect(await one('deal', org.sandbox.createRecord('Opportunity', values))).toMatchObject({ sale });
  });

  it('has its sums told by currency where the org has one, and by nobody where it has several', async () => {
    const euros = await startOrg();
    const many = await startOrg({ customFields: { Opportunity: [field('CurrencyIsoCode', 'Currency', 'string')] } });
    for (const { sandbox } of [euros, many]) {
      const deal = { StageName: 'Prospecting', CloseDate: '2026-05-01' };
      sandbox.createRecord('Opportunity', { ...deal, Name: 'One', Amount: 100.25 });
      sandbox.createRecord('Opportunity', { ...deal, Name: 'Two', Amount: 200 });
      sandbox.createRecord('Opportunity', { ...deal, Name: 'Three' });
    }
    expect(await euros.crm.history.totals('deal')).toEqual({ count: 3, amounts: { '': '300.25' } });
    expect(await many.crm.history.totals('deal')).toEqual({ count: 3, amounts: null });
    await Promise.all([euros.close(), many.close()]);
  });
});

describe('a member of a campaign', () => {
  it('is one touch, of the day on which they responded', async () => {
    const { sandbox } = org;
    at(200);
    const campaign = sandbox.createRecord('Campaign', { Name: 'Fair', Type: 'Trade Show' });
    const lead = sandbox.createLead({ LastName: 'Eng', Company: 'Ore', Owner: 'ana@acme.test' });
    const member = sandbox.createRecord('CampaignMember', { CampaignId: campaign, LeadId: lead });
    const person = { crm: 'salesforce', object: 'lead', id: lead };
    expect(await one('touch', member)).toMatchObject({
      person,
      campaignId: campaign,
      touch: 'member',
      responded: false,
      at: at(200),
    });
    at(200 + 2 * 24 * 60);
    sandbox.update('CampaignMember', member, { Status: 'Responded' });
    expect(await one('touch', member)).toMatchObject({
      touch: 'response',
      responded: true,
      at: new Date('2026-03-04T00:00:00Z'),
    });
  });
});

describe('what reps did', () => {
  it('are tasks that are finished, at the time they were, and events', async () => {
    const { sandbox } = org;
    at(300);
    const lead = sandbox.createLead({ LastName: 'Falk', Company: 'Pit', Owner: 'ana@acme.test' });
    const call = sandbox.createRecord('Task', {
      Subject: 'Call',
      TaskSubtype: 'Call',
      WhoId: lead,
      Owner: 'bo@acme.test',
    });
    const open = sandbox.createRecord('Task', { Subject: 'Some day', WhoId: lead });
    const event = sandbox.createRecord('Event', {
      Subject: 'Demo',
      WhoId: lead,
      StartDateTime: '2026-04-01T09:00:00Z',
      EndDateTime: '2026-04-01T10:00:00Z',
    });
    const { next } = await history.changes('activity', { at: at(299), id: '' });
    at(310);
    sandbox.update('Task', call, { Status: 'Completed' });
    at(320);
    sandbox.update('Task', call, { Description: 'went well' });

    const people = [{ crm: 'salesforce', object: 'lead', id: lead }];
    const ownerId = sandbox.ownerId('bo@acme.test');
    expect(await one('activity', call)).toMatchObject({ activity: 'call', at: at(310), ownerId, people });
    expect(await one('activity', event)).toMatchObject({ activity: 'meeting', at: at(300), people });
    expect(await history.read('activity', [open])).toEqual([]);
    expect((await all('activity')).map(({ id }) => id)).toEqual([call, event]);
    expect(await history.totals('activity')).toEqual({ count: 2, amounts: null });

    at(330);
    sandbox.update('Task', call, { Status: 'In Progress' });
    const { rows, gone } = await history.changes('activity', next);
    expect(rows).toEqual([]);
    expect(gone).toEqual([{ crm: 'salesforce', object: 'activity', id: call }]);
  });
});

describe('what reps did more than a year ago', () => {
  it('is in an archive, and is told of as well', async () => {
    const fresh = await startOrg();
    const { sandbox, crm } = fresh;
    const lead = sandbox.createLead({ LastName: 'Falk', Company: 'Pit' });
    const call = sandbox.createRecord('Task', { Subject: 'Call', Status: 'Completed', WhoId: lead });
    const lost = sandbox.createRecord('Task', { Subject: 'Mistake', Status: 'Completed', WhoId: lead });
    sandbox.delete('Task', lost);
    fresh.setTime(new Date('2028-01-03T09:00:00Z'));
    expect((await all('activity', crm.history)).map(({ id }) => id)).toEqual([call]);
    expect(await crm.history.totals('activity')).toEqual({ count: 1, amounts: null });
    expect((await crm.history.read('activity', [call, lost])).map(({ id }) => id)).toEqual([call]);
    await fresh.close();
  });
});

describe('an asset', () => {
  it.each([
    { when: 'a year', from: '2026-01-01', until: '2026-12-31', price: 12_000, monthly: '1000.00' },
    { when: 'a month over the end of one', from: '2026-01-15', until: '2026-02-14', price: 500, monthly: '500.00' },
    { when: 'a leap February', from: '2028-02-01', until: '2028-02-29', price: 290, monthly: '290.00' },
    { when: 'two and a half months', from: '2026-01-01', until: '2026-03-15', price: 100, monthly: '40.26' },
  ])('that was paid for $when is a subscription of so much a month', async ({ from, until, price, monthly }) => {
    const { sandbox } = org;
    const account = sandbox.createRecord('Account', { Name: 'Kite' });
    const asset = { Name: 'Platform', AccountId: account, Price: price / 2, Quantity: 2 };
    const id = sandbox.createRecord('Asset', { ...asset, InstallDate: from, UsageEndDate: until });
    expect(await one('subscription', id)).toMatchObject({
      companyId: account,
      product: 'Platform',
      startsOn: from,
      endsOn: until,
      monthly,
    });
  });

  it('without an end was bought once and is none', async () => {
    const before = await history.totals('subscription');
    const id = org.sandbox.createRecord('Asset', { Name: 'Hardware', Price: 500, InstallDate: '2026-01-01' });
    expect(await history.read('subscription', [id])).toEqual([]);
    expect(await history.totals('subscription')).toEqual(before);
  });
});

describe('content', () => {
  it('is counted from members by the day and the type of their campaign, and anew where one changes', async () => {
    const fresh = await startOrg();
    const { sandbox } = fresh;
    // Half past eleven in the evening of Berlin, which is the user's zone.
    fresh.setTime(new Date('2026-03-02T22:30:00Z'));
    const webinar = sandbox.createRecord('Campaign', { Name: 'Webinar', Type: 'Webinar' });
    const mail = sandbox.createRecord('Campaign', { Name: 'Mail', Type: 'Email' });
    const [ada, bo] = ['Ada', 'Bo'].map((name) => sandbox.createLead({ LastName: name, Company: 'Kite' }));
    const first = sandbox.createRecord('CampaignMember', { CampaignId: webinar, LeadId: ada ?? null });
    sandbox.createRecord('CampaignMember', { CampaignId: webinar, LeadId: bo ?? null, Status: 'Responded' });
    // Half an hour after midnight.
    fresh.setTime(new Date('2026-03-02T23:30:00Z'));
    const later = sandbox.createRecord('CampaignMember', { CampaignId: mail, LeadId: ada ?? null });
    fresh.setTime(new Date('2026-11-02T12:00:00Z'));

    const listed = await all('content', fresh.crm.history);
    expect(listed.map((row) => (row.kind === 'content' ? [row.id, row.views, row.conversions] : row))).toEqual([
      ['Webinar:2026-03-02', 2, 1],
      ['Email:2026-03-03', 1, 0],
    ]);
    expect(listed[0]).toMatchObject({ name: 'Webinar', format: 'Webinar', day: '2026-03-02' });

    const place = { at: new Date('2026-11-02T12:00:00Z'), id: '' };
    sandbox.update('CampaignMember', first, { Status: 'Responded' });
    sandbox.delete('CampaignMember', later);
    const { rows, gone } = await fresh.crm.history.changes('content', place);
    expect(rows).toMatchObject([{ id: 'Webinar:2026-03-02', views: 2, conversions: 2 }]);
    expect(gone).toContainEqual({ crm: 'salesforce', object: 'content', id: 'Email:2026-03-03' });
    expect(gone.map(({ id }) => id)).not.toContain('Webinar:2026-03-02');
    expect(await fresh.crm.history.read('content', ['Webinar:2026-03-02'])).toMatchObject([{ conversions: 2 }]);
    await fresh.close();
  });
});

describe('an account', () => {
  it.each([
    { website: 'https://www.Kite.test/en?x=1', domain: 'kite.test' },
    { website: 'kite.test', domain: 'kite.test' },
    { website: 'none of your business', domain: null },
    { website: null, domain: null },
  ])('whose website is $website has the domain $domain', async ({ website, domain }) => {
    const id = org.sandbox.createRecord('Account', { Name: 'Kite', Website: website, NumberOfEmployees: 7 });
    expect(await one('company', id)).toMatchObject({ name: 'Kite', domain, employees: 7 });
  });
});
