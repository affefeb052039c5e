// The world around an app under test: a Slack workspace, a HubSpot account and a Salesforce org on loopback, in which
// the same people work. Without rate limits, so that tests are quick.
import type { MovableClock } from '#sandbox/clock.ts';
import { startHubspotSandbox } from '#sandbox/hubspot/server.ts';
import type { HubspotSandbox } from '#sandbox/hubspot/server.ts';
import type { LimitOptions } from '#sandbox/hubspot/limits.ts';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import { addressOf } from './house-playbook.ts';

export interface Servers {
  /** Everybody's: the app's and the servers'. */
  readonly clock: MovableClock;
  readonly slack: SlackSandbox;
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  /** HubSpot's owner ids by the owner's name. */
  readonly hubspotOwners: ReadonlyMap<string, string>;
}

export interface Cast {
  /** In Slack and in both CRMs. `ops` is always there. */
  readonly people: readonly string[];
  /** In Slack alone. */
  readonly strangers: readonly string[];
  readonly channels: readonly string[];
  /** Slack's user groups by handle, with their members' names. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  /** HubSpot's; none unless told. */
  readonly limits?: LimitOptions | undefined;
}

/** Slack's own three seconds are too few for a busy machine; the tests of the acknowledgement keep them. */
const ACK_DEADLINE_MS = 30_000;

const LAST_NAMES: Readonly<Record<string, string>> = { ana: 'Ruiz', bo: 'Lindqvist', cy: 'Okafor', ops: 'Berg' };

/** `ana` is Ana Ruiz in Slack and in the CRMs. */
export function nameOf(person: string): string {
  return `${firstName(person)} ${lastName(person)}`;
}

export async function startServers(
  { people, strangers, channels, groups = {}, limits }: Cast,
  clock: MovableClock,
): Promise<Servers> {
  const staff = [...people, 'ops'];
  const hubspotOwners = new Map(staff.map((name, index) => [name, String(1001 + index)]));
  const [slack, hubspot, salesforce] = await Promise.all([
    startSlackSandbox({
      users: [...staff, ...strangers].map((name) => ({ name, realName: nameOf(name), email: addressOf(name) })),
      channels: channels.map((name) => ({ name })),
      userGroups: Object.entries(groups).map(([handle, members]) => ({ handle, members })),
      rateLimits: 'off',
      ackDeadlineMs: ACK_DEADLINE_MS,
      clock,
    }),
    startHubspotSandbox({
      clock,
      limits: limits ?? 'off',
      owners: [...hubspotOwners].map(([name, id]) => ({
        id,
        email: addressOf(name),
        firstName: firstName(name),
        lastName: lastName(name),
        archived: false,
      })),
    }),
    startSalesforceSandbox({
      clock,
      users: staff.map((name) => ({ firstName: firstName(name), lastName: lastName(name), email: addressOf(name) })),
      queues: [{ name: 'Inbound' }],
    }),
  ]);
  return { clock, slack, hubspot, salesforce, hubspotOwners };
}

function firstName(person: string): string {
  return `${person.charAt(0).toUpperCase()}${person.slice(1)}`;
}

function lastName(person: string): string {
  return LAST_NAMES[person] ?? 'Field';
}
