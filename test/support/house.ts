// A whole house for end-to-end tests: the app as it is deployed, the servers around it, and a database of its own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { QueryResultRow } from 'pg';
import { vi } from 'vitest';
import { startApp } from '../../src/app.ts';
import type { RunningApp } from '../../src/app.ts';
import type { Environment } from '#config.ts';
import { createJobs } from '#adapters/queue/jobs.ts';
import type { CrmName } from '#ports/crm.ts';
import { createClock } from '#sandbox/clock.ts';
import type { MovableClock } from '#sandbox/clock.ts';
import type { LimitOptions } from '#sandbox/hubspot/limits.ts';
import type { Webhooks } from '#sandbox/hubspot/webhooks.ts';
import { startAppProcess } from './app-process.ts';
import type { AppProcess } from './app-process.ts';
import { freshDatabase } from './database.ts';
import type { FreshDatabase } from './database.ts';
import { openFrontDoor } from './front-door.ts';
import { aPlaybookText } from './house-playbook.ts';
import { startServers } from './house-servers.ts';
import type { Servers } from './house-servers.ts';
import { configFrom, SECRETS, settingsFor } from './house-settings.ts';
import { listeningLog, silentLog } from './silent-log.ts';

export interface HouseOptions {
  /** CRMs that the app is connected to; both unless told. The other one's server runs all the same. */
  readonly crms?: readonly CrmName[];
  /** Text of the playbook. */
  readonly playbook?: string;
  /** In Slack and in both CRMs; ana, bo and cy unless told. `ops` is there anyway. */
  readonly people?: readonly string[];
  /** In Slack alone. */
  readonly strangers?: readonly string[];
  readonly channels?: readonly string[];
  /** Slack's user groups by handle, with their members' names. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** How often HubSpot may be called; as often as one likes unless told. */
  readonly limits?: LimitOptions;
  /** False: no CRM pushes anything, and the app has no secrets for it. */
  readonly webhooks?: boolean;
  readonly slack?: 'http' | 'socket';
  /** Everybody's time; one that goes on by itself unless told. */
  readonly clock?: MovableClock;
  /** What happens in the servers before the app is started. */
  readonly before?: (servers: Servers) => void;
  /** False: the app is started, and nobody waits for it to be ready. */
  readonly ready?: boolean;
  /** False: no app is started yet. */
  readonly app?: boolean;
  /** A copy of the template on the test run's server unless told. Dropped with the house. */
  readonly database?: FreshDatabase;
}

export interface House extends Servers {
  /** The address that Slack and the CRMs know; leads to every app that runs. */
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Error lines of the app's log so far: what nobody meant to happen. What a busy machine does to the database for a moment
   * is left out: it is told, and nothing is lost by it.
   */
  readonly errors: readonly string[];
  /** HubSpot's deliveries to the app. */
  readonly webhooks: Webhooks;
  /** Salesforce pushes to the app from now on; it does from the start, where it is connected. */
  connectSalesforce(): void;
  /** Starts an app on the same settings and database. */
  start(over?: Environment): Promise<RunningApp>;
  /** Starts an app in a process of its own, on the same settings and database. */
  startProcess(over?: Environment): Promise<AppProcess>;
  /** Ends every app that runs, in order. */
  stop(): Promise<void>;
  /** Until no job of this tick waits or runs: a round that began earlier may not know what happened since. */
  untilIdle(name: string): Promise<void>;
  /** Sends a tick's job, as any replica does when its minute has come, once the earlier one is over. */
  tick(name: string): Promise<void>;
  /** What GET /readyz says. */
  readiness(): Promise<{ readonly status: number; readonly text: string }>;
  rows<Row extends QueryResultRow>(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const PEOPLE = ['ana', 'bo', 'cy'];
const MOMENTARY = /The database (took too long to answer|cannot be reached)/;
const CHANNELS = ['enterprise-leads', 'smb-leads', 'inbound-leads', 'revops'];

/** Waits for what happens soon, with patience for a busy machine. */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 30_000, interval: 20 });
}

/** Starts everything and waits until the app is ready. Close it in `afterAll`. */
export async function aHouse(options: HouseOptions = {}): Promise<House> {
  const ends: (() => Promise<unknown>)[] = [];
  async function close(): Promise<void> {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  }
  try {
    return await furnish(options, (end) => ends.push(end), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(
  options: HouseOptions,
  atEnd: (end: () => Promise<unknown>) => void,
  close: () => Promise<void>,
): Promise<House> {
  const { crms = ['hubspot', 'salesforce'], people = PEOPLE, strangers = [], channels = CHANNELS } = options;
  const pushed = options.webhooks !== false;
  const { clock = createClock() } = options;
  const database = options.database ?? (await freshDatabase());
  atEnd(() => database.drop());
  const pool = new Pool({ connectionString: database.url, max: 2 });
  // A server that a test kills takes idle connections with it; the next question opens another.
  pool.on('error', () => undefined);
  atEnd(() => pool.end());
  const home = await mkdtemp(join(tmpdir(), 'signalbox-house-'));
  atEnd(() => rm(home, { recursive: true }));
  const playbook = join(home, 'playbook.yaml');
  await writeFile(playbook, options.playbook ?? aPlaybookText({ opportunityIn: crms.at(-1) ?? 'hubspot' }));
  const servers = await startServers(
    { people, strangers, channels, groups: options.groups, limits: options.limits },
    clock,
  );
  const { slack, hubspot, salesforce } = servers;
  atEnd(() => Promise.all([slack.close(), hubspot.close(), salesforce.close()]));
  const door = await openFrontDoor();
  atEnd(() => door.close());

  const env = {
    ...settingsFor(servers, { crms, slack: options.slack ?? 'http', pushed }),
    DATABASE_URL: database.url,
    PLAYBOOK: playbook,
    DATA_DIR: home,
    PUBLIC_URL: door.url,
    PORT: '0',
  };
  slack.setRequestUrl(`${door.url}/slack/events`);
  const webhooks = hubspot.connectWebhooks({
    url: `${door.url}/webhooks/hubspot`,
    secret: SECRETS.hubspot,
    retryAfterMs: [50, 100, 200, 400, 800, 1600, 1600, 1600],
  });
  webhooks.setPaused(!pushed || !crms.includes('hubspot'));
  function connectSalesforce(): void {
    const flow = { url: `${door.url}/webhooks/salesforce`, secret: SECRETS.salesforce, auth: 'hmac' } as const;
    salesforce.push.setTargets({ flow });
  }
  if (pushed && crms.includes('salesforce')) connectSalesforce();

  const apps = new Set<Pick<RunningApp, 'url' | 'stop'>>();
  const errors: string[] = [];
  const log = listeningLog(complain);
  function complain(line: string): void {
    if (!MOMENTARY.test(line)) errors.push(line);
  }
  async function start(over: Environment = {}): Promise<RunningApp> {
    const app = await startApp(configFrom({ ...env, ...over }), { clock, log });
    apps.add(app);
    leadToAll();
    return app;
  }
  async function startProcess(over: Environment = {}): Promise<AppProcess> {
    const app = await startAppProcess({ env: { ...env, ...over }, clock, onError: complain });
    apps.add(app);
    leadToAll();
    void app.exited.then(() => leave(app));
    return { ...app, stop: () => dismiss(app) };
  }
  /** Nothing new is led to an app that is about to end, as a load balancer is told first. */
  function dismiss(app: AppProcess): ReturnType<AppProcess['stop']> {
    leave(app);
    return app.stop();
  }
  function leave(app: AppProcess): void {
    apps.delete(app);
    leadToAll();
  }
  function leadToAll(): void {
    door.leadTo(Array.from(apps, ({ url }) => url));
  }
  async function stop(): Promise<void> {
    for (const app of apps) {
      await app.stop();
      apps.delete(app);
      leadToAll();
    }
  }
  const jobs = createJobs({ url: database.url, log: silentLog, poolSize: 1 });
  const queue = once(async () => {
    await jobs.start();
    atEnd(() => jobs.drain(1000));
  });
  async function untilIdle(name: string): Promise<void> {
    await eventually(async () => {
      const unfinished = `SELECT id FROM pgboss.job WHERE name = $1 AND state < 'completed'`;
      const { rowCount } = await pool.query(unfinished, [`tick.${name}`]);
      if (rowCount !== 0) throw new Error(`an earlier ${name} is not over`);
    });
  }
  const house: House = {
    ...servers,
    url: door.url,
    env,
    errors,
    webhooks,
    connectSalesforce,
    start,
    startProcess,
    stop,
    untilIdle,
    async tick(name) {
      await queue();
      // A tick that is sent while another is not over is left out.
      await untilIdle(name);
      await jobs.send(`tick.${name}`, {});
    },
    async readiness() {
      const answer = await fetch(`${door.url}/readyz`);
      return { status: answer.status, text: await answer.text() };
    },
    rows: async (statement, values = []) => (await pool.query(statement, [...values])).rows,
    close,
  };
  options.before?.(servers);
  atEnd(stop);
  if (options.app !== false) await start();
  if (options.app !== false && options.ready !== false) {
    await untilReady(house);
    // Where calls are few the reading of what was there takes its time, and is what the test is about.
    if (options.limits === undefined) await untilRead(house, crms.length);
  }
  return house;
}

/** Until /readyz says yes. */
export function untilReady(house: House): Promise<void> {
  return eventually(async () => {
    const { status, text } = await house.readiness();
    if (status !== 200) throw new Error(text);
  });
}

/** Until what was in the CRMs before is read: the poller begins behind it. */
function untilRead(house: House, crms: number): Promise<void> {
  return eventually(async () => {
    const read = await house.rows('SELECT 1 AS one FROM history_fill WHERE finished_at IS NOT NULL');
    if (read.length < crms) throw new Error(`${read.length} of ${crms} CRMs are read`);
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}
