import { beforeEach, describe, expect, it } from 'vitest';
import { createJobs } from '#adapters/queue/jobs.ts';
import { dropLetters, retryLetters } from '#features/recovery/settle-letters.ts';
import { tellTrouble } from '#features/recovery/tell-trouble.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { aCrmRecord, correlationId } from '../../support/builders.ts';
import { useLeadHouse } from '../../support/lead-house.ts';
import { silentLog } from '../../support/silent-log.ts';

const house = useLeadHouse(`
rules:
  - name: deal
    on: lead.created
    do:
      - create_opportunity: { in: hubspot, stage: appointmentscheduled, name: "{{lead.name}}" }
      - alert: { channel: "#leads" }
`);
const by = { kind: 'system', part: 'cli' } as const;

const deps = () => ({ transact: house.db.database.transact, clock: house.clock });
const letters = () => house.stores.letters.list({ limit: 100 });
const told = async () =>
  (
    await house.db.rows<{ text: string }>(
      `SELECT payload->>'text' AS text FROM outbox WHERE kind = 'ops.message' ORDER BY id`,
    )
  ).map(({ text }) => text);

/** Leads whose opportunity the CRM refuses, in its own words. */
async function refused(words: string, count = 1): Promise<readonly Lead[]> {
  const leads: Lead[] = [];
  for (let n = 0; n < count; n += 1) {
    house.hubspot.refuseCreation = words.replace('#', String(n));
    const at = house.clock.now();
    const record = aCrmRecord({ createdAt: at, modifiedAt: at });
    await house.absorb(record);
    leads.push(await house.leadOf(record.ref));
    await house.drain();
  }
  house.hubspot.refuseCreation = null;
  return leads;
}

beforeEach(async () => {
  house.clock.pass(2 * DAY_MS);
  await house.drain();
  await house.db.rows(`DELETE FROM outbox`);
  await house.db.rows(`DELETE FROM inbox`);
});

describe('dead letters', () => {
  it('are told to ops once a kind of trouble and day, however many there are', async () => {
    await refused('Deal "Mia #" lacks an amount', 3);
    for (let round = 0; round < 3; round += 1) await tellTrouble(deps());
    await Promise.all([tellTrouble(deps()), tellTrouble(deps())]);
    expect(await told()).toEqual([
      expect.stringMatching(/^3 new CRM records could not be done: Deal "Mia 2" lacks an amount\n/),
    ]);
    await refused('The pipeline is closed');
    house.clock.pass(HOUR_MS);
    await tellTrouble(deps());
    expect(await told()).toHaveLength(2);
    house.clock.pass(DAY_MS);
    await refused('The pipeline is closed');
    await tellTrouble(deps());
    expect(await told()).toHaveLength(3);
  });

  it('are done as a further attempt when somebody retries them, which the audit log has', async () => {
    const [lead] = await refused('Not today');
    if (!lead) throw new Error('there is no lead');
    const dead = await letters();
    expect(dead).toMatchObject([{ queue: 'outbox', kind: 'crm.create', because: 'Not today', tries: 1 }]);
    const both = await Promise.all([1, 2].map(() => retryLetters(deps(), { letters: dead, by, correlationId })));
    expect(both.flat()).toHaveLength(1);
    const [held] = await house.db.database.outbox.lease(1, house.clock.now());
    expect(held).toMatchObject({ kind: 'crm.create', attempt: 2 });
    await house.db.database.outbox.reclaim();
    await house.drain();
    expect(house.hubspot.created.filter(({ record }) => record.key.endsWith(lead.id))).toHaveLength(1);
    expect((await house.audited(leadSubject(lead.id))).filter((action) => action === 'intent.retried')).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });

  it('stay undone when somebody drops them, with the reason, and are no alarm any more', async () => {
    const [lead] = await refused('Not today');
    const [letter] = await letters();
    if (!letter || !lead) throw new Error('there is no letter');
    const command = { letters: [letter], by, correlationId, because: 'made by hand' };
    expect(await dropLetters(deps(), command)).toHaveLength(1);
    expect(await dropLetters(deps(), command)).toEqual([]);
    expect(await retryLetters(deps(), command)).toEqual([]);
    expect(await letters()).toEqual([]);
    expect(await house.db.database.queueFigures()).toMatchObject({ outboxDead: 0 });
    expect(await house.stores.letters.get(letter.id)).toBeNull();
    expect(await house.audited(leadSubject(lead.id))).toEqual(expect.arrayContaining(['intent.dropped']));
  });

  it('of the inbox are read again', async () => {
    const { inbox } = house.db.database;
    const now = house.clock.now();
    const event = {
      crm: 'hubspot',
      key: 'bad',
      object: 'lead',
      recordId: '7',
      change: 'changed',
      occurredAt: now,
    } as const;
    await inbox.receive([{ ...event, type: 'contact.creation', correlationId }], now);
    await inbox.fail(await inbox.lease('hubspot', 1, now), 'cannot read record 7', now);
    const [letter] = await letters();
    expect(letter).toMatchObject({ kind: 'inbox.hubspot', because: 'cannot read record 7', payload: { record: '7' } });
    expect(letter && (await house.stores.letters.get(letter.id))).toEqual(letter);
    await retryLetters(deps(), { letters: letter ? [letter] : [], by, correlationId });
    expect(await inbox.lease('hubspot', 1, now)).toMatchObject([{ key: 'bad', attempts: 2 }]);
  });

  it('of the job queue are ticks that failed and have not gone well since', async () => {
    const jobs = createJobs({ url: house.db.url, log: silentLog, poolSize: 1 });
    await jobs.start();
    for (const name of ['tick.broken', 'tick.mended', 'tick.gone']) await jobs.send(name, {});
    await jobs.drain(1000);
    const ended = (name: string, state: string, at: string) =>
      house.db.rows(
        `INSERT INTO pgboss.job (name, state, output, completed_on) VALUES ($1, $2::pgboss.job_state, $3, $4)`,
        [name, state, { because: 'HubSpot cannot be reached' }, at],
      );
    await house.db.rows('DELETE FROM pgboss.job');
    await ended('tick.broken', 'completed', '2026-03-01T10:00:00Z');
    await ended('tick.broken', 'failed', '2026-03-01T10:01:00Z');
    await ended('tick.mended', 'failed', '2026-03-01T10:01:00Z');
    await ended('tick.mended', 'completed', '2026-03-01T10:02:00Z');
    const dead = await letters();
    expect(dead).toMatchObject([{ queue: 'job', kind: 'tick.broken', because: 'HubSpot cannot be reached' }]);
    const [letter] = dead;
    expect(letter && (await house.stores.letters.get(letter.id))).toEqual(letter);
    expect(await retryLetters(deps(), { letters: dead, by, correlationId })).toHaveLength(1);
    expect(await house.db.rows(`SELECT name FROM pgboss.job WHERE state = 'retry'`)).toEqual([{ name: 'tick.broken' }]);
    await ended('tick.gone', 'failed', '2026-03-01T10:03:00Z');
    const gone = { letters: await letters(), by, correlationId, because: 'no such tick any more' };
    expect(await dropLetters(deps(), gone)).toMatchObject([{ kind: 'tick.gone' }]);
    expect(await letters()).toEqual([]);
  });

  it.each(['', 'out-', 'out-x', 'in--1', 'job-12', 'out-999999', 'out-1; DROP TABLE lead', '12'])(
    'have no letter with the id "%s"',
    async (id) => {
      expect(await house.stores.letters.get(id)).toBeNull();
    },
  );
});
