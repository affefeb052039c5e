// The whole sandbox as plain data and back: what each of its parts saves, taken at one instant. Writes no file.
import { deserialize, serialize } from 'node:v8';
import type { SandboxClock } from '../clock.ts';
import type { SavedHubspot } from '../hubspot/saved-account.ts';
import type { HubspotSandbox } from '../hubspot/server.ts';
import type { SavedOrg } from '../salesforce/saved-org.ts';
import type { SalesforceSandbox } from '../salesforce/server.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import type { SavedSlack } from '../slack/world/saved-world.ts';
import type { SavedTour, Tour } from '../tour/tour.ts';
import type { Entry } from './journal.ts';
import type { LeadStream, SavedLeads } from '../world/lead-stream.ts';
import type { Drought, Life } from '../world/living/life.ts';
import type { PastOptions } from '../world/past/past.ts';
import type { Stories, StoriesSoFar } from '../world/stories.ts';
import type { Teller, Told } from '../world/tell-story.ts';

export interface SavedSandbox {
  readonly aheadMs: number;
  /** Where the servers listened: addresses of theirs stand in messages, records and the app's database. */
  readonly ports: Ports;
  /** Which past the CRMs have: drawn again, it is not kept. */
  readonly past: PastOptions | null;
  readonly slack: SavedSlack;
  readonly hubspot: SavedHubspot;
  readonly salesforce: SavedOrg;
  readonly stories: StoriesSoFar;
  readonly told: Told;
  readonly leads: SavedLeads;
  readonly tour: SavedTour;
  /** Undefined in what was saved before there were any. */
  readonly droughts?: readonly Drought[];
}

interface Ports {
  readonly slack: number;
  readonly hubspot: number;
  readonly salesforce: number;
}

export interface Parts {
  readonly clock: SandboxClock;
  readonly past: PastOptions | null;
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  readonly stories: Stories;
  readonly teller: Teller;
  readonly leads: LeadStream;
  readonly life: Life | null;
  readonly tour: Tour;
}

/** A copy of everything, in bytes: what goes on afterwards does not change it. */
export function saveParts(parts: Parts): Buffer {
  const { clock, past, slack, hubspot, salesforce, stories, teller, leads, life, tour } = parts;
  const saved: SavedSandbox = {
    aheadMs: clock.aheadMs(),
    ports: { slack: portOf(slack), hubspot: portOf(hubspot), salesforce: portOf(salesforce) },
    past,
    slack: slack.save(),
    hubspot: hubspot.save(),
    salesforce: salesforce.save(),
    stories: stories.soFar(),
    told: teller.told(),
    leads: leads.save(),
    tour: tour.save(),
    droughts: life?.droughts() ?? [],
  };
  return serialize(saved);
}

/** What `saveParts` made. Throws for bytes that are something else. */
export function readParts(bytes: Buffer): SavedSandbox {
  return deserialize(bytes) as SavedSandbox;
}

/** Puts what was saved in the place of what is there. Answers the pace at which leads came. */
export function restoreParts(parts: Parts, saved: SavedSandbox): SavedLeads['pace'] {
  parts.clock.setAhead(saved.aheadMs);
  parts.slack.restore(saved.slack);
  parts.hubspot.restore(saved.hubspot);
  parts.salesforce.restore(saved.salesforce);
  parts.stories.goOnFrom(saved.stories);
  parts.teller.goOnFrom(saved.told);
  parts.tour.restore(saved.tour);
  return parts.leads.restore(saved.leads);
}

/** What changed after it was saved. */
export function replay(parts: Parts, since: readonly Entry[]): void {
  parts.slack.putBack(since.flatMap((entry) => ('slack' in entry ? [entry.slack] : [])));
  parts.hubspot.putBack(since.flatMap((entry) => ('hubspot' in entry ? [entry.hubspot] : [])));
  parts.salesforce.putBack(since.flatMap((entry) => ('salesforce' in entry ? [entry.salesforce] : [])));
  for (const entry of since) {
    if ('aheadMs' in entry) parts.clock.setAhead(entry.aheadMs);
    if ('stories' in entry) parts.stories.goOnFrom(entry.stories);
    if ('tour' in entry) parts.tour.restore(entry.tour);
  }
}

/** Tells of each change what is to be put back after a crash, before anybody outside can know of it. */
export function watchParts(parts: Parts, write: (entry: Entry) => void): () => void {
  const { clock, slack, hubspot, salesforce, stories, life, tour } = parts;
  const stops = [
    slack.onTouch((put) => write({ slack: put })),
    hubspot.onTouch((put) => write({ hubspot: put })),
    salesforce.onChange(({ object, id }) => {
      const row = salesforce.record(object, id);
      if (row !== null) write({ salesforce: { object, id, row } });
    }),
    clock.onMove(() => write({ aheadMs: clock.aheadMs() })),
    stories.onNext(() => write({ stories: stories.soFar() })),
    tour.onChange(() => write({ tour: tour.save() })),
    ...(life === null ? [] : [life.onDroughts(() => write({ droughts: life.droughts() }))]),
  ];
  return () => stops.forEach((stop) => stop());
}

function portOf({ url }: { readonly url: string }): number {
  return Number(new URL(url).port);
}
