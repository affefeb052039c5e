// What only Salesforce needs of a history: two objects that are one kind, addresses that end somewhere, orgs that hide things.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryChanges, HistoryKind, HistoryRow } from '#ports/crm-history.ts';
import { mintId } from '#sandbox/salesforce/ids.ts';
import { stamp } from '#sandbox/salesforce/org.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const nine = new Date('2026-03-02T09:00:00Z');

async function open(options: Parameters<typeof startOrg>[0] = {}): Promise<TestOrg> {
  const org = await startOrg(options);
  onTestFinished(() => org.close());
  org.setTime(nine);
  return org;
}

function queries({ sandbox }: TestOrg): number {
  return sandbox.calls.filter(({ path }) => path.includes('/query')).length;
}

/** Leads whose status changed three times, planted. */
function plantLeads({ sandbox }: TestOrg, count: number): readonly string[] {
  const ids = Array.from({ length: count }, (_, n) => mintId('Lead', 1_000_000 + n));
  const CreatedDate = stamp(nine);
  const lead = { CreatedDate, LastName: 'Berg', Name: 'Berg', Company: 'Kite', Status: 'C' };
  sandbox.plant(
    'Lead',
    ids.map((Id) => ({ Id, ...lead })),
  );
  const entries = ids.flatMap((LeadId, n) =>
    ['A', 'B', 'C'].map((NewValue, step) => ({
      Id: mintId('LeadHistory', 1_000_000 + 3 * n + step),
      CreatedDate: stamp(new Date(nine.getTime() + step * 60_000)),
      LeadId,
      Field: 'Status',
      OldValue: null,
      NewValue,
    })),
  );
  sandbox.plant('LeadHistory', entries);
  return ids;
}

async function listed(org: TestOrg, kind: HistoryKind, pageSize = 2000): Promise<readonly HistoryRow[]> {
  const { history } = org.connect({ pageSize });
  const rows: HistoryRow[] = [];
  let cursor: string | null = null;
  do {
    const page = await history.list(kind, cursor);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

describe('a large org', () => {
  it('is listed with two calls for 1,000 leads, their history included', async () => {
    const org = await open();
    plantLeads(org, 2000);
    const { history } = org.connect({ pageSize: 2000 });
    await history.list('person', null);
    const before = queries(org);
    const page = await history.list('person', null);
    expect(page.rows).toHaveLength(2000);
    expect(page.rows.every((row) => row.kind === 'person' && row.changes.length === 3)).toBe(true);
    // Contacts, of which there are none; leads; 6,000 entries of history.
    expect(queries(org) - before).toBe(1 + 1 + 3);
  });

  it('tells of 1,000 changes at once, whatever an address may hold', async () => {
    const org = await open();
    const ids = plantLeads(org, 1000);
    const { rows, caughtUp } = await org.crm.history.changes('person', { at: new Date(0), id: '' });
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.every((row) => row.kind === 'person' && row.changes.length === 3)).toBe(true);
    expect(caughtUp).toBe(true);
    await expect(org.crm.history.read('person', ids)).resolves.toEqual(rows);
  });

  it('has more types of campaigns and days than one answer of Salesforce holds', async () => {
    const org = await open();
    const { sandbox } = org;
    const CreatedDate = stamp(nine);
    const lead = mintId('Lead', 1_000_000);
    sandbox.plant('Lead', [{ Id: lead, CreatedDate, LastName: 'Berg', Company: 'Kite' }]);
    const campaigns = Array.from({ length: 50 }, (_, n) => mintId('Campaign', 1_000_000 + n));
    sandbox.plant(
      'Campaign',
      campaigns.map((Id, n) => ({ Id, CreatedDate, Name: `Campaign ${n}`, Type: `Type ${n}` })),
    );
    const members = Array.from({ length: 50 * 60 }, (_, n) => ({
      Id: mintId('CampaignMember', 1_000_000 + n),
      CreatedDate: stamp(new Date(nine.getTime() + Math.floor(n / 50) * 86_400_000)),
      CampaignId: campaigns[n % 50] ?? null,
      LeadId: lead,
      HasResponded: n % 2 === 0,
    }));
    sandbox.plant('CampaignMember', members);
    org.setTime(new Date(nine.getTime() + 70 * 86_400_000));
    const rows = await listed(org, 'content');
    expect(rows).toHaveLength(3000);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3000);
    const sum = (of: 'views' | 'conversions') =>
      rows.reduce((total, row) => total + (row.kind === 'content' ? row[of] : 0), 0);
    expect([sum('views'), sum('conversions')]).toEqual([3000, 1500]);
  });
});

describe('leads and contacts that changed in one second', () => {
  it.each([1, 2, 3, 7])('are told once each, in pages of %i', async (pageSize) => {
    const org = await open();
    const { sandbox } = org;
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      org.setTime(new Date(nine.getTime() + Math.floor(n / 3) * 1000));
      ids.push(sandbox.createLead({ LastName: `L${n}`, Company: 'Kite' }));
      ids.push(sandbox.createRecord('Contact', { LastName: `C${n}` }));
    }
    const { history } = org.connect({ pageSize });
    const told: string[] = [];
    let page: HistoryChanges | null = null;
    for (let place = { at: new Date(0), id: '' }; page?.caughtUp !== true; place = page.next) {
      page = await history.changes('person', place);
      told.push(...page.rows.map(({ id }) => id));
      expect(page.rows.length + (page.caughtUp ? 1 : 0)).toBeGreaterThan(0);
    }
    expect(told.toSorted()).toEqual(ids.toSorted());
    const { rows, next } = await history.changes('person', page.next);
    expect(rows).toEqual([]);
    expect(next).toEqual(page.next);
    expect((await listed(org, 'person', pageSize)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });
});

describe('an org that hides things', () => {
  it('is read without the fields that it hides, and says that it does not know', async () => {
    const org = await open({ hidden: ['Lead.HasOptedOutOfEmail', 'Lead.EmailBouncedDate', 'Lead.Industry'] });
    const id = org.sandbox.createLead({ LastName: 'Berg', Company: 'Kite' });
    await expect(org.crm.history.read('person', [id])).resolves.toMatchObject([
      { optedOut: null, bounced: null, industry: null, companyName: 'Kite' },
    ]);
  });

  it('has the kinds of what it shows', async () => {
    const org = await open({ hidden: ['Asset', 'Campaign', 'CampaignMember', 'Lead', 'Event', 'LeadHistory'] });
    await expect(org.crm.history.kinds()).resolves.toEqual(['company', 'person', 'deal', 'activity']);
    const contact = org.sandbox.createRecord('Contact', { LastName: 'Berg' });
    await expect(listed(org, 'person')).resolves.toMatchObject([{ id: contact, object: 'contact' }]);
    await expect(listed(org, 'subscription')).resolves.toEqual([]);
  });

  it('still tells of opportunities where their histories and roles are hidden', async () => {
    const org = await open({ hidden: ['OpportunityHistory', 'OpportunityFieldHistory', 'OpportunityContactRole'] });
    const values = { Name: 'Kite', StageName: 'Prospecting', CloseDate: '2026-05-01' };
    org.sandbox.createRecord('Opportunity', values);
    await expect(listed(org, 'deal')).resolves.toMatchObject([{ name: 'Kite', people: [], changes: [] }]);
  });

  it('that hides everything is refused', async () => {
    const hidden = [
      'Account',
      'Campaign',
      'CampaignMember',
      'Lead',
      'Contact',
      'Opportunity',
      'Task',
      'Event',
      'Asset',
    ];
    const org = await open({ hidden });
    await expect(org.crm.history.kinds()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a place in a list', () => {
  it.each([
    { kind: 'person', cursor: 'Account:' },
    { kind: 'person', cursor: "Lead:' OR Id != null" },
    { kind: 'person', cursor: '' },
    { kind: 'content', cursor: 'Lead:' },
  ] as const)('that is none is refused: $cursor of $kind', async ({ kind, cursor }) => {
    const org = await open();
    await expect(org.crm.history.list(kind, cursor)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
