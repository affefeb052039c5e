// Whatever an index answers is what looking at every record would have answered.
import { array, assert, asyncProperty, constant, nat, oneof, record } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '#sandbox/salesforce/fields.ts';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';
import type { Client } from './client.ts';

const clock = movingClock();
let sandbox: SalesforceSandbox;
let client: Client;
let campaigns: readonly string[];

beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ clock, pageSize: 5000 });
  client = await signIn(sandbox);
  campaigns = ['A', 'B', 'C'].map((Name) => sandbox.createRecord('Campaign', { Name }));
});
afterAll(() => sandbox.close());

const members = () => sandbox.records('CampaignMember');
const byId = (a: Readonly<Row>, b: Readonly<Row>) => (String(a['Id']) < String(b['Id']) ? -1 : 1);
const byStamp = (a: Readonly<Row>, b: Readonly<Row>) =>
  Date.parse(String(a['SystemModstamp'])) - Date.parse(String(b['SystemModstamp'])) || byId(a, b);

async function ids(where: string, order: string, limit = 5000): Promise<readonly string[]> {
  const { body } = await client.query(`SELECT Id FROM CampaignMember WHERE ${where} ORDER BY ${order} LIMIT ${limit}`);
  return body.records.map((row: { Id: string }) => row.Id);
}

const idsOf = (rows: readonly Readonly<Row>[]) => rows.map((row) => String(row['Id']));

const act = oneof(
  record({ kind: constant('add' as const), campaign: nat(2), seconds: nat(2) }),
  record({ kind: constant('respond' as const), which: nat(100), seconds: nat(2) }),
  record({ kind: constant('delete' as const), which: nat(100), seconds: nat(2) }),
);

function carryOut(step: typeof act extends Arbitrary<infer Step> ? Step : never): void {
  clock.advance(step.seconds * 1000);
  if (step.kind === 'add') {
    const lead = sandbox.createLead({ LastName: 'Berg', Company: 'Kite' });
    sandbox.createRecord('CampaignMember', { CampaignId: campaigns[step.campaign] ?? null, LeadId: lead });
    return;
  }
  const all = members();
  const member = all[step.which % Math.max(1, all.length)];
  if (member === undefined) return;
  const id = String(member['Id']);
  if (step.kind === 'delete') sandbox.delete('CampaignMember', id);
  else sandbox.update('CampaignMember', id, { Status: member['Status'] === 'Sent' ? 'Responded' : 'Sent' });
}

describe('an index', () => {
  it('finds what looking at every record finds, after any changes', async () => {
    await assert(
      asyncProperty(array(act, { minLength: 1, maxLength: 25 }), nat(100), nat(2), async (steps, at, c) => {
        steps.forEach(carryOut);
        const all = members();
        const some = all[at % Math.max(1, all.length)];
        if (some === undefined) return;
        const [id, campaign] = [String(some['Id']), campaigns[c] ?? ''];
        const stamp = String(some['SystemModstamp']).replace('+0000', 'Z');
        const since = Date.parse(stamp);
        const inOrder = all.toSorted(byId);
        const byTime = all.toSorted(byStamp);
        const stampOf = (row: Readonly<Row>) => Date.parse(String(row['SystemModstamp']));

        expect(await ids(`Id > '${id}'`, 'Id', 4)).toEqual(
          idsOf(inOrder.filter((row) => String(row['Id']) > id)).slice(0, 4),
        );
        expect(await ids(`Id <= '${id}' AND Status = 'Sent'`, 'Id')).toEqual(
          idsOf(inOrder.filter((row) => String(row['Id']) <= id && row['Status'] === 'Sent')),
        );
        expect(await ids(`SystemModstamp >= ${stamp}`, 'SystemModstamp, Id', 5)).toEqual(
          idsOf(byTime.filter((row) => stampOf(row) >= since)).slice(0, 5),
        );
        expect(await ids(`SystemModstamp > ${stamp} AND CampaignId = '${campaign}'`, 'Id')).toEqual(
          idsOf(inOrder.filter((row) => stampOf(row) > since && row['CampaignId'] === campaign)),
        );
        expect(await ids(`CampaignId IN ('${campaign}') OR Id = '${id}'`, 'Id')).toEqual(
          idsOf(inOrder.filter((row) => row['CampaignId'] === campaign || row['Id'] === id)),
        );
        expect(await ids(`CampaignId IN (SELECT Id FROM Campaign WHERE Id >= '${campaign}')`, 'Id DESC')).toEqual(
          idsOf(inOrder.filter((row) => String(row['CampaignId']) >= campaign)).toReversed(),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('gives each parent its own children', async () => {
    const { body } = await client.query(
      'SELECT Id, (SELECT Id FROM CampaignMembers ORDER BY CreatedDate, Id LIMIT 2) FROM Campaign ORDER BY Id',
    );
    const children = (id: string) =>
      members()
        .filter((row) => row['CampaignId'] === id)
        .toSorted(byId)
        .slice(0, 2);
    expect(
      body.records.map((row: { CampaignMembers: { records: { Id: string }[] } | null }) =>
        (row.CampaignMembers?.records ?? []).map(({ Id }) => Id),
      ),
    ).toEqual(campaigns.map((id) => idsOf(children(id))));
  });
});
