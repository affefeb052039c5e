// What is measured, put together: PostgreSQL and the app in processes of their own; Slack, HubSpot and Salesforce here,
// beside whoever generates the load.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import type { EmbeddedServer } from '#adapters/postgres/embedded/start.ts';
import type { Log } from '#ports/log.ts';
import { startHubspotSandbox } from '#sandbox/hubspot/server.ts';
import type { HubspotSandbox } from '#sandbox/hubspot/server.ts';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { startChild } from './child.ts';
import type { Child } from './child.ts';

export interface HousePlan {
  readonly playbook: string;
  readonly people: readonly Rep[];
  /** Names without `#`. */
  readonly channels: readonly string[];
  readonly slackLimits: 'slack' | 'off';
}

interface Rep {
  readonly name: string;
  readonly email: string;
}

export interface Vendors {
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
}

export interface House extends Vendors {
  readonly app: Child;
  readonly databaseUrl: string;
}

export const HUBSPOT_SECRET = 'bench-hubspot-secret';
const SALESFORCE_SECRET = 'bench-salesforce-secret';
const READY_MS = 120_000;
const HERE = fileURLToPath(new URL('..', import.meta.url));
const CLOCK = { now: () => new Date() };

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => SILENT };

export type AtEnd = (end: () => Promise<unknown>) => void;

/** Whatever is started within is ended, the last first, also when measuring fails. */
export async function untilDone<T>(measure: (atEnd: AtEnd) => Promise<T>): Promise<T> {
  const ends: (() => Promise<unknown>)[] = [];
  try {
    return await measure((end) => ends.push(end));
  } finally {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  }
}

/** Starts everything, hands it over when the app says that it is ready, and ends everything whatever happened. */
export function inHouse<T>(plan: HousePlan, measure: (house: House) => Promise<T>): Promise<T> {
  return untilDone(async (atEnd) => {
    const database = await startDatabase(atEnd);
    const vendors = await startVendors(plan, atEnd);
    const app = await startApp(plan, vendors, { DATABASE_URL: database.url }, atEnd);
    connectVendors(vendors, app);
    return measure({ ...vendors, app, databaseUrl: database.url });
  });
}

export async function tempFolder(atEnd: AtEnd): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** With its ordinary settings: what is committed is on the disk. */
export async function startDatabase(atEnd: AtEnd): Promise<EmbeddedServer> {
  const database = await startEmbedded({ dataDir: join(await tempFolder(atEnd), 'data'), log: SILENT });
  const endWithUs = (): void => void process.kill(database.pid, 'SIGINT');
  process.once('exit', endWithUs);
  atEnd(async () => {
    process.off('exit', endWithUs);
    await database.stop();
  });
  return database;
}

export async function startVendors(plan: HousePlan, atEnd: AtEnd): Promise<Vendors> {
  const people = plan.people.map(({ name, email }, index) => {
    const [firstName = name, lastName = name] = name.split(' ');
    return { id: String(1000 + index), name: email.split('@')[0] ?? email, realName: name, email, firstName, lastName };
  });
  const slack = await startSlackSandbox({
    users: people.map(({ name, realName, email }) => ({ name, realName, email })),
    channels: plan.channels.map((name) => ({ name })),
    rateLimits: plan.slackLimits,
  });
  atEnd(() => slack.close());
  const owners = people.map(({ id, email, firstName, lastName }) => ({
    id,
    email,
    firstName,
    lastName,
    archived: false,
  }));
  const hubspot = await startHubspotSandbox({ clock: CLOCK, owners });
  atEnd(() => hubspot.close());
  const users = people.map(({ email, firstName, lastName }) => ({ email, firstName, lastName }));
  const salesforce = await startSalesforceSandbox({ clock: CLOCK, users });
  atEnd(() => salesforce.close());
  return { slack, hubspot, salesforce };
}

/** The app as `npm start` runs it, ready. `settings` add to those that name the vendors. */
export async function startApp(
  plan: Pick<HousePlan, 'playbook'>,
  { slack, hubspot, salesforce }: Vendors,
  settings: Readonly<Record<string, string>>,
  atEnd: AtEnd,
): Promise<Child> {
  const folder = await tempFolder(atEnd);
  const playbook = join(folder, 'playbook.yaml');
  await writeFile(playbook, plan.playbook);
  const app = await startChild(await appArguments(), {
    PLAYBOOK: playbook,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    HUBSPOT_ACCESS_TOKEN: hubspot.accessToken,
    HUBSPOT_CLIENT_SECRET: HUBSPOT_SECRET,
    HUBSPOT_BASE_URL: hubspot.url,
    SALESFORCE_LOGIN_URL: salesforce.loginUrl,
    SALESFORCE_CLIENT_ID: salesforce.app.clientId,
    SALESFORCE_CLIENT_SECRET: salesforce.app.clientSecret,
    SALESFORCE_WEBHOOK_SECRET: SALESFORCE_SECRET,
    ...settings,
  });
  atEnd(() => app.stop());
  await untilReady(app.url);
  return app;
}

/** What `npm start` runs, with the same flags. */
export async function appArguments(): Promise<readonly string[]> {
  const { scripts } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, , ...flags] = scripts.start.split(' ');
  return [...flags.slice(0, -1), join(HERE, flags.at(-1) ?? '')];
}

/** From now on what happens at the vendors is told to this app. */
function connectVendors({ slack, hubspot, salesforce }: Vendors, { url }: Child): void {
  slack.setRequestUrl(`${url}/slack/events`);
  hubspot.connectWebhooks({ url: `${url}/webhooks/hubspot`, secret: HUBSPOT_SECRET, coalesceMs: 0 });
  salesforce.push.setTargets({ flow: { url: `${url}/webhooks/salesforce`, secret: SALESFORCE_SECRET, auth: 'hmac' } });
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    const answer = await response.text();
    if (response.status === 200) return;
    if (performance.now() > deadline) throw new Error(`the app is not ready: ${answer}`);
    await sleep(10);
  }
}

/** Resolves when `done` says so, asked at every change in the workspace; rejects after `withinMs`. */
export async function untilInSlack(slack: SlackSandbox, withinMs: number, done: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = slack.workspace.onChange(() => {
    if (done()) resolve();
  });
  const timer = new AbortController();
  const late = sleep(withinMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`it did not happen in Slack within ${withinMs} ms`);
  });
  late.catch(() => undefined);
  try {
    if (!done()) await Promise.race([promise, late]);
  } finally {
    stop();
    timer.abort();
  }
}
