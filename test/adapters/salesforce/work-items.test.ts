// Salesforce's own approval requests: what an approver sees, who answers as whom, and what became of the others.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Crm } from '#ports/crm.ts';
import type { CrmWorkItem, WorkItems } from '#ports/work-items.ts';
import { field } from '#sandbox/salesforce/standard-fields.ts';
import type { TestOrg } from './org.ts';
import { startOrg } from './org.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const INTEGRATION = 'signalbox@acme.test';

let org: TestOrg;
let ana: string;
let bo: string;
beforeEach(async () => {
  org = await startOrg({
    app: { publicKey, preAuthorized: [INTEGRATION, 'ana@acme.test'] },
    customFields: { Opportunity: [field('Discount__c', 'Discount', 'percent')] },
  });
  org.sandbox.addApprovalProcess({
    name: 'Discount',
    label: 'Discount over 20%',
    object: 'Opportunity',
    steps: [
      { name: 'manager', approvers: ['ana@acme.test'] },
      { name: 'finance', approvers: ['bo@acme.test', 'ana@acme.test'] },
    ],
  });
  [ana, bo] = [org.sandbox.ownerId('ana@acme.test'), org.sandbox.ownerId('bo@acme.test')];
});
afterEach(() => org.close());

function submitted(): string {
  const id = org.sandbox.createRecord(
    'Opportunity',
    {
      Name: 'Globex renewal',
      StageName: 'Negotiation/Review',
      CloseDate: '2026-12-24',
      Amount: 48_000,
      Discount__c: 27.5,
      Owner: 'cy@acme.test',
    },
    'cy@acme.test',
  );
  org.sandbox.submitForApproval(id, 'cy@acme.test', 'please');
  return id;
}

function itemsOf(crm: Crm): WorkItems {
  if (crm.workItems === null) throw new Error('Salesforce has approvals of its own');
  return crm.workItems;
}

async function asked(person: string): Promise<CrmWorkItem> {
  const [item] = await itemsOf(org.crm).pending([person]);
  if (item === undefined) throw new Error('nobody is asked');
  return item;
}

function pass(seconds: number): void {
  org.setTime(new Date(Date.parse('2026-11-23T08:00:00Z') + seconds * 1000));
}

/** The connection by JWT, that may act as Ana. */
function byJwt(): WorkItems {
  const { loginUrl, app } = org.sandbox;
  const grant = { kind: 'jwt', username: INTEGRATION, privateKey } as const;
  return itemsOf(org.connect({ settings: { loginUrl, clientId: app.clientId, grant } }));
}

describe('what waits', () => {
  it('is shown with what its approver must know', async () => {
    const record = submitted();
    const items = await itemsOf(org.crm).pending([ana, bo, 'no id']);
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^04i/),
        process: 'Discount over 20%',
        object: 'Opportunity',
        recordId: record,
        recordName: 'Globex renewal',
        actorId: ana,
        submittedBy: 'Cy Chen',
        submittedAt: new Date('2026-11-23T08:00:00Z'),
        details: [
          { label: 'Amount', value: '48,000' },
          { label: 'Discount', value: '27.5%' },
          { label: 'Stage', value: 'Negotiation/Review' },
          { label: 'Close Date', value: '2026-12-24' },
          { label: 'Owner', value: 'Cy Chen' },
        ],
      },
    ]);
    expect(itemsOf(org.crm).recordUrl('Opportunity', record)).toContain(`/lightning/r/Opportunity/${record}/view`);
  });

  it('is asked for in one query and one more an object, however much it is', async () => {
    submitted();
    submitted();
    await itemsOf(org.crm).pending([ana]);
    const queries = org.sandbox.calls.filter(({ path }) => path.endsWith('/query'));
    expect(queries).toHaveLength(2);
  });

  it('is told first by whom it asks', async () => {
    submitted();
    const record = submitted();
    org.sandbox.decideApproval(record, 'Approved', 'ana@acme.test');
    const users = await itemsOf(org.crm).askedUsers();
    expect(users.toSorted()).toEqual([ana, bo].toSorted());
  });

  it('asks nothing of Salesforce for nobody', async () => {
    await expect(itemsOf(org.crm).pending([])).resolves.toEqual([]);
    expect(org.sandbox.calls).toEqual([]);
  });
});

describe('an answer', () => {
  it('is given as the person where an admin has pre-authorised them', async () => {
    submitted();
    const { id } = await asked(ana);
    await expect(byJwt().decide(id, { verdict: 'approve', comment: 'fine', as: ana })).resolves.toEqual({
      kind: 'decided',
      actedAs: 'user',
      instanceStatus: 'Pending',
    });
    expect(org.sandbox.records('ProcessInstanceStep').at(-1)).toMatchObject({ ActorId: ana, Comments: 'fine' });
  });

  it.each([
    { when: 'that person is not pre-authorised', connect: byJwt, who: () => bo, name: 'Bo Berg' },
    { when: 'the grant is another', connect: () => itemsOf(org.crm), who: () => ana, name: 'Ana Alvarez' },
  ])('is the integration user’s, who names them, when $when', async ({ connect, who, name }) => {
    org.sandbox.setModifyAll(INTEGRATION, true);
    const record = submitted();
    if (who() === bo) org.sandbox.decideApproval(record, 'Approved', 'ana@acme.test');
    const { id } = await asked(who());
    await expect(connect().decide(id, { verdict: 'reject', comment: 'too much', as: who() })).resolves.toEqual({
      kind: 'decided',
      actedAs: 'integration',
      instanceStatus: 'Rejected',
    });
    expect(org.sandbox.records('ProcessInstanceStep').at(-1)).toMatchObject({
      ActorId: org.sandbox.ownerId(INTEGRATION),
      OriginalActorId: who(),
      Comments: `too much\n\nDecided in Slack by ${name}`,
    });
  });

  it('is refused in Salesforce’s words where the integration user may not decide for others', async () => {
    submitted();
    const { id } = await asked(ana);
    await expect(itemsOf(org.crm).decide(id, { verdict: 'approve', comment: '', as: ana })).resolves.toEqual({
      kind: 'refused',
      message: 'insufficient access rights on cross-reference id',
    });
  });

  it('is not given to what is gone, or is somebody else’s by now', async () => {
    org.sandbox.setModifyAll(INTEGRATION, true);
    const record = submitted();
    const { id } = await asked(ana);
    const decision = { verdict: 'approve', comment: '', as: ana } as const;
    org.sandbox.reassignApproval(record, 'ana@acme.test', 'bo@acme.test');
    await expect(itemsOf(org.crm).decide(id, decision)).resolves.toEqual({ kind: 'gone' });
    org.sandbox.decideApproval(record, 'Rejected', 'bo@acme.test');
    await expect(itemsOf(org.crm).decide(id, decision)).resolves.toEqual({ kind: 'gone' });
    await expect(itemsOf(org.crm).decide('forged', decision)).resolves.toEqual({ kind: 'gone' });
  });

  it('whose own answer was lost is found in the history', async () => {
    submitted();
    const item = await asked(ana);
    const jwt = byJwt();
    org.sandbox.faults.inject({ kind: 'drop_after_commit', methods: ['POST'], path: '/process/approvals', times: 1 });
    await expect(jwt.decide(item.id, { verdict: 'reject', comment: 'no', as: ana })).rejects.toMatchObject({
      ambiguous: true,
    });
    await expect(jwt.decide(item.id, { verdict: 'reject', comment: 'no', as: ana })).resolves.toEqual({ kind: 'gone' });
    await expect(jwt.ended([item])).resolves.toMatchObject([{ outcome: 'rejected', comment: 'no' }]);
  });
});

describe('what became of a request', () => {
  it('is nothing while it waits for the same person', async () => {
    submitted();
    await expect(itemsOf(org.crm).ended([await asked(ana)])).resolves.toEqual([]);
  });

  it.each([
    { verdict: 'Approved', outcome: 'approved' },
    { verdict: 'Rejected', outcome: 'rejected' },
  ] as const)('says who $outcome it in Salesforce, and why', async ({ verdict, outcome }) => {
    const record = submitted();
    const item = await asked(ana);
    pass(90);
    org.sandbox.decideApproval(record, verdict, 'ana@acme.test', 'as agreed');
    await expect(itemsOf(org.crm).ended([item])).resolves.toEqual([
      { id: item.id, outcome, by: 'Ana Alvarez', comment: 'as agreed', at: new Date('2026-11-23T08:01:30Z') },
    ]);
  });

  it('tells apart two requests of one process to the same person', async () => {
    const record = submitted();
    const first = await asked(ana);
    pass(60);
    org.sandbox.decideApproval(record, 'Approved', 'ana@acme.test', 'step one');
    const second = await asked(ana);
    pass(120);
    org.sandbox.decideApproval(record, 'Rejected', 'ana@acme.test', 'step two');
    await expect(itemsOf(org.crm).ended([first, second])).resolves.toMatchObject([
      { id: first.id, outcome: 'approved', comment: 'step one' },
      { id: second.id, outcome: 'rejected', comment: 'step two' },
    ]);
  });

  it('is what a colleague said who was asked beside', async () => {
    const record = submitted();
    org.sandbox.decideApproval(record, 'Approved', 'ana@acme.test');
    pass(60);
    const item = await asked(ana);
    pass(120);
    org.sandbox.decideApproval(record, 'Approved', 'bo@acme.test');
    await expect(itemsOf(org.crm).ended([item])).resolves.toMatchObject([{ outcome: 'approved', by: 'Bo Berg' }]);
  });

  it('is recalled, reassigned, or unknown where the record is deleted', async () => {
    const recalled = submitted();
    const first = await asked(ana);
    org.sandbox.recallApproval(recalled, 'cy@acme.test');
    const reassigned = submitted();
    const second = await asked(ana);
    org.sandbox.reassignApproval(reassigned, 'ana@acme.test', 'bo@acme.test');
    const deleted = submitted();
    const third = await asked(ana);
    org.sandbox.deleteSubmitted('Opportunity', deleted);
    await expect(itemsOf(org.crm).ended([first, second, third])).resolves.toMatchObject([
      { id: first.id, outcome: 'recalled', by: 'Cy Chen' },
      { id: second.id, outcome: 'reassigned', by: 'Ana Alvarez' },
      { id: third.id, outcome: 'unknown', by: null, at: null },
    ]);
  });
});
