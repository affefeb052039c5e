import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CorrelationId } from '#kernel/ids.ts';
import type { LeadId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { lostARace, toFault } from '#adapters/postgres/faults.ts';
import { useDatabase } from '../../support/database.ts';
import { aLead, noon } from '../../support/lead-builder.ts';
import { silentLog } from '../../support/silent-log.ts';

const clock: Clock = { now: () => noon };
const db = useDatabase(clock);

function connect(url: string, poolSize = 2) {
  const database = connectDatabase({ url, log: silentLog, clock, poolSize });
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
    await vi.waitFor(async () => {
      await put(`first-${wake.mock.calls.length}`);
      expect(wake).toHaveBeenCalled();
    });
    await db.rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'signalbox-listen' AND datname = current_database()`);
    wake.mockClear();
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), { timeout: 5000 }); // it looks once when it is back
    wake.mockClear();
    await put('second');
    await vi.waitFor(() => expect(wake).toHaveBeenCalled());
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
    await expect(database.inbox.nextDue('hubspot')).rejects.toMatchObject({ code: 'unavailable' });
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

describe('errors that the database did not throw', () => {
  it.each([new TypeError('a defect'), 'a string', null])('pass unchanged: %s', (error) => {
    expect(toFault(error)).toBe(error);
    expect(lostARace(error)).toBe(false);
  });
});
