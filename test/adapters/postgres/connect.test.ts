import { connect as dial, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CorrelationId, newLeadId } from '#kernel/ids.ts';
import type { LeadId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmEvent } from '#ports/crm.ts';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { lostARace, toFault } from '#adapters/postgres/faults.ts';
import { openDatabaseLine } from '../../support/database-line.ts';
import { useDatabase } from '../../support/database.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { silentLog } from '../../support/silent-log.ts';

const clock: Clock = { now: () => noon };
const db = useDatabase(clock);

/** A busy machine takes its time. */
function eventually(look: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(look, { timeout: 30_000, interval: 20 });
}

function connect(url: string, poolSize = 2, silenceMs = 12_000) {
  const database = connectDatabase({ url, log: silentLog, clock, poolSize, silenceMs });
  onTestFinished(() => database.close());
  return database;
}

describe('a database that is well', () => {
  it('says so', async () => {
    expect(await db.database.health()).toEqual({ ok: true });
  });

  it('hears of committed rows, also after the connection was cut', async () => {
    const wake = vi.fn<() => void>();
    const stop = db.database.listen('outbox', wake);
    const put = (key: string) =>
      db.database.stores.outbox.put({
        kind: 'note',
        lane: 'l',
        key,
        urgency: 5,
        payload: {},
        correlationId: CorrelationId.parse('c'),
      });
    await eventually(async () => {
      await put(`first-${wake.mock.calls.length}`);
      expect(wake).toHaveBeenCalled();
    });
    await db.rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'signalbox-listen' AND datname = current_database()`);
    wake.mockClear();
    await eventually(() => expect(wake).toHaveBeenCalled()); // it looks once when it is back
    wake.mockClear();
    await put('second');
    await eventually(() => expect(wake).toHaveBeenCalled());
    stop();
  });

  it('keeps instants whatever time zone the server prefers', async () => {
    const [name] = await db.rows<{ name: string }>('SELECT current_database() AS name');
    await db.rows(`ALTER DATABASE "${name?.name}" SET timezone = 'Asia/Kathmandu'`);
    const database = connect(db.url);
    const lead = aLead({ seenAt: new Date('2026-07-01T23:59:59.123Z') });
    await database.stores.leads.create(lead);
    expect(await database.stores.leads.get(lead.id)).toEqual(lead);
  });

  it('runs a transaction again that lost a race', async () => {
    const [one, two] = [aLead(), aLead()];
    await db.database.stores.leads.create(one);
    await db.database.stores.leads.create(two);
    const { promise: bothHoldOne, resolve } = Promise.withResolvers<void>();
    let runs = 0;
    const crosswise = (first: LeadId, second: LeadId) =>
      db.database.transact(async (tx) => {
        await tx.leads.lock(first);
        runs += 1;
        if (runs === 2) resolve();
        await bothHoldOne;
        return (await tx.leads.lock(second))?.id;
      });
    expect(await Promise.all([crosswise(one.id, two.id), crosswise(two.id, one.id)])).toEqual([two.id, one.id]);
    expect(runs).toBe(3);
  });
});

describe('a database in trouble', () => {
  it('cannot be reached: unavailable, with a reason', async () => {
    const database = connect('postgresql://nobody@127.0.0.1:1/none');
    expect(await database.health()).toEqual({ ok: false, because: 'The database cannot be reached.' });
    await expect(database.stores.leads.idByEmail('a@b.test')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(database.transact((tx) => tx.leads.idByEmail('a@b.test'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(database.queueFigures()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('has no connection left: unavailable within about two seconds', async () => {
    const database = connect(db.url, 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    const holding = database.transact(() => promise);
    await expect(database.transact((tx) => tx.leads.idByEmail('a@b.test'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    resolve();
    await holding;
  });

  it('does not exist: says that DATABASE_URL is wrong', async () => {
    const url = db.url.replace(/test_[0-9a-f]+/, 'no_such_database');
    await expect(connect(url).stores.leads.idByEmail('a@b.test')).rejects.toMatchObject({ code: 'not_configured' });
    await expect(migrate({ url, log: silentLog })).rejects.toMatchObject({ code: 'not_configured' });
  });

  it('refuses a statement: internal, and the cause is kept', async () => {
    const lead = aLead();
    await db.database.stores.leads.create(lead);
    const again = db.database.stores.leads.create(lead);
    await expect(again).rejects.toMatchObject({ code: 'internal', cause: expect.any(Error) as unknown });
  });

  it('falls silent: what waits for it fails as unavailable, and the next call finds it again', async () => {
    const path = await aPathTo(db.url);
    const database = connect(path.url, 2, 300);
    expect(await database.inbox.receive([anEvent('one')], noon)).toBe(1);
    path.fallSilent();
    await expect(database.inbox.receive([anEvent('two')], noon)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await database.inbox.receive([anEvent('two')], noon)).toBe(1);
    expect(await database.stores.leads.get(newLeadId())).toBeNull();
  });

  it('is away for a while: calls then fail at once, and waiting work is woken as soon as it is back', async () => {
    const line = await openDatabaseLine(db.url);
    onTestFinished(() => line.close());
    const database = connect(line.url);
    const wake = vi.fn<() => void>();
    database.listen('outbox', wake);
    await eventually(() => expect(wake).toHaveBeenCalled());
    line.setDown(true);
    await eventually(async () => {
      await expect(database.inbox.receive([anEvent('lost')], noon)).rejects.toMatchObject({ code: 'unavailable' });
      expect(database.breaker.status().state).not.toBe('closed');
    });
    // One of them may be the one that looks whether it is back.
    await expect(database.transact((tx) => tx.leads.idByEmail('a@b.test'))).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(database.stores.leads.idByEmail('a@b.test')).rejects.toMatchObject({ code: 'unavailable' });
    expect(await database.health()).toMatchObject({ ok: false, because: expect.stringContaining('cannot be reached') });
    wake.mockClear();
    line.setDown(false);
    await eventually(() => expect(database.breaker.status().state).toBe('closed'));
    expect(wake).toHaveBeenCalled();
    expect(await database.inbox.receive([anEvent('kept')], noon)).toBe(1);
  });

  it('loses its connections: what ran fails as unavailable, and the next call works', async () => {
    const database = connect(db.url);
    const cut = database.transact(async (tx) => {
      await tx.leads.idByEmail('a@b.test');
      await db.rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'signalbox' AND datname = current_database()`);
      await tx.leads.idByEmail('a@b.test');
    });
    await expect(cut).rejects.toMatchObject({ code: 'unavailable' });
    expect(await database.stores.leads.idByEmail('a@b.test')).toBeNull();
  });
});

it('knows an error also when a library hands on a copy, which is no error any more', () => {
  const copy = { message: 'connect ECONNREFUSED 127.0.0.1:5432 (Queue: tick.people)', code: 'ECONNREFUSED' };
  expect(toFault(copy)).toMatchObject({ code: 'unavailable', message: 'The database cannot be reached.' });
});

describe('errors that the database did not throw', () => {
  it.each([new TypeError('a defect'), 'a string', null])('pass unchanged: %s', (error) => {
    expect(toFault(error)).toBe(error);
    expect(lostARace(error)).toBe(false);
  });
});

function anEvent(key: string): CrmEvent {
  const correlationId = CorrelationId.parse('c');
  const about = { crm: 'hubspot', object: 'lead', recordId: '1', change: 'changed', type: 'contact.creation' } as const;
  return { ...about, key, occurredAt: noon, correlationId };
}

/** A way to the server whose open connections can go dead without a word, as when a host or a route is gone. */
async function aPathTo(url: string): Promise<{ readonly url: string; fallSilent(): void }> {
  const target = new URL(url);
  const folder = target.searchParams.get('host');
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far =
      folder === null
        ? dial(Number(target.port), target.hostname)
        : dial(`${folder}/.s.PGSQL.${target.port === '' ? '5432' : target.port}`);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const through = new URL(url);
  through.searchParams.delete('host');
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    fallSilent() {
      for (const socket of open) {
        socket.unpipe();
        socket.pause();
      }
    },
  };
}
