import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CorrelationId, SlackUserId, newLeadId } from '#kernel/ids.ts';
import type { AuditEntry } from '#features/audit/entry.ts';
import type { Claim, ClaimWrite } from '#features/leads/claim.ts';
import type { CrmRecord } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { useDatabase } from '../../support/database.ts';
import { aLead, noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
const stores = () => db.database.stores;
const ana = SlackUserId.parse('U0ANA');
const bo = SlackUserId.parse('U0BO');
const cause = CorrelationId.parse('cause-1');
const later = new Date('2026-03-02T13:00:00.000Z');

describe('claims', () => {
  const aClaim = (over: Partial<Claim> & Pick<Claim, 'leadId'>): Claim => ({
    id: randomUUID(),
    by: ana,
    kind: 'claim',
    at: noon,
    state: 'writing',
    channel: null,
    writes: [],
    ...over,
  });
  const write: ClaimWrite = {
    crm: 'hubspot',
    object: 'lead',
    id: '501',
    expected: '7',
    target: '9',
    outcome: 'pending',
    message: null,
    rival: null,
  };

  it('keeps what each CRM answered', async () => {
    const lead = aLead();
    await stores().leads.create(lead);
    const claim = aClaim({ leadId: lead.id, writes: [write] });
    await stores().claims.create(claim);
    await stores().claims.addWrite(claim.id, { ...write, object: 'opportunity', id: '88', target: null });
    await stores().claims.setWrite(claim.id, write, { outcome: 'conflict', message: 'Bo owns it', rival: '8' });
    expect(await stores().claims.get(claim.id)).toEqual({
      ...claim,
      writes: [
        { ...write, outcome: 'conflict', message: 'Bo owns it', rival: '8' },
        { ...write, object: 'opportunity', id: '88', target: null },
      ],
    });
    const other = { ...write, id: 'another' };
    await expect(
      stores().claims.setWrite(claim.id, other, { outcome: 'gone', message: null, rival: null }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('knows the newest claim that has not ended, and all of them', async () => {
    const lead = aLead();
    await stores().leads.create(lead);
    const [first, second] = [aClaim({ leadId: lead.id }), aClaim({ leadId: lead.id, at: later, by: bo })];
    await stores().claims.create(first);
    await stores().claims.create(second);
    expect((await stores().claims.current(lead.id))?.id).toBe(second.id);
    await stores().claims.setState(second.id, 'ended', later);
    expect((await stores().claims.current(lead.id))?.id).toBe(first.id);
    expect((await stores().claims.history(lead.id)).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await stores().claims.current(newLeadId())).toBeNull();
  });
});

describe('firings and lifecycle events', () => {
  it('fires a rule once for a subject and edge', async () => {
    const firing = {
      rule: 'big',
      subject: 'lead:1',
      edge: 0,
      event: 'lead.created',
      playbookVersion: 3,
      at: noon,
      values: [{ path: 'lead.score', value: 91.5 }],
      correlationId: cause,
    };
    expect(await stores().firings.record(firing)).toBe(true);
    expect(await stores().firings.record({ ...firing, event: 'lead.updated' })).toBe(false);
    expect(await stores().firings.record({ ...firing, edge: 1, at: later })).toBe(true);
    expect(await stores().firings.ofSubject('lead:1')).toEqual([firing, { ...firing, edge: 1, at: later }]);
  });

  it('records an event once by its key', async () => {
    const facts = { lead: { score: 1 }, company: null, opportunity: null };
    const event = { key: 'k1', type: 'lead.created', subject: 'lead:1', at: noon, before: null, after: facts } as const;
    expect(await stores().lifecycle.record({ ...event, correlationId: cause })).toBe(true);
    expect(await stores().lifecycle.record({ ...event, correlationId: cause })).toBe(false);
  });
});

describe('the audit log', () => {
  const anEntry = (over: Partial<AuditEntry>): AuditEntry => ({
    at: noon,
    action: 'lead.claimed',
    actor: { kind: 'person', slack: ana },
    subject: 'lead:audit',
    correlationId: cause,
    ...over,
  });

  it('lists newest first, by subject, actor and time, page by page', async () => {
    await stores().audit.append(anEntry({ after: { by: 'ana', list: [1, null] }, playbookVersion: 2 }));
    await stores().audit.append(anEntry({ at: later, action: 'lead.released', actor: { kind: 'rule', rule: 'big' } }));
    const all = await stores().audit.list({ subject: 'lead:audit', limit: 10 });
    expect(all.map(({ action }) => action)).toEqual(['lead.released', 'lead.claimed']);
    expect(all[1]).toMatchObject({ actor: 'person:U0ANA', after: { by: 'ana', list: [1, null] }, before: null });
    const [newest] = await stores().audit.list({ subject: 'lead:audit', limit: 1 });
    const next = await stores().audit.list({ subject: 'lead:audit', before: newest?.id ?? '0', limit: 10 });
    expect(next.map(({ action }) => action)).toEqual(['lead.claimed']);
    expect(await stores().audit.list({ actor: 'rule:big', since: later, limit: 10 })).toHaveLength(1);
  });

  it.each(['UPDATE audit SET action = $1', 'DELETE FROM audit WHERE action <> $1', 'TRUNCATE audit'])(
    'refuses %s',
    async (statement) => {
      await stores().audit.append(anEntry({ subject: 'lead:kept' }));
      const values = statement.includes('$1') ? ['forged'] : [];
      await expect(db.rows(statement, values)).rejects.toThrow('append-only');
      expect(await stores().audit.list({ subject: 'lead:kept', limit: 1 })).toHaveLength(1);
    },
  );
});

describe('the mirror', () => {
  const aRecord = (id: string, over: Partial<CrmRecord> = {}): CrmRecord => ({
    ref: { crm: 'hubspot', object: 'lead', id },
    createdAt: noon,
    modifiedAt: noon,
    ownerId: null,
    fields: { score: 12.5, name: 'Mia', vip: true, phone: null },
    company: { id: '900', fields: { name: 'Acme' } },
    leadIds: ['1', '2'],
    converted: null,
    ...over,
  });

  it('reads records back as put, newest put last, in the order asked for', async () => {
    const { mirror } = stores();
    await mirror.put(aRecord('m1'), noon);
    const changed = aRecord('m1', { modifiedAt: later, ownerId: '7', company: null, leadIds: [] });
    await mirror.put(changed, later);
    await mirror.put(aRecord('m2'), noon);
    expect(await mirror.get(changed.ref)).toEqual({ ...changed, gone: false });
    const asked = [aRecord('m2').ref, aRecord('missing').ref, changed.ref];
    expect((await mirror.getMany(asked)).map(({ ref }) => ref.id)).toEqual(['m2', 'm1']);
    expect(await mirror.versions(asked)).toEqual(
      new Map([
        [refKey(changed.ref), { modifiedAt: later, mirroredAt: later }],
        [refKey(aRecord('m2').ref), { modifiedAt: noon, mirroredAt: noon }],
      ]),
    );
    expect(await mirror.getMany([])).toEqual([]);
  });

  it('marks what is gone, and finds a company’s leads that are not', async () => {
    const { mirror } = stores();
    for (const id of ['c1', 'c2']) await mirror.put(aRecord(id, { company: { id: 'co', fields: {} } }), noon);
    await mirror.markGone(aRecord('c2').ref, later);
    expect((await mirror.get(aRecord('c2').ref))?.gone).toBe(true);
    expect(await mirror.leadsOfCompany('hubspot', 'co')).toEqual([aRecord('c1').ref]);
    await mirror.put(aRecord('c2', { company: { id: 'co', fields: {} } }), later);
    expect(await mirror.leadsOfCompany('hubspot', 'co')).toHaveLength(2);
  });
});

describe('cursors and connections', () => {
  it('remembers how far the poller read', async () => {
    const state = { cursor: { at: noon, id: '' }, caughtUp: false, polledAt: noon };
    expect(await stores().cursors.read('hubspot', 'lead')).toBeNull();
    await stores().cursors.write('hubspot', 'lead', state);
    await stores().cursors.write('hubspot', 'lead', { ...state, cursor: { at: later, id: '9' }, caughtUp: true });
    expect(await stores().cursors.read('hubspot', 'lead')).toEqual({
      ...state,
      cursor: { at: later, id: '9' },
      caughtUp: true,
    });
  });

  it('keeps the first connection', async () => {
    const first = { accountId: '1', accountName: 'Acme', connectedAt: noon };
    expect(await stores().connections.get('hubspot')).toBeNull();
    expect(await stores().connections.connect('hubspot', first)).toEqual(first);
    expect(await stores().connections.connect('hubspot', { ...first, accountId: '2' })).toEqual(first);
  });
});

describe('holds', () => {
  it('opens one hold however many ask, and lets one decide', async () => {
    const { holds } = stores();
    expect(await holds.open()).toBeNull();
    const opened = await Promise.all([1, 2, 3].map(() => db.database.transact((tx) => tx.holds.start(noon))));
    const [hold] = opened;
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    const id = hold?.id ?? 0;
    const held = aLead({ standing: 'held', holdId: id, seenAt: later });
    await stores().leads.create(held);
    expect(await holds.countNewSince(noon)).toBe(1);
    expect(await holds.open()).toEqual({ id, openedAt: noon, state: 'open', leads: 1 });
    expect(await holds.heldLeads(id, 10)).toEqual([held.id]);
    const decisions = await Promise.all([1, 2, 3].map(() => holds.settle(id, 'announced', ana, later)));
    expect(decisions.filter(Boolean)).toHaveLength(1);
    expect((await holds.get(id))?.state).toBe('announced');
    expect(await holds.countNewSince(noon)).toBe(0);
    await stores().leads.create(aLead({ seenAt: new Date(later.getTime() + 1) }));
    expect(await holds.countNewSince(noon)).toBe(1);
    expect(await holds.get(id + 1000)).toBeNull();
  });
});

describe('routing', () => {
  it('gives turns round robin under concurrency', async () => {
    const members = ['ana', 'bo', 'cy', 'di'];
    const route = () =>
      db.database.transact(async (tx) => {
        const turns = await tx.turns.lockTurns('enterprise');
        const next = members.toSorted((one, other) => (turns.get(one) ?? 0) - (turns.get(other) ?? 0))[0] ?? '';
        await tx.turns.takeTurn('enterprise', next);
        return next;
      });
    const chosen = await Promise.all(Array.from({ length: 40 }, route));
    for (const member of members) expect(chosen.filter((name) => name === member)).toHaveLength(10);
  });

  it('says why each rep was chosen', async () => {
    const decision = {
      leadId: newLeadId(),
      team: 'enterprise',
      rule: 'big',
      chosen: null,
      at: noon,
      skipped: [{ member: 'bo@acme.test', because: 'deactivated' }],
    } as const;
    await stores().routingDecisions.record(decision);
    await stores().routingDecisions.record({ ...decision, chosen: 'ana@acme.test', skipped: [] });
    const [newest, oldest] = await stores().routingDecisions.ofLead(decision.leadId);
    expect(newest?.chosen).toBe('ana@acme.test');
    expect(oldest).toEqual(decision);
  });
});

describe('the directory', () => {
  it('finds people by id and by e-mail in any case', async () => {
    const person = {
      id: ana,
      name: 'Ana',
      email: 'ana@acme.test',
      timeZone: 'Europe/Berlin',
      active: true,
      away: true,
    };
    await stores().directory.putPerson({ ...person, name: 'Anna' }, noon);
    await stores().directory.putPerson({ ...person, email: 'Ana@Acme.test' }, later);
    expect(await stores().directory.person(ana)).toEqual(person);
    expect(await stores().directory.personByEmail('ANA@acme.test')).toEqual(person);
    expect(await stores().directory.person(bo)).toBeNull();
  });

  it('replaces a CRM’s users: who is missing becomes inactive', async () => {
    const { directory } = stores();
    const user = { id: '7', name: 'Ana', email: 'ana@acme.test', active: true, kind: 'person' } as const;
    const queue = { ...user, id: '8', name: 'Queue', kind: 'queue' } as const;
    const ghost = { ...user, id: '6', active: false } as const;
    await directory.putCrmUsers('hubspot', [user, queue, ghost, { ...user, id: '9', email: null }]);
    expect(await directory.crmUserByEmail('hubspot', 'Ana@acme.test')).toEqual(user);
    expect(await directory.crmUserByEmail('salesforce', 'ana@acme.test')).toBeNull();
    await directory.putCrmUsers('hubspot', [{ ...user, name: 'Ana B' }]);
    expect(await directory.crmUser('hubspot', '7')).toEqual({ ...user, name: 'Ana B' });
    expect((await directory.crmUser('hubspot', '9'))?.active).toBe(false);
  });

  it('keeps links set by hand', async () => {
    const link = { slack: ana, crm: 'hubspot', userId: '7', linkedBy: bo, linkedAt: noon } as const;
    await stores().directory.putLink(link);
    await stores().directory.putLink({ ...link, userId: '9', linkedAt: later });
    expect(await stores().directory.links(ana)).toEqual([{ ...link, userId: '9', linkedAt: later }]);
    expect((await stores().directory.linkOf('hubspot', '9'))?.slack).toBe(ana);
    expect(await stores().directory.linkOf('hubspot', '7')).toBeNull();
  });

  it('replaces stages', async () => {
    const { directory } = stores();
    const stage = { id: 's1', label: 'New', pipeline: null, closed: false, won: false };
    await directory.putStages('hubspot', 'lead', [stage, { ...stage, id: 's2', label: 'Open' }]);
    await directory.putStages('hubspot', 'opportunity', [{ ...stage, label: 'Deal', pipeline: 'Sales', won: true }]);
    await directory.putStages('hubspot', 'lead', [{ ...stage, label: 'Brand new' }]);
    expect(await directory.stage('hubspot', 'lead', 's1')).toEqual({ ...stage, label: 'Brand new' });
    expect(await directory.stage('hubspot', 'lead', 's2')).toBeNull();
    expect((await directory.stage('hubspot', 'opportunity', 's1'))?.pipeline).toBe('Sales');
  });
});

describe('playbook versions', () => {
  it('gives the same text the same version', async () => {
    const { playbookVersions } = stores();
    const first = await playbookVersions.store('version: 1', 'h1', noon);
    const second = await playbookVersions.store('version: 1 # two', 'h2', noon);
    expect(second).toBeGreaterThan(first);
    expect(await playbookVersions.store('version: 1', 'h1', later)).toBe(first);
  });
});
