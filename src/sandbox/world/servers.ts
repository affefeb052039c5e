// Starts each server as Acme has it: its people with their seats, its channels, its queue. Holds no records.
import type { Clock } from '#ports/clock.ts';
import { startHubspotSandbox } from '../hubspot/server.ts';
import type { HubspotSandbox, HubspotSandboxOptions } from '../hubspot/server.ts';
import { SIGNALBOX_FIELDS } from '../salesforce/schema.ts';
import type { CustomFields } from '../salesforce/schema.ts';
import { INTEGRATION_USER } from '../salesforce/seed.ts';
import { startSalesforceSandbox } from '../salesforce/server.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../salesforce/server.ts';
import { STANDARD_LEAD_STATUSES, field } from '../salesforce/standard-fields.ts';
import type { SlackSandbox } from '../slack/slack-sandbox.ts';
import { startSlackSandbox } from '../slack/start-slack-sandbox.ts';
import type { SlackSandboxOptions } from '../slack/world/options.ts';
import { APPROVERS, CHANNELS, GROUPS, PEOPLE, QUEUE, SEATS } from './acme.ts';
import { installedApp } from './installed-app.ts';

export type SlackChanges = Partial<Omit<SlackSandboxOptions, 'clock'>>;
export type HubspotChanges = Partial<Omit<HubspotSandboxOptions, 'clock'>>;
export type SalesforceChanges = Partial<Omit<SalesforceSandboxOptions, 'clock'>>;

/** Somebody who can own records. */
export interface Seat {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

const FIRST_OWNER_ID = 70_001;

const ACME_FIELDS: CustomFields = {
  ...SIGNALBOX_FIELDS,
  Opportunity: [...(SIGNALBOX_FIELDS.Opportunity ?? []), field('Discount__c', 'Discount', 'percent')],
};

/** How far Acme's marketing and sales think that a lead is; the first is where new leads are. */
const ACME_LEAD_STATUSES = [...STANDARD_LEAD_STATUSES, 'Marketing Qualified', 'Sales Qualified', 'Unqualified'];

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

/** `others`: who has a seat beside those whom Acme has in Slack. */
export function startAcmeHubspot(
  clock: Clock,
  changes: HubspotChanges = {},
  others: readonly Seat[] = [],
): Promise<HubspotSandbox> {
  return startHubspotSandbox({
    owners: [...SEATS, ...others].map(({ email, firstName, lastName }, index) => ({
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

/** `others`: as in HubSpot. */
export async function startAcmeSalesforce(
  clock: Clock,
  changes: SalesforceChanges = {},
  others: readonly Seat[] = [],
): Promise<SalesforceSandbox> {
  const salesforce = await startSalesforceSandbox({
    organizationName: 'Acme',
    users: [...SEATS, ...APPROVERS, ...others].map(({ firstName, lastName, email }) => ({
      firstName,
      lastName,
      email,
    })),
    queues: [{ name: QUEUE }],
    leadStatuses: ACME_LEAD_STATUSES,
    customFields: ACME_FIELDS,
    ...changes,
    clock,
  });
  // The connection of the sandbox is by client credentials, so the integration user answers in people's place.
  salesforce.setModifyAll(INTEGRATION_USER.email, true);
  return salesforce;
}

/** HubSpot's owner id of a colleague by e-mail; undefined for somebody without a seat. */
export function hubspotOwnerId(email: string): string | undefined {
  const index = SEATS.findIndex((seat) => seat.email === email);
  return index === -1 ? undefined : String(FIRST_OWNER_ID + index);
}
