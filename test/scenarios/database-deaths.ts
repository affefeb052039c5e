// PostgreSQL is killed with -9, over and over, while leads come in and people click. Nothing that was acknowledged is
// lost, and work goes on as soon as the server is back.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expect } from 'vitest';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import { untilReady } from '../support/house.ts';
import { silentLog } from '../support/silent-log.ts';
import { patiently } from './patience.ts';
import { aPipeline } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';

const PATIENCE_MS = 120_000;
const LEAD_EVERY_MS = 250;

export interface DeathFigures {
  readonly deaths: number;
  readonly leads: number;
  /** Events of webhooks that were answered with 200. */
  readonly acknowledgedEvents: number;
  /** Milliseconds from the first connection that the server takes again to the first work that is done, each death. */
  readonly firstJobMs: readonly number[];
}

export async function killPostgres(deaths: number): Promise<DeathFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-deaths-'));
  // Nobody pulls the plug of the machine, so what was written need not reach the disk; but a commit is a commit.
  const server = await startEmbedded({ dataDir, log: silentLog, settings: { fsync: 'off' } });
  const pipeline = await aPipeline({ app: false, database: { url: server.url, drop: () => Promise.resolve() } });
  try {
    await pipeline.house.startProcess();
    await untilReady(pipeline.house);
    const stopClicks = pipeline.pressClaims();
    const stopLeads = pipeline.keepComing(LEAD_EVERY_MS);
    const firstJobMs: number[] = [];
    for (let death = 0; death < deaths; death += 1) {
      await untilMoreIsDone(server.url, 20);
      process.kill(await postmasterIn(dataDir), 'SIGKILL');
      await untilAlive(server.url);
      const back = performance.now();
      await untilMoreIsDone(server.url, 1);
      firstJobMs.push(performance.now() - back);
    }
    stopLeads();
    await pipeline.house.webhooks.settled();
    await pipeline.expectExactlyOnce(PATIENCE_MS);
    await stopClicks();
    const acknowledgedEvents = await expectAcknowledgedKept(pipeline);
    return { deaths, leads: pipeline.names.length, acknowledgedEvents, firstJobMs };
  } finally {
    await pipeline.close();
    await untilAllHungUp(server.url);
    await server.stop();
    await rm(dataDir, { recursive: true });
  }
}

/** Every event of a delivery that got 200 is in the inbox. HubSpot gives each an id of its own. */
async function expectAcknowledgedKept({ house }: Pipeline): Promise<number> {
  const taken = house.webhooks.deliveries().filter(({ status }) => status === 200);
  const events = taken.reduce((sum, delivery) => sum + delivery.events, 0);
  const rows = await house.rows(
    `SELECT 1 FROM inbox WHERE crm = 'hubspot' AND type NOT IN ('poll', 'company.changed')`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(events);
  return events;
}

/** A pool says that it has ended while its connections still say goodbye; to be cut off then is an error to them. */
async function untilAllHungUp(url: string): Promise<void> {
  await patiently(PATIENCE_MS, async () => {
    const others =
      'SELECT count(*)::int AS figure FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
    expect(await figureOf(url, others)).toBe(0);
  });
}

async function postmasterIn(dataDir: string): Promise<number> {
  const [pid = ''] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}

async function untilAlive(url: string): Promise<void> {
  await patiently(PATIENCE_MS, async () => void (await doneSoFar(url)));
}

/** Until so many more events and intents are done than when it is called. */
async function untilMoreIsDone(url: string, more: number): Promise<void> {
  const before = await doneSoFar(url);
  const deadline = performance.now() + PATIENCE_MS;
  while ((await doneSoFar(url)) < before + more) {
    if (performance.now() > deadline) throw new Error('nothing is done any more');
    await sleep(10);
  }
}

const DONE = `SELECT (SELECT count(*) FROM inbox WHERE state = 'done')::int
  + (SELECT count(*) FROM outbox WHERE state = 'done')::int AS figure`;

function doneSoFar(url: string): Promise<number> {
  return figureOf(url, DONE);
}

/** On a connection of its own, which shows whether the server takes any. */
async function figureOf(url: string, statement: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // the question under way fails with it
  await client.connect();
  try {
    const { rows } = await client.query<{ figure: number }>(statement);
    return rows[0]?.figure ?? 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
