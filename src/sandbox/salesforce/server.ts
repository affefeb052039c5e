// A local Salesforce: its token endpoint and REST API over HTTP, an org in memory, faults on demand, and a driver for
// whoever plays the people in it. Never reaches a real Salesforce.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiUsage, QueryLocators } from './api-request.ts';
import { keepCampaigns } from './campaigns.ts';
import { keepContactRoles } from './contact-roles.ts';
import { createDriver } from './driver.ts';
import type { SalesforceDriver } from './driver.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { keepHistory } from './history.ts';
import type { ConnectedApp, Sessions } from './oauth.ts';
import { emptyOrg } from './org.ts';
import type { SandboxClock } from './org.ts';
import { startPush } from './push.ts';
import type { Push, PushTargets } from './push.ts';
import type { RouteContext } from './routes.ts';
import { putBack, restoreOrg, saveOrg } from './saved-org.ts';
import type { SalesforcePut, SavedOrg } from './saved-org.ts';
import { SIGNALBOX_FIELDS, buildSchema } from './schema.ts';
import type { CustomFields } from './schema.ts';
import { INTEGRATION_USER, plantSeed } from './seed.ts';
import type { QueueSeed, UserSeed } from './seed.ts';
import { createService } from './service.ts';
import type { SeenCall } from './service.ts';
import { STANDARD_LEAD_STATUSES, STANDARD_STAGES } from './standard-fields.ts';
import type { StageSeed } from './standard-fields.ts';
import { createUsage } from './usage.ts';

export interface SalesforceSandboxOptions {
  readonly clock: SandboxClock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly organizationName?: string;
  readonly app?: Partial<ConnectedApp>;
  readonly users?: readonly UserSeed[];
  readonly queues?: readonly QueueSeed[];
  readonly stages?: readonly StageSeed[];
  readonly leadStatuses?: readonly string[];
  /** The customer's own fields; by default those that Signalbox likes to find. */
  readonly customFields?: CustomFields;
  /** Objects and fields that this org does not have or show: `Asset`, `Lead.EmailBouncedDate`. */
  readonly hidden?: readonly string[];
  /** Records in a query page (2,000 with Salesforce). */
  readonly pageSize?: number;
  readonly push?: PushTargets;
}

export interface SalesforceSandbox extends SalesforceDriver {
  /** Instance address: REST API and record pages. */
  readonly url: string;
  /** Where tokens are asked for; the same host. */
  readonly loginUrl: string;
  readonly organizationId: string;
  readonly app: ConnectedApp;
  readonly faults: Faults;
  readonly usage: ApiUsage;
  readonly push: Push;
  readonly calls: readonly SeenCall[];
  /** Tells of each call right before it is answered; the returned function stops it. */
  onRequest(listener: (call: { readonly method: string; readonly path: string }) => void): () => void;
  /** Every session so far answers 401 from now on. */
  expireSessions(): void;
  /** The admin takes the app's access away: sessions end and nobody can sign in any more. */
  revokeAccess(): void;
  restoreAccess(): void;
  /** The org as plain data; shares its parts with the org, so whoever keeps it copies it at once. */
  save(): SavedOrg;
  /** Puts what was saved in the place of what is there. Sessions are over, as after any maintenance. */
  restore(saved: SavedOrg): void;
  /** Puts records into the org as they were after it was saved. Announces nothing. */
  putBack(records: readonly SalesforcePut[]): void;
  close(): Promise<void>;
}

const DEFAULT_USERS: readonly UserSeed[] = [
  { firstName: 'Ana', lastName: 'Alvarez', email: 'ana@acme.test' },
  { firstName: 'Bo', lastName: 'Berg', email: 'bo@acme.test' },
  { firstName: 'Cy', lastName: 'Chen', email: 'cy@acme.test' },
];
/** What an org of any size has. */
const CALLS_A_DAY = 100_000;

/** Starts the sandbox on 127.0.0.1. */
export async function startSalesforceSandbox(options: SalesforceSandboxOptions): Promise<SalesforceSandbox> {
  const org = emptyOrg(
    options.organizationName ?? 'Acme GmbH',
    buildSchema(options.customFields ?? SIGNALBOX_FIELDS, options.hidden),
    options.clock,
  );
  keepCampaigns(org);
  keepHistory(org);
  keepContactRoles(org);
  const integrationUser = plantSeed(org, {
    users: options.users ?? DEFAULT_USERS,
    queues: options.queues ?? [{ name: 'Inbound Leads' }],
    stages: options.stages ?? STANDARD_STAGES,
    leadStatuses: options.leadStatuses ?? STANDARD_LEAD_STATUSES,
  });
  const app: ConnectedApp = {
    clientId: 'sandbox-client',
    clientSecret: 'sandbox-secret',
    runAs: INTEGRATION_USER.email,
    publicKey: null,
    preAuthorized: [INTEGRATION_USER.email],
    ...options.app,
  };
  const sessions: Sessions = new Map();
  const faults = createFaults();
  const usage = createUsage(options.clock, CALLS_A_DAY);
  const locators: QueryLocators = { results: new Map(), pageSize: options.pageSize ?? 2000 };
  const driver = createDriver(org, integrationUser);
  const expireSessions = () => sessions.clear();

  const server = createServer({ maxHeaderSize: 131_072 });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context: RouteContext = { org, app, sessions, url, usage, locators };
  const push = startPush(org, url, options.push ?? {});
  const controls = { driver, faults, usage, push, expireSessions, revokeAccess, restoreAccess };
  const service = createService({ context, faults, controls });
  server.on('request', service.handle);

  function revokeAccess(): void {
    expireSessions();
    context.app = { ...app, runAs: null, preAuthorized: [] };
  }

  function restoreAccess(): void {
    context.app = app;
  }

  return {
    ...driver,
    url,
    loginUrl: url,
    organizationId: org.id,
    app,
    faults,
    usage,
    push,
    calls: service.calls,
    onRequest: service.onRequest,
    expireSessions,
    revokeAccess,
    restoreAccess,
    save: () => saveOrg(org, push),
    restore(saved) {
      expireSessions();
      restoreOrg(org, push, saved);
    },
    putBack: (records) => putBack(org, records),
    async close() {
      await push.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
