// Whatever a process may be cut off in is done again by the next one: every handler, tick and job, twice over.
import { describe, expect, it } from 'vitest';
import { tellLateLeads } from '#features/intake/late-digest.ts';
import { reconcile } from '#features/intake/reconcile.ts';
import { releaseHold, releaseIntent } from '#features/intake/release-hold.ts';
import { opsIntent, whisperIntent } from '#features/messages/intents.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import { refreshCrmDirectory, refreshPeople } from '#features/people/refresh-directory.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Transact } from '#ports/transact.ts';
import type { IntakeTx } from '#features/intake/absorbing.ts';
import { aCrmRecord, aCrmUser, aHeldIntent, correlationId } from '../../support/builders.ts';
import { aLead } from '../../support/lead-builder.ts';
import { ana, freePace, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse(`
teams: [{ name: all, members: [ana@acme.test] }]
rules:
  - name: everything
    on: lead.created
    do:
      - create_opportunity: { in: hubspot, stage: appointmentscheduled, name: "{{lead.name}}" }
      - create_task: { in: salesforce, subject: "Call {{lead.name}}" }
      - update_record: { in: hubspot, set: { rating: hot } }
      - route: { team: all, claim_by: anyone }
      - alert: { channel: "#leads" }
  - { name: deals, on: opportunity.created, do: [{ alert: { channel: "#enterprise-leads" } }] }
`);

/** Each intent is carried out by a process that dies before it can say so, and then by the next one. */
async function drainTwice(): Promise<ReadonlySet<string>> {
  const { crms, clock, slack: messenger, deps, stores, db } = house;
  const { outbox } = db.database;
  const handlers = leadIntentHandlers({ stores, messenger, crms, playbook: deps.playbook, clock, pace: freePace });
  const kinds = new Set<string>();
  for (;;) {
    house.clock.pass(MINUTE_MS);
    const held = await outbox.lease(1, clock.now());
    const [row] = held;
    if (!row) return kinds;
    const handler = handlers.get(row.kind);
    if (!handler) throw new Error(`no handler for ${row.kind}`);
    kinds.add(row.kind);
    const unsaid = await handler(row);
    await db.rows(`UPDATE outbox SET leased_until = clock_timestamp() - interval '1 second' WHERE id = $1`, [row.id]);
    const [again] = await outbox.lease(1, clock.now());
    if (again?.id !== row.id) throw new Error('another intent has the turn');
    const outcome = await handler(again);
    if (outcome.kind === 'later' || unsaid.kind === 'later') throw new Error(`${row.kind} was put off`);
    await outbox.settle(again, outcome, clock.now(), outcome.commit);
    // The first one was not dead after all, and comes late.
    expect(await outbox.settle(row, unsaid, clock.now(), unsaid.commit)).toBe(false);
  }
}

async function arrive(): Promise<Lead> {
  const at = house.clock.now();
  const record = aCrmRecord({ createdAt: at, modifiedAt: at });
  await house.absorb(record);
  return house.leadOf(record.ref);
}

const countOf = (actions: readonly string[], action: string): number => actions.filter((one) => one === action).length;

describe('what was done and not said', () => {
  it('is done once, whichever intent it is', async () => {
    const lead = await arrive();
    const [record] = lead.records;
    if (!record) throw new Error('the lead has no record');
    const kinds = new Set(await drainTwice());
    await house.claim(lead.id, ana);
    for (const kind of await drainTwice()) kinds.add(kind);
    const deal = aCrmRecord({
      ref: { object: 'opportunity' },
      createdAt: house.clock.now(),
      modifiedAt: house.clock.now(),
      fields: { name: 'Big', stage: 'new' },
    });
    await house.absorb(deal);
    const cause = { at: house.clock.now(), correlationId };
    await house.stores.outbox.put(opsIntent('twice', { text: 'Said once', hold: null }, cause));
    await house.stores.outbox.put(whisperIntent({ channel: null, to: ana.id, text: 'Said to Ana' }, cause));
    for (const kind of await drainTwice()) kinds.add(kind);

    expect([...kinds].toSorted()).toEqual(
      [
        'crm.assign',
        'crm.create',
        'crm.update',
        'lead.card',
        'lead.thread',
        'lead.whisper',
        'ops.message',
        'opportunity.alert',
      ].toSorted(),
    );
    expect(house.hubspot.created).toHaveLength(1);
    expect(house.salesforce.created).toHaveLength(1);
    const keys = house.slack.posts.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key === `card:${lead.id}`)).toHaveLength(1);
    const audited = await house.audited(leadSubject(lead.id));
    for (const action of ['crm.opportunity_created', 'crm.task_created', 'crm.updated', 'slack.card_posted']) {
      expect([action, countOf(audited, action)]).toEqual([action, 1]);
    }
    expect(house.slack.posts.filter(({ message }) => message.text === 'Said once')).toHaveLength(1);
  });
});

describe('a release of held leads', () => {
  it('goes on where it was cut off, and announces each lead once', async () => {
    house.clock.pass(DAY_MS);
    house.govern('rules: [{ name: all, on: lead.created, do: [{ alert: { channel: "#leads" } }] }]');
    const at = house.clock.now();
    const { id: hold } = await house.db.database.transact((tx) => tx.holds.start(at));
    const held = Array.from({ length: 55 }, () =>
      aLead({ standing: 'held', holdId: hold, createdAt: at, seenAt: at, changedAt: at }),
    );
    for (const lead of held) await house.stores.leads.create(lead);
    const intent = aHeldIntent(releaseIntent({ hold, standing: 'announced', leads: null }, correlationId));
    let transactions = 0;
    const cutOff: Transact<IntakeTx> = (work) => {
      transactions += 1;
      return transactions > 1 ? Promise.reject(new Error('killed')) : house.deps.transact(work);
    };
    await expect(releaseHold({ ...house.deps, transact: cutOff }, intent)).rejects.toThrow('killed');
    const [left] = await house.db.rows<{ held: number }>(
      `SELECT count(*)::int AS held FROM lead WHERE standing = 'held'`,
    );
    expect(left?.held).toBe(5);
    for (let time = 0; time < 2; time += 1) expect(await releaseHold(house.deps, intent)).toEqual({ kind: 'done' });
    for (const { id } of held) expect((await house.lead(id)).standing).toBe('announced');
    const [fired] = await house.db.rows<{ firings: number }>(
      `SELECT count(*)::int AS firings FROM rule_firing WHERE subject = ANY($1)`,
      [held.map(({ id }) => leadSubject(id))],
    );
    expect(fired?.firings).toBe(55);
  });
});

describe('ticks that run at the same time', () => {
  it('tell of late leads once', async () => {
    house.clock.pass(10 * DAY_MS);
    const createdAt = after(house.clock.now(), -5 * DAY_MS);
    for (let n = 0; n < 3; n += 1) await house.absorb(aCrmRecord({ createdAt, modifiedAt: createdAt }));
    const told = await Promise.all([1, 2].map(() => tellLateLeads(house.deps)));
    expect(Math.max(...told)).toBe(3);
    expect(Math.min(...told)).toBe(0);
  });

  it('leave the directory as one of them alone', async () => {
    const { directory } = house.stores;
    const people = { directory, messenger: house.slack, playbook: house.deps.playbook, clock: house.clock };
    const users = [aCrmUser('hubspot', 'Ana'), aCrmUser('hubspot', 'Bo')];
    const stages = [{ id: 'new', label: 'New', pipeline: null, closed: false, won: false }];
    const crm = { ...house.hubspot, users: async () => users, stages: async () => stages };
    await Promise.all([refreshPeople(people), refreshPeople(people)]);
    await Promise.all([1, 2].map(() => refreshCrmDirectory(directory, crm)));
    expect(await directory.person(ana.id)).toMatchObject({ name: 'Ana', active: true });
    expect(await directory.crmUser('hubspot', 'hubspot-bo')).toMatchObject({ active: true });
    expect(await directory.crmUser('hubspot', 'hubspot-cy')).toMatchObject({ active: false });
    expect(await directory.stage('hubspot', 'lead', 'new')).toMatchObject({ label: 'New' });
  });

  it('find a change once', async () => {
    house.clock.pass(HOUR_MS);
    const { ref, modifiedAt } = aCrmRecord({ modifiedAt: house.clock.now() });
    const changes = async () => ({
      changes: [{ ref, modifiedAt, deleted: false }],
      next: { at: modifiedAt, id: ref.id },
      caughtUp: true,
    });
    const { inbox } = house.db.database;
    const { mirror, cursors } = house.stores;
    const begin = async () => ({ at: new Date(0), id: '' });
    const polling = { inbox, mirror, cursors, begin, clock: house.clock, log: house.deps.log };
    await Promise.all([1, 2].map(() => reconcile(polling, { ...house.hubspot, changes })));
    expect(await house.db.rows(`SELECT 1 FROM inbox WHERE record_id = $1`, [ref.id])).toHaveLength(1);
  });

  it('forget what is old, and nothing that was given up', async () => {
    await house.db.rows(`UPDATE outbox SET state = 'done', finished_at = due_at WHERE state = 'pending'`);
    const soon = after(house.clock.now(), DAY_MS);
    const forgotten = await Promise.all([1, 2].map(() => house.db.database.forgetFinished(soon)));
    expect(Math.max(...forgotten)).toBeGreaterThan(0);
    expect(await house.db.rows(`SELECT 1 FROM outbox WHERE state = 'done'`)).toEqual([]);
  });
});
