import { Client } from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { chainOn } from '#features/audit/seal.ts';
import { sealLog } from '#features/audit/seal-log.ts';
import { verifyLog } from '#features/audit/verify-log.ts';
import { anEntry, aSealedLog, write } from '../../support/audit-log.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';
import { silentLog } from '../../support/silent-log.ts';

const db = useDatabase({ now: () => noon }, 20);
const seals = () => db.database.seals;

beforeEach(() => aSealedLog(db, 0));

async function sealedIds(): Promise<readonly string[]> {
  return (await db.database.sealedLog.sealedAfter(0, 10_000)).map(({ id }) => id);
}

async function soundWith(sealed: number): Promise<void> {
  expect(await verifyLog(db.database.sealedLog, { heads: [] })).toMatchObject({ sealed, waiting: 0, findings: [] });
}

describe('sealing', () => {
  it('takes what waits, in batches, and then has nothing to do', async () => {
    await write(db, 5);
    expect(await seals().extend(2, chainOn)).toBe(2);
    expect(await seals().extend(2, chainOn)).toBe(2);
    expect(await seals().figures()).toMatchObject({ unsealed: 1, head: { seq: 4 } });
    expect(await seals().extend(2, chainOn)).toBe(1);
    expect(await seals().extend(2, chainOn)).toBe(0);
    await soundWith(5);
    const head = await seals().head();
    expect(await seals().hashAt(5)).toBe(head?.hash);
    expect(await seals().hashAt(6)).toBeNull();
  });

  it('says how far it is behind', async () => {
    expect(await seals().figures()).toEqual({ head: null, unsealed: 0, oldestUnsealed: null });
    await write(db, 2);
    expect(await seals().figures()).toEqual({ head: null, unsealed: 2, oldestUnsealed: noon });
  });

  it('seals an entry that commits late, in the order of sealing', async () => {
    const late = new Client({ connectionString: db.url });
    await late.connect();
    await late.query('BEGIN');
    await late.query(`INSERT INTO audit (at, action, actor, subject, correlation_id)
      VALUES (now(), 'lead.claimed', 'person:U0ANA', 'lead:late', 'c')`);
    await write(db, 2);
    expect(await sealLog(seals())).toBe(2);
    await late.query('COMMIT');
    await late.end();
    expect(await sealLog(seals())).toBe(1);
    expect(await sealedIds()).toEqual(['2', '3', '1']);
    await soundWith(3);
  });

  it('keeps one chain with many writers and sealers, in one process and in two', async () => {
    const other = connectDatabase({ url: db.url, log: silentLog, clock: { now: () => noon }, poolSize: 5 });
    try {
      const state = { writing: true };
      const sealer = async (store: typeof other.seals) => {
        while (state.writing) await sealLog(store);
      };
      const sealers = [sealer(seals()), sealer(seals()), sealer(other.seals)];
      await Promise.all(Array.from({ length: 6 }, (_, index) => write(db, 25, 100 * index)));
      state.writing = false;
      await Promise.all(sealers);
      await sealLog(seals());
    } finally {
      await other.close();
    }
    expect(await sealedIds()).toHaveLength(150);
    await soundWith(150);
  });

  it('is left to whoever was first', async () => {
    await write(db, 2);
    const other = new Client({ connectionString: db.url });
    await other.connect();
    await other.query(`BEGIN; INSERT INTO audit_seal VALUES (1, -1, 'first', now())`);
    const began = Promise.withResolvers<void>();
    const second = seals().extend(10, (head, sealedAt, entries) => {
      began.resolve();
      return chainOn(head, sealedAt, entries);
    });
    await began.promise;
    await other.query('COMMIT');
    await other.end();
    expect(await second).toBeNull();
    expect(await seals().figures()).toMatchObject({ unsealed: 2, head: { seq: 1 } });
    expect(await seals().extend(10, chainOn)).toBe(2);
  });

  it('loses and repeats nothing when it dies in between', async () => {
    await write(db, 4);
    await sealLog(seals());
    await write(db, 2, 5);
    const dies = () => {
      throw new Error('killed');
    };
    await expect(seals().extend(10, dies)).rejects.toThrow('killed');
    expect(await seals().figures()).toMatchObject({ unsealed: 2, head: { seq: 4 } });
    expect(await sealLog(seals())).toBe(2);
    await soundWith(6);
  });

  it('seals nothing of a transaction that was rolled back', async () => {
    const undone = db.database.transact(async (tx) => {
      await tx.audit.append(anEntry());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await write(db, 1);
    await sealLog(seals());
    await soundWith(1);
  });
});

describe('entries of one transaction', () => {
  it('are written in their order at its end, and can be read before it', async () => {
    await db.database.transact(async (tx) => {
      await tx.audit.append(anEntry({ subject: 'lead:7', action: 'lead.seen' }));
      await tx.audit.append(anEntry({ subject: 'lead:7', action: 'rule.fired' }));
      expect(await tx.audit.list({ subject: 'lead:7', limit: 10 })).toHaveLength(2);
      await tx.audit.append(anEntry({ subject: 'lead:7', action: 'lead.routed' }));
      expect(await db.rows(`SELECT 1 FROM audit`)).toEqual([]);
    });
    const entries = await db.database.stores.audit.list({ subject: 'lead:7', limit: 10 });
    expect(entries.map(({ action }) => action)).toEqual(['lead.routed', 'rule.fired', 'lead.seen']);
  });
});

describe('the database refuses, also from a superuser who owns the tables,', () => {
  const insert = `INSERT INTO audit (id, at, action, actor, subject, correlation_id) VALUES`;
  it.each([
    `UPDATE audit SET action = 'forged' WHERE id = 1`,
    `UPDATE audit SET action = 'forged' WHERE false`,
    `DELETE FROM audit WHERE id = 1`,
    `TRUNCATE audit`,
    `TRUNCATE audit CASCADE`,
    `${insert} (1, now(), 'forged', 'a', 's', 'c') ON CONFLICT (id) DO UPDATE SET action = 'forged'`,
    `${insert} (99, now(), 'forged', 'a', 's', 'c') ON CONFLICT (id) DO UPDATE SET action = 'forged'`,
    `MERGE INTO audit USING (VALUES (1)) AS given (id) ON audit.id = given.id WHEN MATCHED THEN DELETE`,
    `SET LOCAL session_replication_role = replica; UPDATE audit SET action = 'forged'`,
    `UPDATE audit_seal SET hash = 'forged'`,
    `DELETE FROM audit_seal`,
    `TRUNCATE audit_seal`,
    `INSERT INTO audit_seal VALUES (1, 1, 'forged', now()) ON CONFLICT (seq) DO UPDATE SET hash = 'forged'`,
    `SET LOCAL session_replication_role = replica; DELETE FROM audit_seal`,
  ])('%s', async (statement) => {
    await aSealedLog(db, 2);
    await expect(db.rows(statement)).rejects.toThrow('append-only');
    await soundWith(2);
  });
});
