import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

let org: TestOrg;
let id: string;
let ana: string;
let bo: string;
beforeEach(async () => {
  org = await startOrg();
  id = org.sandbox.createLead({ LastName: 'Okafor', Company: 'Globex', Owner: 'Inbound Leads' });
  ana = org.sandbox.ownerId('ana@acme.test');
  bo = org.sandbox.ownerId('bo@acme.test');
});
afterEach(() => org.close());

function assign(to: string | null, expected: string | null) {
  return org.crm.assign({ ref: { crm: 'salesforce', object: 'lead', id }, to, expected });
}

function owner() {
  return org.sandbox.record('Lead', id)?.['OwnerId'];
}

/** Lets a person act after we looked, right before our first write arrives. */
function beforeOurWrite(act: () => void): void {
  const stop = org.sandbox.onRequest(({ method }) => {
    if (method !== 'PATCH') return;
    stop();
    org.setTime(new Date('2026-11-23T08:00:05Z'));
    act();
  });
}

describe('assigning in Salesforce', () => {
  it('takes a lead from a queue, whatever was expected', async () => {
    expect(await assign(ana, null)).toEqual({ kind: 'assigned' });
    expect(owner()).toBe(ana);
  });

  it('is not undone by the assignment rule', async () => {
    org.sandbox.setLeadAssignment('cy@acme.test');
    expect(await assign(ana, null)).toEqual({ kind: 'assigned' });
    expect(owner()).toBe(ana);
  });

  it('gives way to a person who came between look and write', async () => {
    beforeOurWrite(() => org.sandbox.setOwner('Lead', id, 'bo@acme.test'));
    expect(await assign(ana, null)).toEqual({ kind: 'conflict', ownerId: bo });
    expect(owner()).toBe(bo);
  });

  it('goes on when the record was only edited between look and write', async () => {
    beforeOurWrite(() => org.sandbox.update('Lead', id, { Title: 'CEO' }));
    expect(await assign(ana, null)).toEqual({ kind: 'assigned' });
    expect(org.sandbox.record('Lead', id)).toMatchObject({ OwnerId: ana, Title: 'CEO' });
  });

  it('reports whoever took it in the same second as our write', async () => {
    const stop = org.sandbox.onChange((change) => {
      stop();
      if (change.fields['OwnerId']?.to === ana) org.sandbox.setOwner('Lead', id, 'bo@acme.test');
    });
    expect(await assign(ana, null)).toEqual({ kind: 'conflict', ownerId: bo });
    expect(owner()).toBe(bo);
  });

  it.each([
    {
      when: 'nobody is to own it',
      prepare: () => undefined,
      to: () => null,
      message: 'A Salesforce record always has an owner',
    },
    {
      when: 'the record is read-only for us',
      prepare: () => org.sandbox.makeReadOnly(id),
      to: () => ana,
      message: 'insufficient access rights on object id',
    },
    { when: 'the lead was converted', prepare: convert, to: () => bo, message: 'cannot reference converted lead' },
    {
      when: 'the new owner has left',
      prepare: () => undefined,
      to: inactiveUser,
      message: expect.stringContaining('inactive user'),
    },
  ])('is refused in plain words when $when', async ({ prepare, to, message }) => {
    prepare();
    expect(await assign(to(), ana)).toEqual({ kind: 'refused', message });
  });
});

function convert(): void {
  org.sandbox.setOwner('Lead', id, 'ana@acme.test');
  org.sandbox.convertLead(id);
}

function inactiveUser(): string {
  return org.sandbox.createRecord('User', {
    LastName: 'Dunn',
    Email: 'dan@acme.test',
    Username: 'dan@acme.test',
    IsActive: false,
  });
}
