// The sandbox as a whole: Acme's Slack, HubSpot and Salesforce on loopback, and its leads. An app that is to use it
// gets settings as for a real deployment and learns nothing else.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '#ports/log.ts';
import { waitUntilReady } from './await-app.ts';
import type { Readiness } from './await-app.ts';
import { createClock } from './clock.ts';
import type { SandboxClock } from './clock.ts';
import type { HubspotSandbox } from './hubspot/server.ts';
import { SILENT } from './silent.ts';
import type { SalesforceSandbox } from './salesforce/server.ts';
import type { SlackSandbox } from './slack/slack-sandbox.ts';
import { atPort } from './saved/at-port.ts';
import type { Entry } from './saved/journal.ts';
import { readParts, replay, restoreParts, saveParts, watchParts } from './saved/saved-sandbox.ts';
import type { Parts, SavedSandbox } from './saved/saved-sandbox.ts';
import { createTour } from './tour/tour.ts';
import type { Tour } from './tour/tour.ts';
import { plantBaseline } from './world/baseline.ts';
import { createLeadStream } from './world/lead-stream.ts';
import type { LeadStream, Pace } from './world/lead-stream.ts';
import { FORMER_SEATS } from './world/past/owners.ts';
import { createLife } from './world/living/life.ts';
import type { Life } from './world/living/life.ts';
import { pastFor, plantPast } from './world/past/plant-past.ts';
import type { PastWish } from './world/past/plant-past.ts';
import { createRandom } from './world/random.ts';
import { createPointer, settingsOf } from './wiring.ts';
import { startAcmeHubspot, startAcmeSalesforce, startAcmeSlack } from './world/servers.ts';
import type { HubspotChanges, SalesforceChanges, SlackChanges } from './world/servers.ts';
import { createStories, isByWebForm } from './world/stories.ts';
import type { LeadStory, Stories } from './world/stories.ts';
import { createTeller } from './world/tell-story.ts';

export interface SandboxOptions {
  /** Where `sandbox.json` tells other processes the servers' addresses; nowhere unless told. */
  readonly dataDir?: string;
  /** One seed, the same people, companies and order. */
  readonly seed?: number;
  /** Records from before the app came; true unless told. */
  readonly baseline?: boolean;
  /** Eighteen months of leads, deals and campaigns from before that, or fewer; none unless told. */
  readonly past?: PastWish;
  /** What the clock shows at first; the real time unless told. */
  readonly startAt?: Date;
  /** An earlier sandbox to go on with, at its addresses where they are free. */
  readonly saved?: SavedSandbox;
  /** What changed after it was saved. */
  readonly since?: readonly Entry[];
  readonly slack?: SlackChanges;
  readonly hubspot?: HubspotChanges;
  readonly salesforce?: SalesforceChanges;
  readonly log?: Log;
}

export interface Sandbox {
  /** The settings of Slack, HubSpot and Salesforce, as a deployment would set them. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: SandboxClock;
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly leads: LeadStream;
  /** Null: the CRMs have what they were given, and nothing comes by itself. */
  readonly life: Life | null;
  readonly tour: Tour;
  /** Slack's requests and the CRMs' webhooks go to this app from now on. */
  pointAt(appUrl: string): void;
  /** Points at the app and waits until it says that it is ready, at most 30 s, so that it is there for the first lead. */
  connect(appUrl: string): Promise<Readiness>;
  startLeads(pace: Pace): void;
  stopLeads(): void;
  /** Leads come as they came in the sandbox that this one goes on with; at this pace in a new one. */
  beginLeads(pace: Pace): void;
  /** Everything as it is at this instant, in bytes that `readParts` reads. */
  save(): Buffer;
  /** Calls back with what each change leaves behind, before anybody outside can know of it; answers how to stop it. */
  onTouch(listener: (entry: Entry) => void): () => void;
  /** Back to how a new sandbox begins, at the real time. Webhooks under way are let go; an app must begin anew as well. */
  startOver(): void;
  /** Calls back after each such beginning: all that was shown is gone. */
  onStartOver(listener: () => void): () => void;
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
    let standing: Date | null = null;
    const crmClock = { now: () => standing ?? clock.now() };
    const { saved, since = [] } = options;
    // What goes on by itself has gone on meanwhile.
    if (saved !== undefined) clock.setAhead(since.findLast((entry) => 'aheadMs' in entry)?.aheadMs ?? saved.aheadMs);
    const past = saved === undefined ? pastFor(options.past ?? false, seed, clock.now()) : saved.past;
    const others = past === null ? [] : FORMER_SEATS;
    const slack = await atPort(saved?.ports.slack, (port) => startAcmeSlack(clock, { ...options.slack, ...port }));
    ends.push(() => slack.close());
    const hubspot = await atPort(saved?.ports.hubspot, (port) =>
      startAcmeHubspot(crmClock, { ...options.hubspot, ...port }, others),
    );
    ends.push(() => hubspot.close());
    const salesforce = await atPort(saved?.ports.salesforce, (port) =>
      startAcmeSalesforce(crmClock, { ...options.salesforce, ...port }, others),
    );
    ends.push(() => salesforce.close());

    const crms = { hubspot, salesforce };
    const life = past === null || (past.ahead ?? 0) === 0 ? null : createLife({ ...crms, clock }, past);
    if (life !== null) {
      ends.push(() => life.close());
      life.restore(since.findLast((entry) => 'droughts' in entry)?.droughts ?? saved?.droughts ?? []);
      life.begin();
    } else if (past !== null) plantPast(crms, past);
    if (options.baseline ?? true) {
      plantBaseline({ ...crms, now: clock.now(), standAt: (at) => void (standing = at) }, seed);
      standing = null;
    }
    const stories = createStories(seed, takenIn(hubspot, salesforce));
    const teller = createTeller(crms);
    const chance = createRandom(seed).next;
    const leads = createLeadStream({ nextStory: () => nextOf(stories, life), teller, chance, log });
    ends.push(() => leads.close());
    const tour = createTour({ slack, ...crms });
    ends.push(() => tour.close());
    const parts: Parts = { clock, past, slack, ...crms, stories, teller, leads, life, tour };
    const beginning = saveParts(parts);
    let pace = saved === undefined ? undefined : restoreParts(parts, saved);
    replay(parts, since);
    const anew = new Set<() => void>();
    const servers = { slack, hubspot, salesforce };
    const env = settingsOf(servers);
    if (options.dataDir !== undefined) ends.push(await publish(options.dataDir, env));

    const pointAt = createPointer(servers);
    return {
      env,
      clock,
      ...servers,
      leads,
      life,
      tour,
      pointAt,
      connect(appUrl) {
        pointAt(appUrl);
        return waitUntilReady(appUrl, READY_WITHIN_MS);
      },
      startLeads: (pace) => leads.start(pace),
      stopLeads: () => leads.pause(),
      beginLeads(wanted) {
        if (pace === undefined) leads.start(wanted);
        else if (pace !== null) leads.start({ ...pace, first: 0 });
      },
      save: () => saveParts(parts),
      onTouch: (listener) => watchParts(parts, listener),
      startOver() {
        clock.setAhead(0);
        life?.end();
        life?.restore([]);
        life?.begin();
        restoreParts(parts, { ...readParts(beginning), aheadMs: 0 });
        pace = undefined;
        for (const listener of anew) listener();
      },
      onStartOver(listener) {
        anew.add(listener);
        return () => void anew.delete(listener);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nobody by a source that is dry. */
function nextOf(stories: Stories, life: Life | null): LeadStory {
  let story = stories.next();
  while (life?.isDry() === true && isByWebForm(story)) story = stories.next();
  return story;
}

/** Whether an address is that of somebody who is in a CRM already. */
function takenIn(hubspot: HubspotSandbox, salesforce: SalesforceSandbox): (email: string) => boolean {
  return (email) =>
    hubspot.findBy('contacts', 'email', email) !== null || salesforce.findBy('Lead', 'Email', email).length > 0;
}

/** Writes `sandbox.json` for drivers in other processes; answers how to take it away. */
async function publish(dataDir: string, env: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'sandbox.json');
  await writeFile(file, `${JSON.stringify(env, null, 2)}\n`);
  return () => rm(file, { force: true });
}
