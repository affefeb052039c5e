import { deserialize, serialize } from 'node:v8';
import { afterEach, describe, expect, it } from 'vitest';
import type { Row } from '#sandbox/salesforce/fields.ts';
import { mintId } from '#sandbox/salesforce/ids.ts';
import type { SavedOrg } from '#sandbox/salesforce/saved-org.ts';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { movingClock, signIn } from './client.ts';

const CreatedDate = '2025-06-02T08:00:00.000+0000';
const id = (object: 'Lead' | 'Campaign' | 'CampaignMember', n: number) => mintId(object, 1_000_000 + n);
const [ada, bo, spring, member] = [id('Lead', 1), id('Lead', 2), id('Campaign', 1), id('CampaignMember', 1)];

const open: SalesforceSandbox[] = [];

async function start(): Promise<SalesforceSandbox> {
  const sandbox = await startSalesforceSandbox({ clock: movingClock() });
  open.push(sandbox);
  return sandbox;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

function plant(sandbox: SalesforceSandbox): void {
  const OwnerId = sandbox.ownerId('ana@acme.test');
  const rest = { CreatedDate, Company: 'Kite', OwnerId };
  const lead = (Id: string, LastName: string): Row => ({ Id, ...rest, LastName, Name: LastName });
  sandbox.plant('Lead', [lead(ada, 'Ada'), lead(bo, 'Bo')]);
  sandbox.plant('Campaign', [{ Id: spring, CreatedDate, Name: 'Spring' }]);
  sandbox.plant('CampaignMember', [{ Id: member, CreatedDate, CampaignId: spring, LeadId: ada, HasResponded: true }]);
}

/** As it comes back from a file. */
function saved(sandbox: SalesforceSandbox): SavedOrg {
  return deserialize(serialize(sandbox.save())) as SavedOrg;
}

describe('a past that is planted', () => {
  it('is there at once, told to nobody, with the totals of its campaigns, before whatever comes later', async () => {
    const sandbox = await start();
    const told: string[] = [];
    sandbox.onChange((change) => told.push(change.id));
    plant(sandbox);
    expect(told).toEqual([]);
    expect(sandbox.record('Campaign', spring)).toMatchObject({ NumberOfLeads: 1, NumberOfResponses: 1 });
    const later = sandbox.createLead({ LastName: 'Cy', Company: 'Kite' });
    const client = await signIn(sandbox);
    const { body } = await client.query('SELECT Id, SystemModstamp, Industry FROM Lead ORDER BY Id');
    expect(body.records).toMatchObject([
      { Id: ada, SystemModstamp: CreatedDate, Industry: null },
      { Id: bo, SystemModstamp: CreatedDate },
      { Id: later },
    ]);
    expect(sandbox.records('LeadHistory').map((row) => row['LeadId'])).toEqual([later]);
  });

  it('goes on as any record does', async () => {
    const sandbox = await start();
    plant(sandbox);
    sandbox.update('Lead', ada, { Status: 'Working - Contacted' });
    expect(sandbox.records('LeadHistory')).toMatchObject([{ LeadId: ada, Field: 'Status', OldValue: null }]);
    const { contactId } = sandbox.convertLead(ada);
    expect(sandbox.record('CampaignMember', member)).toMatchObject({ ContactId: contactId });
    expect(sandbox.record('Campaign', spring)).toMatchObject({ NumberOfConvertedLeads: 1 });
    sandbox.merge('Lead', {
      winner: bo,
      loser: sandbox.createLead({ LastName: 'Bo', Company: 'Kite', Email: 'bo@x.test' }),
    });
    expect(sandbox.record('Lead', bo)).toMatchObject({ Email: 'bo@x.test' });
  });

  it('is found by a value', async () => {
    const sandbox = await start();
    plant(sandbox);
    expect(sandbox.findBy('Lead', 'LastName', 'Ada')).toMatchObject([{ Id: ada }]);
    sandbox.update('Lead', ada, { LastName: 'Berg' });
    expect(sandbox.findBy('Lead', 'LastName', 'Ada')).toEqual([]);
    expect(sandbox.findBy('Lead', 'LastName', 'Berg')).toMatchObject([{ Id: ada }]);
    sandbox.delete('Lead', ada);
    expect(sandbox.findBy('Lead', 'LastName', 'Berg')).toEqual([]);
  });

  it('needs ids and dates', async () => {
    const sandbox = await start();
    expect(() => sandbox.plant('Lead', [{ LastName: 'Ada' }])).toThrow(/lacks its Id or CreatedDate/u);
  });
});

describe('saving an org with a past', () => {
  it('leaves out what nobody changed, and brings back what somebody did over what is planted again', async () => {
    const sandbox = await start();
    plant(sandbox);
    sandbox.update('Lead', ada, { LastName: 'Berg' });
    const added = sandbox.createLead({ LastName: 'Cy', Company: 'Kite' });
    const kept = saved(sandbox);
    expect([...(kept.tables.get('Lead')?.keys() ?? [])]).toEqual([ada, added]);
    expect(kept.tables.get('CampaignMember')?.size).toBe(0);

    const next = await start();
    plant(next);
    next.restore(kept);
    expect(next.records('Lead').map((row) => row['LastName'])).toEqual(['Berg', 'Bo', 'Cy']);
    expect(next.records('CampaignMember')).toHaveLength(1);
    expect([...(saved(next).tables.get('Lead')?.keys() ?? [])]).toEqual([ada, added]);
  });

  it('goes back to what was planted, however it was changed since', async () => {
    const sandbox = await start();
    plant(sandbox);
    const beginning = saved(sandbox);
    sandbox.update('Lead', ada, { LastName: 'Berg' });
    sandbox.update('Campaign', spring, { Name: 'Summer' });
    sandbox.delete('Lead', bo);
    sandbox.emptyRecycleBin();
    sandbox.createRecord('CampaignMember', { CampaignId: spring, LeadId: sandbox.createLead(aLead) });
    sandbox.restore(beginning);
    expect(sandbox.records('Lead').map((row) => row['LastName'])).toEqual(['Ada', 'Bo']);
    expect(sandbox.record('Campaign', spring)).toMatchObject({ Name: 'Spring', NumberOfLeads: 1 });
    expect(sandbox.findBy('CampaignMember', 'CampaignId', spring)).toHaveLength(1);
    expect(saved(sandbox).tables.get('Lead')?.size).toBe(0);
  });

  it('remembers what is gone for good', async () => {
    const sandbox = await start();
    plant(sandbox);
    sandbox.delete('Lead', bo);
    sandbox.emptyRecycleBin();
    const kept = saved(sandbox);
    const next = await start();
    plant(next);
    next.restore(kept);
    expect(next.record('Lead', bo)).toBeNull();
    next.restore(saved(next));
    expect(next.record('Lead', bo)).toBeNull();
  });

  it('puts back what a journal kept over what was planted', async () => {
    const sandbox = await start();
    plant(sandbox);
    const row = { ...sandbox.record('Lead', ada), LastName: 'Berg' };
    sandbox.putBack([{ object: 'Lead', id: ada, row }]);
    expect(sandbox.findBy('Lead', 'LastName', 'Berg')).toHaveLength(1);
    expect([...(saved(sandbox).tables.get('Lead')?.keys() ?? [])]).toEqual([ada]);
  });
});

const aLead = { LastName: 'Cy', Company: 'Kite' };
