// A local Salesforce: its token endpoint and REST API over HTTP, an org in memory, faults on demand, and a driver for
// whoever plays the people in it. Never reaches a real Salesforce.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiUsage, QueryLocators } from './api-request.ts';
import { keepCampaigns } from './campaigns.ts';
import { answerControl } from './control-api.ts';
import { createDriver } from './driver.ts';
import type { SalesforceDriver } from './driver.ts';
import { SalesforceError } from './errors.ts';
import { faultAnswer, readIncoming, send } from './exchange.ts';
import { createFaults } from './faults.ts';
import type { Faults, SalesforceFault } from './faults.ts';
import { keepHistory } from './history.ts';
import type { ConnectedApp, Sessions } from './oauth.ts';
import { emptyOrg } from './org.ts';
import type { SandboxClock } from './org.ts';
import { startPush } from './push.ts';
import type { Push, PushTargets } from './push.ts';
import { answerRequest } from './routes.ts';
import type { Incoming, Outgoing, RouteContext } from './routes.ts';
import { putBack, restoreOrg, saveOrg } from './saved-org.ts';
import type { SalesforcePut, SavedOrg } from './saved-org.ts';
import { SIGNALBOX_FIELDS, buildSchema } from './schema.ts';
import type { CustomFields } from './schema.ts';
import { INTEGRATION_USER, plantSeed } from './seed.ts';
import type { QueueSeed, UserSeed } from './seed.ts';
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
  /** Records in a query page (2,000 with Salesforce). */
  readonly pageSize?: number;
  readonly push?: PushTargets;
}

/** A call that was answered (or befallen by a fault), newest last; the last 1,000 are kept. */
interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Null where no answer was sent. */
  readonly status: number | null;
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
const LONGEST_URI = 16_384;
/** What an org of any size has. */
const CALLS_A_DAY = 100_000;
const KEPT_CALLS = 1000;

/** Starts the sandbox on 127.0.0.1. */
export async function startSalesforceSandbox(options: SalesforceSandboxOptions): Promise<SalesforceSandbox> {
  const org = emptyOrg(
    options.organizationName ?? 'Acme GmbH',
    buildSchema(options.customFields ?? SIGNALBOX_FIELDS),
    options.clock,
  );
  keepCampaigns(org);
  keepHistory(org);
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
  const calls: SeenCall[] = [];
  const requestListeners = new Set<Parameters<SalesforceSandbox['onRequest']>[0]>();
  const expireSessions = () => sessions.clear();

  const server = createServer({ maxHeaderSize: 131_072 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context: RouteContext = { org, app, sessions, url, usage, locators };
  const push = startPush(org, url, options.push ?? {});
  const controls = { driver, faults, usage, push, expireSessions, revokeAccess, restoreAccess };

  function revokeAccess(): void {
    expireSessions();
    context.app = { ...app, runAs: null, preAuthorized: [] };
  }

  function restoreAccess(): void {
    context.app = app;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await readIncoming(request, url);
    const { pathname } = incoming.url;
    if (pathname.startsWith('/_sandbox/')) {
      send(response, control(incoming), usage);
      return;
    }
    for (const listener of requestListeners) listener({ method: incoming.method, path: pathname });
    const status = await answerUnderFault(incoming, response, faults.take(incoming.method, pathname));
    calls.push({ method: incoming.method, path: pathname, headers: incoming.headers, status });
    if (calls.length > KEPT_CALLS) calls.shift();
  }

  async function answerUnderFault(
    incoming: Incoming,
    response: ServerResponse,
    fault: SalesforceFault | null,
  ): Promise<number | null> {
    if (fault?.kind === 'hang') return null;
    if (fault?.kind === 'slow') await sleep(fault.ms);
    const answer = fault?.kind === 'reset' ? null : (faultAnswer(fault) ?? answerSafely(incoming));
    if (answer === null || fault?.kind === 'drop_after_commit') {
      response.destroy();
      return null;
    }
    send(response, answer, usage);
    return answer.status;
  }

  function answerSafely(incoming: Incoming): Outgoing {
    if (incoming.url.pathname.length + incoming.url.search.length > LONGEST_URI)
      return { status: 414, html: 'URI Too Long' };
    return answerRequest(context, incoming);
  }

  function control(incoming: Incoming): Outgoing {
    try {
      const body: unknown = incoming.text === '' ? undefined : JSON.parse(incoming.text);
      return answerControl(controls, incoming.method, incoming.url.pathname, body);
    } catch (error) {
      if (error instanceof SalesforceError) return { status: error.status, body: error.errors };
      if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
      return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
    }
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
    calls,
    onRequest(listener) {
      requestListeners.add(listener);
      return () => void requestListeners.delete(listener);
    },
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
