// The record browsers' data, through both real servers: lists, histories, links, edits by hand, and changes as they come.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CrmName } from '#sandbox/web/protocol.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import type { RecordMessage } from '#sandbox/world/records/crm-records.ts';
import type { Records } from '#sandbox/world/records/records.ts';
import { aSandbox } from '../../../support/sandbox.ts';

let sandbox: Sandbox;
let records: Records;
let told: RecordMessage[] = [];

beforeAll(async () => {
  sandbox = await aSandbox();
  records = createRecords(sandbox);
  records.onChange((message) => void told.push(message));
});
afterAll(() => sandbox.close());
beforeEach(() => void (told = []));

/** The next change of this record, taken off the list. */
async function nextTold(id: string): Promise<RecordMessage> {
  const at = await vi.waitFor(() => {
    const found = told.findIndex(({ row }) => row.id === id);
    expect(found).not.toBe(-1);
    return found;
  });
  const [message] = told.splice(at, 1);
  if (message === undefined) throw new Error('nothing was told');
  return message;
}

function overviewOf(crm: CrmName) {
  const found = records.overviews().find((each) => each.crm === crm);
  if (found === undefined) throw new Error(`no overview of ${crm}`);
  return found;
}

function fieldOf(crm: CrmName, object: string, name: string) {
  return overviewOf(crm)
    .objects.find((each) => each.name === object)
    ?.fields.find((field) => field.name === name);
}

function aContact(extra: Record<string, string> = {}) {
  const company = sandbox.hubspot.createCompany({ name: 'Halyard Cloud', domain: 'halyard.example' });
  return sandbox.hubspot.createContact(
    { firstname: 'Dana', lastname: 'Boone', jobtitle: 'CMO', ...extra },
    { companyId: company.id },
  );
}

const aLead = () => sandbox.salesforce.createLead({ LastName: 'Eze', FirstName: 'Tunde', Company: 'Savanna Grid' });

describe('the overview', () => {
  it('lists the objects that people browse, with fields from the servers’ own catalogues', () => {
    expect(overviewOf('hubspot').objects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['contacts', 'companies', 'deals', 'tasks']),
    );
    expect(overviewOf('salesforce').objects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Lead', 'Contact', 'Account', 'Opportunity', 'Task']),
    );
    expect(fieldOf('hubspot', 'contacts', 'lifecyclestage')).toMatchObject({
      type: 'choice',
      label: 'Lifecycle Stage',
    });
    expect(fieldOf('hubspot', 'contacts', 'hs_v2_date_entered_lead')).toMatchObject({ type: 'date', readOnly: true });
    expect(fieldOf('salesforce', 'Lead', 'Score__c')).toMatchObject({ type: 'number', readOnly: false });
    expect(fieldOf('salesforce', 'Opportunity', 'AccountId')).toMatchObject({ label: 'Account', readOnly: true });
  });

  it('has each column among the fields of its object', () => {
    for (const { objects } of records.overviews()) {
      for (const { fields, columns } of objects) {
        for (const column of columns) expect(fields.map(({ name }) => name)).toContain(column);
      }
    }
  });

  it('names the owners, queues included', () => {
    expect(overviewOf('hubspot').owners).toContainEqual({ id: '70001', name: 'Ana Ruiz' });
    expect(overviewOf('salesforce').owners.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Ana Ruiz', 'Inbound Leads']),
    );
  });
});

describe('records', () => {
  it('are listed with the one that changed last first', () => {
    const first = aContact();
    aContact();
    sandbox.clock.moveBy(1000);
    sandbox.hubspot.updateRecord('contacts', first.id, { jobtitle: 'CEO' });
    expect(records.rows('hubspot', 'contacts')[0]).toMatchObject({
      id: first.id,
      title: 'Dana Boone',
      values: { jobtitle: 'CEO' },
    });
    expect(records.rows('hubspot', 'contacts')[0]?.values).not.toHaveProperty('phone');
  });

  it('show another record by its name and an owner by its id', () => {
    const accountId = sandbox.salesforce.createRecord('Account', { Name: 'Albion Mutual' });
    const values = { Name: 'Albion - expansion', StageName: 'Qualification', CloseDate: '2027-01-31', Amount: 12_000 };
    const id = sandbox.salesforce.createRecord('Opportunity', { ...values, AccountId: accountId }, 'bo@acme.test');
    const row = records.rows('salesforce', 'Opportunity').find((each) => each.id === id);
    expect(row?.values).toMatchObject({ AccountId: 'Albion Mutual', Amount: '12000' });
    expect(row?.values['OwnerId']).toBe(sandbox.salesforce.ownerId('bo@acme.test'));
  });

  it('are tied to others, seen from both ends', () => {
    const contact = aContact();
    const deal = sandbox.hubspot.createDeal({ dealname: 'Halyard - inbound' }, { contactId: contact.id });
    expect(records.links('hubspot', 'contacts', contact.id)).toEqual([
      expect.objectContaining({ label: 'Company', title: 'Halyard Cloud' }),
      { object: 'deals', label: 'Deal', id: deal.id, title: 'Halyard - inbound' },
    ]);
    expect(records.links('hubspot', 'deals', deal.id)).toEqual([expect.objectContaining({ title: 'Dana Boone' })]);

    const lead = aLead();
    const task = sandbox.salesforce.createRecord('Task', { Subject: 'Call back', WhoId: lead });
    expect(records.links('salesforce', 'Lead', lead)).toEqual([
      { object: 'Task', label: 'Task', id: task, title: 'Call back' },
    ]);
    expect(records.links('salesforce', 'Task', task)).toEqual([expect.objectContaining({ id: lead })]);
  });

  it.each([
    { crm: 'hubspot', object: 'pigeons', id: '1' },
    { crm: 'hubspot', object: 'contacts', id: '1' },
    { crm: 'salesforce', object: 'User', id: '1' },
    { crm: 'salesforce', object: 'Lead', id: '1' },
  ] as const)('$object $id of $crm are said to be missing', ({ crm, object, id }) => {
    expect(() => records.history(crm, object, id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});

describe('an edit by hand', () => {
  it('changes the record in HubSpot, under the name of whoever did it', async () => {
    const { id } = aContact();
    await nextTold(id);
    sandbox.clock.moveBy(1000);
    records.edit('hubspot', 'contacts', id, { jobtitle: 'CEO', phone: null }, 'bo');
    expect(await nextTold(id)).toMatchObject({ what: 'updated', changed: ['jobtitle'], by: 'Bo Lindqvist' });
    expect(records.history('hubspot', 'contacts', id)[0]).toMatchObject({
      field: 'jobtitle',
      value: 'CEO',
      by: 'Bo Lindqvist',
    });
  });

  it('changes the record in Salesforce, with values of the fields’ types', async () => {
    const id = aLead();
    await nextTold(id);
    records.edit('salesforce', 'Lead', id, { Score__c: '91', NumberOfEmployees: '1200' }, 'cy');
    expect(sandbox.salesforce.record('Lead', id)).toMatchObject({ Score__c: 91, NumberOfEmployees: 1200 });
    expect(await nextTold(id)).toMatchObject({
      changed: expect.arrayContaining(['Score__c', 'NumberOfEmployees']),
      by: 'Cy Okafor',
    });
    const history = records.history('salesforce', 'Lead', id);
    expect(history).toContainEqual(expect.objectContaining({ field: 'Score__c', value: '91', by: 'Cy Okafor' }));
    expect(history.at(-1)).toMatchObject({ field: 'CreatedDate', by: 'Ana Ruiz' });
  });

  it.each([
    { crm: 'hubspot', values: { hubspotscore: 'many' }, words: 'many was not a valid number.' },
    {
      crm: 'hubspot',
      values: { createdate: '2020-01-01' },
      words: '"createdate" is a read only property; its value cannot be set.',
    },
    { crm: 'salesforce', values: { Email: 'nobody' }, words: 'Email: invalid email address: nobody' },
    { crm: 'salesforce', values: { LastName: null }, words: 'Required fields are missing: [LastName]' },
  ] as const)('$values is refused in the words of $crm', ({ crm, values, words }) => {
    const id = crm === 'hubspot' ? aContact().id : aLead();
    const object = crm === 'hubspot' ? 'contacts' : 'Lead';
    expect(() => records.edit(crm, object, id, values)).toThrow(
      expect.objectContaining({ code: 'refused', message: words }),
    );
  });

  it('is refused to somebody without a seat, and for a field that is not there', () => {
    const id = aLead();
    expect(() => records.edit('salesforce', 'Lead', id, { Title: 'CEO' }, 'vera')).toThrow(
      'Vera has no seat in Salesforce; Ana, Bo, Cy, Mia, Nora have.',
    );
    expect(() => records.edit('salesforce', 'Lead', id, { Hat: 'red' })).toThrow('Leads have no field Hat.');
  });
});

describe('a new beginning', () => {
  it('forgets what changed in the world before', async () => {
    const other = await aSandbox();
    const fresh = createRecords(other);
    const id = other.salesforce.createLead({ LastName: 'Eze', Company: 'Savanna Grid' });
    fresh.edit('salesforce', 'Lead', id, { Title: 'CEO' });
    other.startOver();
    const again = other.salesforce.createLead({ LastName: 'Eze', Company: 'Savanna Grid' });
    expect(fresh.history('salesforce', 'Lead', again)).toHaveLength(1);
    await other.close();
  });
});

describe('changes', () => {
  it('of one turn are one message, with the record as it ended up', async () => {
    const { id } = aContact();
    sandbox.hubspot.updateRecord('contacts', id, { hubspotscore: '88' });
    const contact = await nextTold(id);
    expect(contact).toMatchObject({ what: 'created', by: 'HubSpot', row: { values: { hubspotscore: '88' } } });
    expect(told.filter(({ row }) => row.id === id)).toEqual([]);
  });

  it('of the app bear its name', async () => {
    const { id } = aContact();
    await nextTold(id);
    await fetch(`${sandbox.hubspot.url}/crm/v3/objects/contacts/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.hubspot.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ properties: { hs_lead_status: 'CONNECTED' } }),
    });
    expect(await nextTold(id)).toMatchObject({ by: 'Signalbox', changed: ['hs_lead_status'] });
    expect(records.history('hubspot', 'contacts', id)[0]).toMatchObject({ by: 'Signalbox', value: 'CONNECTED' });
  });

  it('that end a record show it as it was last', async () => {
    const lead = aLead();
    const [kept, gone] = [aContact(), aContact({ firstname: 'Danny' })];
    for (const id of [lead, kept.id, gone.id]) await nextTold(id);
    sandbox.salesforce.delete('Lead', lead, 'bo@acme.test');
    sandbox.hubspot.merge('contacts', kept.id, gone.id);
    expect(await nextTold(lead)).toMatchObject({ what: 'deleted', by: 'Bo Lindqvist', row: { title: 'Tunde Eze' } });
    expect(await nextTold(kept.id)).toMatchObject({ what: 'merged' });
    expect(await nextTold(gone.id)).toMatchObject({ what: 'deleted' });
  });

  it('stop to be told when nobody listens', async () => {
    const heard: RecordMessage[] = [];
    records.onChange((message) => void heard.push(message))();
    await nextTold(aLead());
    expect(heard).toEqual([]);
  });
});
