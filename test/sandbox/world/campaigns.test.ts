import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox } from '#sandbox/start-sandbox.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ startAt: new Date('2026-11-22T08:00:00Z') });
});
afterAll(() => sandbox.close());

it('Acme’s campaigns are in both CRMs, over, running and planned', () => {
  const hubspot = sandbox.hubspot.records('campaigns').map(({ properties }) => properties);
  const salesforce = sandbox.salesforce.records('Campaign');
  expect(hubspot.map(({ hs_name: name }) => name)).toEqual(salesforce.map((row) => row['Name']));
  expect(hubspot.map(({ hs_campaign_status: status }) => status)).toEqual(['completed', 'active', 'active', 'planned']);
  expect(salesforce.map((row) => row['Status'])).toEqual(['Completed', 'In Progress', 'In Progress', 'Planned']);
  expect(salesforce[0]).toMatchObject({ NumberOfLeads: 9, NumberOfResponses: 9, BudgetedCost: 6000 });
  expect(new Date(String(salesforce[0]?.['CreatedDate'])) < new Date('2026-10-15')).toBe(true);
});
