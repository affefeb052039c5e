// How many audit entries a second are sealed in the background, and how many are verified, on a log of a million.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { sealLog } from '#features/audit/seal-log.ts';
import { verifyLog } from '#features/audit/verify-log.ts';
import type { Log } from '#ports/log.ts';
import type { Result } from './figures.ts';
import { describeLoad } from './report.ts';

const ENTRIES = 1_000_000;
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => silent };

const WRITE = `
  INSERT INTO audit (at, action, actor, subject, before, after, playbook_version, correlation_id)
  SELECT now(), 'lead.claimed', 'person:U0ANA', 'lead:' || gen_random_uuid(),
    '{"state": "offered", "claimed_by": null, "offered_to": "U0ANA"}',
    jsonb_build_object('state', 'claimed', 'claimed_by', 'U0ANA', 'claim', gen_random_uuid()), 3, gen_random_uuid()::text
  FROM generate_series(1, $1::int)`;

export async function seal(): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-bench-seal-'));
  const server = await startEmbedded({ dataDir, log: silent });
  try {
    await migrate({ url: server.url, log: silent });
    await writeEntries(server.url);
    return await measure(server.url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function writeEntries(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (let left = ENTRIES; left > 0; left -= 100_000) await client.query(WRITE, [Math.min(left, 100_000)]);
  await client.query('ANALYZE');
  await client.end();
}

async function measure(url: string): Promise<Result> {
  const database = connectDatabase({ url, log: silent, clock: { now: () => new Date() }, poolSize: 3 });
  try {
    const sealing = performance.now();
    const sealed = await sealLog(database.seals);
    const verifying = performance.now();
    const verdict = await verifyLog(database.sealedLog, { heads: [] });
    const end = performance.now();
    if (sealed !== ENTRIES || verdict.sealed !== ENTRIES || verdict.findings.length > 0) {
      throw new Error(`of ${ENTRIES} entries ${sealed} were sealed, and the log is not sound`);
    }
    return {
      title: `seal: an audit log of ${ENTRIES.toLocaleString('en-US')} entries`,
      figures: [
        { what: 'entries sealed', value: perSecond(verifying - sealing), unit: '/s', baseline: null, target: null },
        { what: 'entries verified', value: perSecond(end - verifying), unit: '/s', baseline: null, target: null },
      ],
      notes: ['one process; PostgreSQL with its ordinary settings, every batch flushed to disk', describeLoad()],
    };
  } finally {
    await database.close();
  }
}

function perSecond(ms: number): number {
  return ENTRIES / (ms / 1000);
}
