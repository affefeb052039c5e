// What is Salesforce's alone about campaigns: its two ways to say a state, its locks, its currencies.
import { afterEach, describe, expect, it } from 'vitest';
import { differencesOf } from '#adapters/http/campaign-differences.ts';
import { statusValues, stateOf } from '#adapters/salesforce/campaign-status.ts';
import type { FieldInfo, ObjectInfo } from '#adapters/salesforce/metadata.ts';
import { picklist } from '#sandbox/salesforce/standard-fields.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

let org: TestOrg | null = null;
afterEach(async () => {
  await org?.close();
  org = null;
});

async function start(options: Parameters<typeof startOrg>[0] = {}): Promise<TestOrg> {
  org = await startOrg(options);
  return org;
}

function infoOf(...values: readonly string[]): ObjectInfo {
  const status: FieldInfo = {
    name: 'Status',
    label: 'Status',
    type: 'picklist',
    length: 255,
    createable: true,
    externalId: false,
    picklistValues: values.map((value) => ({ value, label: value, active: true })),
  };
  return new Map([['Status', status]]);
}

const standard = infoOf('Planned', 'In Progress', 'Completed', 'Aborted');

describe('the state of a campaign', () => {
  it.each([
    { status: 'Planned', isActive: false, state: 'planned' },
    { status: 'Planned', isActive: true, state: 'planned' },
    { status: 'In Progress', isActive: true, state: 'live' },
    { status: 'In Progress', isActive: false, state: 'paused' },
    { status: 'Completed', isActive: true, state: 'closed' },
    { status: 'Aborted', isActive: false, state: 'closed' },
    { status: 'Awaiting brief', isActive: false, state: 'planned' },
    { status: 'Second wave', isActive: true, state: 'live' },
    { status: null, isActive: false, state: 'planned' },
  ] as const)('is $state for $status, active $isActive', ({ status, isActive, state }) => {
    expect(stateOf(status, isActive, standard)).toBe(state);
  });

  it('is written in the org’s own words', () => {
    const info = infoOf('DRAFT', 'Running', 'On Hold', 'Finished');
    expect(statusValues('live', info)).toEqual({ kind: 'values', values: { Status: 'Running', IsActive: true } });
    expect(statusValues('paused', info)).toEqual({ kind: 'values', values: { Status: 'On Hold', IsActive: false } });
    expect(statusValues('planned', info)).toEqual({ kind: 'values', values: { Status: 'DRAFT', IsActive: false } });
  });

  it('that the org has no word for is refused with those that it has; pausing works all the same', () => {
    const info = infoOf('Idea', 'Done');
    expect(statusValues('live', info)).toEqual({
      kind: 'missing',
      message:
        'The Status of campaigns in Salesforce has no value that means live (in progress, active, live, running). It has: Idea, Done.',
    });
    expect(statusValues('paused', info)).toEqual({ kind: 'values', values: { IsActive: false } });
  });
});

describe('a campaign in Salesforce', () => {
  it('is refused in plain words where the org has no status for what was approved', async () => {
    const { crm, sandbox } = await start({
      customFields: { Campaign: [picklist('Status', 'Status', ['Idea', 'Done'], 'Idea')] },
    });
    const outcome = await crm.campaigns.create({ name: 'Fair', state: 'live' }, 'campaign:1', false);
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('It has: Idea, Done.') });
    expect(sandbox.records('Campaign')).toEqual([]);
  });

  it('that waits for an approval in Salesforce is locked, in its words', async () => {
    const { crm, sandbox } = await start();
    sandbox.addApprovalProcess({
      name: 'Budget',
      label: 'Budget',
      object: 'Campaign',
      steps: [{ name: 'one', approvers: ['ana@acme.test'] }],
    });
    const id = sandbox.createRecord('Campaign', { Name: 'Fair' });
    sandbox.submitForApproval(id);
    await expect(crm.campaigns.update(id, { budget: '1.00' })).resolves.toEqual({
      kind: 'refused',
      message: 'entity is locked for editing',
    });
  });

  it('keeps its currency where the org has several, and says none where it has one', async () => {
    const one = await start();
    const plain = await one.crm.campaigns.create({ name: 'Fair', state: 'planned', currency: 'USD' }, 'k', false);
    expect(plain).toMatchObject({ kind: 'written', differs: [] });
    expect(plain).not.toHaveProperty('campaign.fields.currency');
    await one.close();
    const several = await start({
      customFields: { Campaign: [picklist('CurrencyIsoCode', 'Currency', ['EUR', 'USD'], 'EUR')] },
    });
    const dollars = await several.crm.campaigns.create({ name: 'Fair', state: 'planned', currency: 'USD' }, 'k', false);
    expect(dollars).toMatchObject({ differs: [], campaign: { fields: { currency: 'USD' } } });
  });

  it('says which fields Salesforce took otherwise than written', async () => {
    const { crm, sandbox } = await start();
    const stop = sandbox.onChange(({ object, id, type }) => {
      if (object !== 'Campaign' || type !== 'created') return;
      stop();
      sandbox.update('Campaign', id, { BudgetedCost: 1 });
    });
    const outcome = await crm.campaigns.create({ name: 'Fair', state: 'planned', budget: '500.00' }, 'k', false);
    expect(outcome).toMatchObject({ differs: ['budget'], campaign: { fields: { budget: '1.00' } } });
  });

  it('says who changed it last', async () => {
    const { crm, sandbox } = await start();
    const id = sandbox.createRecord('Campaign', { Name: 'Fair' }, 'bo@acme.test');
    await expect(crm.campaigns.read(id)).resolves.toMatchObject({ modifiedBy: sandbox.ownerId('bo@acme.test') });
  });
});

describe('what was written and read', () => {
  it.each([
    { when: 'amounts are written otherwise', written: { budget: '25000' }, read: { budget: '25000.00' }, differs: [] },
    { when: 'nothing and no money are meant', written: { budget: '0.00' }, read: { budget: null }, differs: [] },
    { when: 'the CRM has no such field', written: { audience: 'DACH' }, read: {}, differs: [] },
    { when: 'a text lost its last space', written: { goals: 'More ' }, read: { goals: 'More' }, differs: [] },
    {
      when: 'an id has three more characters',
      written: { ownerId: '005Sb0000000002' },
      read: { ownerId: '005Sb0000000002IAA' },
      differs: [],
    },
    {
      when: 'a day is another',
      written: { endsOn: '2027-01-01' },
      read: { endsOn: '2027-01-02' },
      differs: ['endsOn'],
    },
  ])('differ in $differs where $when', ({ written, read, differs }) => {
    expect(differencesOf(written, { name: 'Fair', state: 'live', ...read })).toEqual(differs);
  });
});
