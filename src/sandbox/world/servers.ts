// Starts each server as Acme has it: its people with their seats, its channels, its queue. Holds no records.
import type { Clock } from '#ports/clock.ts';
import { startHubspotSandbox } from '../hubspot/server.ts';
import type { HubspotSandbox, HubspotSandboxOptions } from '../hubspot/server.ts';
import { startSalesforceSandbox } from '../salesforce/server.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../salesforce/server.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import { startSlackSandbox } from '../slack/start-slack-sandbox.ts';
import type { SlackSandboxOptions } from '../slack/world/options.ts';
import { CHANNELS, GROUPS, PEOPLE, QUEUE, SEATS } from './acme.ts';
import { installedApp } from './installed-app.ts';

export type SlackChanges = Partial<Omit<SlackSandboxOptions, 'clock'>>;
export type HubspotChanges = Partial<Omit<HubspotSandboxOptions, 'clock'>>;
export type SalesforceChanges = Partial<Omit<SalesforceSandboxOptions, 'clock'>>;

const FIRST_OWNER_ID = 70_001;

export function startAcmeSlack(clock: Clock, changes: SlackChanges = {}): Promise<SlackSandbox> {
  return startSlackSandbox({
    team: { name: 'Acme', domain: 'acme' },
    users: PEOPLE.map(({ name, firstName, lastName, email, timezone, isAdmin = false, isGuest = false }) => ({
      name,
      realName: `${firstName} ${lastName}`,
      email,
      timezone,
      isAdmin,
      isGuest,
    })),
    channels: CHANNELS,
    userGroups: GROUPS,
    ...installedApp(),
    ...changes,
    clock,
  });
}

export function startAcmeHubspot(clock: Clock, changes: HubspotChanges = {}): Promise<HubspotSandbox> {
  return startHubspotSandbox({
    owners: SEATS.map(({ email, firstName, lastName }, index) => ({
      id: String(FIRST_OWNER_ID + index),
      email,
      firstName,
      lastName,
      archived: false,
    })),
    ...changes,
    clock,
  });
}

export function startAcmeSalesforce(clock: Clock, changes: SalesforceChanges = {}): Promise<SalesforceSandbox> {
  return startSalesforceSandbox({
    organizationName: 'Acme',
    users: SEATS.map(({ firstName, lastName, email }) => ({ firstName, lastName, email })),
    queues: [{ name: QUEUE }],
    ...changes,
    clock,
  });
}

/** HubSpot's owner id of a colleague by e-mail; undefined for somebody without a seat. */
export function hubspotOwnerId(email: string): string | undefined {
  const index = SEATS.findIndex((seat) => seat.email === email);
  return index === -1 ? undefined : String(FIRST_OWNER_ID + index);
}
