// Writes prisma/migrations/<time>_<name>/migration.sql: what takes a database from the migrations that are there to
// prisma/schema.prisma. Works offline, on an embedded PostgreSQL that it throws away. Use: new-migration.mjs NAME
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/adapters/postgres/embedded/start.ts';
import { migrate } from '../src/adapters/postgres/migrate.ts';
import { sqlToSchema } from './schema-engine.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write('Name the migration with lower-case letters, digits and _: new-migration.mjs add_campaigns\n');
  process.exit(2);
}

const log = { debug() {}, info() {}, warn: console.warn, error: console.error, with: () => log };
const scratch = await mkdtemp(join(tmpdir(), 'signalbox-migration-'));
const server = await startEmbedded({ dataDir: scratch, log, settings: { fsync: 'off' } });
try {
  await migrate({ url: server.url, log });
  const sql = await sqlToSchema(server.url);
  if (!/^\s*(CREATE|ALTER|DROP)/m.test(sql)) {
    process.stdout.write('The migrations already lead to prisma/schema.prisma: nothing to write.\n');
  } else {
    const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const folder = join(import.meta.dirname, '..', 'prisma', 'migrations', `${time}_${name}`);
    await mkdir(folder);
    await writeFile(join(folder, 'migration.sql'), sql);
    process.stdout.write(`${folder}/migration.sql\n`);
  }
} finally {
  await server.stop();
  await rm(scratch, { recursive: true });
}
