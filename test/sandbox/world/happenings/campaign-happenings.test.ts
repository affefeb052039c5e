import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import type { Happenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { aSandbox } from '../../../support/sandbox.ts';

let sandbox: Sandbox;
let world: Happenings;
beforeAll(async () => {
  sandbox = await aSandbox({ baseline: true });
  world = createHappenings({ sandbox, records: createRecords(sandbox), leadEveryMs: 20_000, app: null });
});
afterAll(() => sandbox.close());

describe('a campaign’s budget', () => {
  const inHubspot = (name: string) =>
    sandbox.hubspot.records('campaigns').find(({ properties }) => properties['hs_name'] === name)?.properties;
  const inSalesforce = (name: string) => sandbox.salesforce.records('Campaign').find((row) => row['Name'] === name);

  it('is changed by hand in HubSpot, a fifth more unless told', async () => {
    const { said } = await world.make('campaign_budget');
    expect(said).toBe('Spring launch may cost 57,600 in HubSpot now; it was 48,000.');
    expect(inHubspot('Spring launch')?.['hs_budget_items_sum_amount']).toBe('57600');
    expect(inSalesforce('Spring launch')).toMatchObject({ BudgetedCost: 48_000 });
  });

  it('is changed by hand in Salesforce, of the campaign that is named', async () => {
    await world.make('campaign_budget', { crm: 'salesforce', name: 'hannover', amount: '30000' });
    expect(inSalesforce('Industry fair Hannover')).toMatchObject({ BudgetedCost: 30_000 });
  });

  it('cannot be changed of a campaign that is not there', async () => {
    await expect(world.make('campaign_budget', { name: 'Nothing' })).rejects.toMatchObject({
      code: 'refused',
      message: 'There is no campaign called Nothing in HubSpot.',
    });
  });
});

describe('an approval of Salesforce’s own', () => {
  it('is asked of the VP, each time for a deal of its own', async () => {
    await world.make('salesforce_approval');
    const { said } = await world.make('salesforce_approval', { discount: '35' });
    expect(said).toContain('with 35% discount in Salesforce, which asks Vera to approve it');
    const vera = sandbox.salesforce.ownerId('vera@acme.test');
    expect(sandbox.salesforce.records('ProcessInstanceWorkitem').map((row) => row['ActorId'])).toEqual([vera, vera]);
    expect(sandbox.salesforce.records('ProcessDefinition')).toHaveLength(1);
    expect(sandbox.salesforce.records('Opportunity').at(-1)).toMatchObject({ Discount__c: 35 });
  });
});
