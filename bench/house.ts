// The whole house to be measured: PostgreSQL and the app in processes of their own; Slack, HubSpot and Salesforce here,
// beside whoever generates the load.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

export interface House {
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly app: Child;
  readonly databaseUrl: string;
}

export const HUBSPOT_SECRET = 'bench-hubspot-secret';
const SALESFORCE_SECRET = 'bench-salesforce-secret';
const READY_MS = 30_000;
const APP = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const CLOCK = { now: () => new Date() };

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => silent };

type AtEnd = (end: () => Promise<unknown>) => void;

/** Starts everything, hands it over when the app says that it is ready, and ends everything whatever happened. */
export async function inHouse<T>(plan: HousePlan, measure: (house: House) => Promise<T>): Promise<T> {
  const ends: (() => Promise<unknown>)[] = [];
  try {
    return await measure(await build(plan, (end) => ends.push(end)));
  } finally {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  }
}

async function build(plan: HousePlan, atEnd: AtEnd): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const database = await startDatabase(join(folder, 'data'), atEnd);
  const { slack, hubspot, salesforce } = await startVendors(plan, atEnd);
  const playbook = join(folder, 'playbook.yaml');
  await writeFile(playbook, plan.playbook);
  const app = await startChild(APP, {
    DATABASE_URL: database.url,
    PLAYBOOK: playbook,
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
  });
  atEnd(() => app.stop());
  slack.setRequestUrl(`${app.url}/slack/events`);
  hubspot.connectWebhooks({ url: `${app.url}/webhooks/hubspot`, secret: HUBSPOT_SECRET, coalesceMs: 0 });
  salesforce.push.setTargets({
    flow: { url: `${app.url}/webhooks/salesforce`, secret: SALESFORCE_SECRET, auth: 'hmac' },
  });
  await untilReady(app.url);
  return { slack, hubspot, salesforce, app, databaseUrl: database.url };
}

/** With its ordinary settings: what is committed is on the disk. */
async function startDatabase(dataDir: string, atEnd: AtEnd): Promise<EmbeddedServer> {
  const database = await startEmbedded({ dataDir, log: silent });
  const endWithUs = (): void => void process.kill(database.pid, 'SIGINT');
  process.once('exit', endWithUs);
  atEnd(async () => {
    process.off('exit', endWithUs);
    await database.stop();
  });
  return database;
}

async function startVendors(plan: HousePlan, atEnd: AtEnd) {
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

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    const answer = await response.text();
    if (response.status === 200) return;
    if (performance.now() > deadline) throw new Error(`the app is not ready: ${answer}`);
    await sleep(100);
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
