import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '#adapters/postgres/migrate.ts';
import { sqlToSchema } from '../../../scripts/schema-engine.ts';
import type { FreshDatabase } from '../../support/database.ts';
import { freshDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';

const OWN = 'prisma/migrations';
let empty: FreshDatabase;
let folder: string;

beforeAll(async () => {
  empty = await freshDatabase({ template: false });
  folder = await mkdtemp(join(tmpdir(), 'signalbox-migrations-'));
  await cp(OWN, folder, { recursive: true });
});
afterAll(async () => {
  await empty.drop();
  await rm(folder, { recursive: true });
});

const run = (from = folder) => migrate({ url: empty.url, log: silentLog, folder: from });

describe('migrations', () => {
  it('lead to what the Prisma schema says', async () => {
    const migrated = await freshDatabase();
    try {
      expect(await sqlToSchema(migrated.url)).toMatch(/^-- This is an empty migration\./);
    } finally {
      await migrated.drop();
    }
  });

  it('are applied once, also by replicas that start together', async () => {
    const runs = await Promise.all([run(), run(), run()]);
    const applied = runs.flat();
    expect(applied.length).toBeGreaterThan(0);
    expect(new Set(applied).size).toBe(applied.length);
    expect(await run()).toEqual([]);
  });

  it('are recorded as Prisma records them', async () => {
    const client = new Client({ connectionString: empty.url });
    await client.connect();
    const { rows } = await client.query(`SELECT * FROM "_prisma_migrations" ORDER BY migration_name`);
    await client.end();
    expect(rows[0]).toMatchObject({ applied_steps_count: 1, rolled_back_at: null, logs: null });
    expect(rows[0].checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0].finished_at).toBeInstanceOf(Date);
  });

  it('leave nothing of one that fails', async () => {
    const broken = join(folder, '29990101000000_broken');
    await cp(join(folder, '20261122060000_initial'), broken, { recursive: true });
    await writeFile(join(broken, 'migration.sql'), 'CREATE TABLE half (id int); SELECT nonsense;');
    await expect(run()).rejects.toMatchObject({ code: 'internal' });
    await writeFile(join(broken, 'migration.sql'), 'CREATE TABLE half (id int);');
    expect(await run()).toEqual(['29990101000000_broken']);
  });

  it('refuse a database that is newer than the app', async () => {
    await expect(run(OWN)).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('newer') as string,
    });
  });

  it('refuse a history that was rewritten', async () => {
    await writeFile(join(folder, '29990101000000_broken', 'migration.sql'), 'CREATE TABLE whole (id int);');
    await expect(run()).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('another content') as string,
    });
  });
});
