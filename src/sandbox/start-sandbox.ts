// The sandbox as a whole: Acme's Slack, HubSpot and Salesforce on loopback, and its leads. An app that is to use it
// gets settings as for a real deployment and learns nothing else.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#ports/log.ts';
import { waitUntilReady } from './await-app.ts';
import type { Readiness } from './await-app.ts';
import { createClock } from './clock.ts';
import type { MovableClock } from './clock.ts';
import type { HubspotSandbox } from './hubspot/server.ts';
import { SILENT } from './silent.ts';
import type { SalesforceSandbox } from './salesforce/server.ts';
import type { SlackSandbox } from './slack/slack-sandbox.ts';
import { plantBaseline } from './world/baseline.ts';
import { createLeadStream } from './world/lead-stream.ts';
import type { LeadStream, Pace } from './world/lead-stream.ts';
import { createRandom } from './world/random.ts';
import { createPointer, settingsOf } from './wiring.ts';
import { startAcmeHubspot, startAcmeSalesforce, startAcmeSlack } from './world/servers.ts';
import type { HubspotChanges, SalesforceChanges, SlackChanges } from './world/servers.ts';
import { createStories } from './world/stories.ts';
import { createTeller } from './world/tell-story.ts';

export interface SandboxOptions {
  /** Where `sandbox.json` tells other processes the servers' addresses; nowhere unless told. */
  readonly dataDir?: string;
  /** One seed, the same people, companies and order. */
  readonly seed?: number;
  /** Records from before the app came; true unless told. */
  readonly baseline?: boolean;
  /** What the clock shows at first; the real time unless told. */
  readonly startAt?: Date;
  readonly slack?: SlackChanges;
  readonly hubspot?: HubspotChanges;
  readonly salesforce?: SalesforceChanges;
  readonly log?: Log;
}

export interface Sandbox {
  /** The settings of Slack, HubSpot and Salesforce, as a deployment would set them. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: MovableClock;
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly leads: LeadStream;
  /** Slack's requests and the CRMs' webhooks go to this app from now on. */
  pointAt(appUrl: string): void;
  /** Points at the app and waits until it says that it is ready, at most 30 s, so that it is there for the first lead. */
  connect(appUrl: string): Promise<Readiness>;
  startLeads(pace: Pace): void;
  stopLeads(): void;
  close(): Promise<void>;
}

const DEFAULT_SEED = 7;
const READY_WITHIN_MS = 30_000;

/** Rejects, with nothing left running, where a server cannot listen or `dataDir` cannot be written. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = DEFAULT_SEED, log = SILENT } = options;
  const clock = createClock(options.startAt);
  const ends: (() => Promise<void> | void)[] = [];
  async function close(): Promise<void> {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  }
  try {
    let past: Date | null = null;
    const crmClock = { now: () => past ?? clock.now() };
    const slack = await startAcmeSlack(clock, options.slack);
    ends.push(() => slack.close());
    const hubspot = await startAcmeHubspot(crmClock, options.hubspot);
    ends.push(() => hubspot.close());
    const salesforce = await startAcmeSalesforce(crmClock, options.salesforce);
    ends.push(() => salesforce.close());

    const crms = { hubspot, salesforce };
    if (options.baseline ?? true) {
      plantBaseline({ ...crms, now: clock.now(), standAt: (at) => void (past = at) }, seed);
      past = null;
    }
    const leads = createLeadStream({
      nextStory: createStories(seed, takenIn(hubspot, salesforce)),
      teller: createTeller(crms),
      chance: createRandom(seed).next,
      log,
    });
    ends.push(() => leads.close());
    const servers = { slack, hubspot, salesforce };
    const env = settingsOf(servers);
    if (options.dataDir !== undefined) ends.push(await publish(options.dataDir, env));

    const pointAt = createPointer(servers);
    return {
      env,
      clock,
      ...servers,
      leads,
      pointAt,
      connect(appUrl) {
        pointAt(appUrl);
        return waitUntilReady(appUrl, READY_WITHIN_MS);
      },
      startLeads: (pace) => leads.start(pace),
      stopLeads: () => leads.pause(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Addresses of people who are in a CRM already, from before the stream. */
function takenIn(hubspot: HubspotSandbox, salesforce: SalesforceSandbox): (email: string) => boolean {
  const contacts = hubspot.records('contacts').map(({ properties }) => properties['email'] ?? '');
  const taken = new Set([...contacts, ...salesforce.records('Lead').map((row) => String(row['Email'] ?? ''))]);
  return (email) => taken.has(email);
}

/** Writes `sandbox.json` for drivers in other processes; answers how to take it away. */
async function publish(dataDir: string, env: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'sandbox.json');
  await writeFile(file, `${JSON.stringify(env, null, 2)}\n`);
  return () => rm(file, { force: true });
}
