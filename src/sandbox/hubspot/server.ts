// A HubSpot account on this machine, over HubSpot's own protocol and in memory. Everything that it does not imitate
// answers 404, so that nothing passes here that the real one would refuse.
import { createServer, type Server } from 'node:http';
import { createAccount } from './account.ts';
import { createDriver, type Grants, type HubspotDriver } from './driver.ts';
import { createFaults } from './faults.ts';
import { createLimits, PROFESSIONAL_LIMITS, type LimitOptions } from './limits.ts';
import type { HubspotObject, Owner, Pipeline } from './model.ts';
import { SALES_PIPELINE, type PropertyCatalog, type PropertyDefinition } from './properties.ts';
import { putBack, touchedByChange, touchedByLink, type HubspotPut } from './touched.ts';
import { restoreAccount, saveAccount, type SavedHubspot } from './saved-account.ts';
import { createService } from './service.ts';
import { STANDARD_PROPERTIES } from './standard-properties.ts';
import { createWebhooks } from './webhooks.ts';
import type { PendingBatch, WebhookFaults, WebhookOptions, Webhooks } from './webhooks.ts';

export interface HubspotSandboxOptions {
  /** Stamps records; signatures, limits and the index's lag use real time. */
  readonly clock: { now(): Date };
  readonly accessToken?: string;
  readonly portalId?: number;
  readonly owners?: readonly Owner[];
  readonly pipelines?: readonly Pipeline[];
  /** In addition to the standard ones; a name that exists is replaced. */
  readonly properties?: Partial<Record<HubspotObject, readonly PropertyDefinition[]>>;
  /** Names of standard properties that this account lacks. */
  readonly withoutProperties?: readonly string[];
  /** `off` for tests that want to be quick. */
  readonly limits?: LimitOptions | 'off';
  readonly searchLagMs?: number;
  readonly mergeMakesNewId?: boolean;
  /** Default 127.0.0.1 and a free port. */
  readonly host?: string;
  readonly port?: number;
}

export interface HubspotSandbox extends HubspotDriver {
  /** What goes into HUBSPOT_BASE_URL. */
  readonly url: string;
  readonly accessToken: string;
  readonly portalId: number;
  /** The account as plain data; shares its parts with the account, so whoever keeps it copies it at once. */
  save(): SavedHubspot;
  /** Puts what was saved in the place of what is there; what the app has not taken yet goes to the one connected. */
  restore(saved: SavedHubspot): void;
  /** Calls back with what each change left behind, after the change; answers how to stop it. */
  onTouch(listener: (put: HubspotPut) => void): () => void;
  /** Puts into the account what changed after it was saved. Tells nobody. */
  putBack(puts: readonly HubspotPut[]): void;
  close(): Promise<void>;
}

const NO_LIMITS: LimitOptions = { searchPerSecond: Infinity, burst: Infinity, daily: Infinity };

/** Starts it; resolves when it listens. */
export async function startHubspotSandbox(options: HubspotSandboxOptions): Promise<HubspotSandbox> {
  const portalId = options.portalId ?? 143_999_001;
  const accessToken = options.accessToken ?? 'pat-eu1-sandbox';
  const account = createAccount({
    clock: options.clock,
    portalId,
    properties: catalog(options),
    pipelines: options.pipelines ?? [SALES_PIPELINE],
    owners: options.owners ?? [],
    searchLagMs: options.searchLagMs ?? 0,
    mergeMakesNewId: options.mergeMakesNewId ?? false,
  });
  const faults = createFaults();
  const limits = createLimits(
    options.limits === 'off' ? NO_LIMITS : (options.limits ?? PROFESSIONAL_LIMITS),
    options.clock,
  );
  const grants: Grants = { tokenValid: true, missingScopes: new Set() };
  const webhookFaults: { now: WebhookFaults } = { now: { duplicate: false, reorder: false, silent: false } };
  const targets = new Set<Webhooks>();
  let undelivered: readonly PendingBatch[] = [];
  function connectWebhooks(target: WebhookOptions): Webhooks {
    const webhooks = createWebhooks(target, { portalId, clock: options.clock, faults: () => webhookFaults.now });
    targets.add(webhooks);
    account.store.onChange((change) => webhooks.queue(change));
    account.onLink((link) => webhooks.queueLink(link));
    webhooks.resume(undelivered);
    undelivered = [];
    return webhooks;
  }
  const driver = createDriver({ account, faults, limits, grants, webhookFaults, connectWebhooks });
  const serve = createService({ account, faults, limits, grants, accessToken, driver });
  const server = createServer((request, response) => void serve(request, response));
  const url = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
  return {
    ...driver,
    url,
    accessToken,
    portalId,
    save() {
      const pending = [...targets].flatMap((webhooks) => webhooks.pending());
      return saveAccount(account, grants, [...undelivered, ...pending]);
    },
    restore(saved) {
      restoreAccount(account, grants, saved);
      for (const webhooks of targets) webhooks.forget();
      const [connected] = targets;
      if (connected === undefined) ({ undelivered } = saved);
      else connected.resume(saved.undelivered);
    },
    onTouch(listener) {
      const stops = [
        account.store.onChange((change) => listener(touchedByChange(account, change))),
        account.onLink((link) => touchedByLink(account, link).forEach(listener)),
      ];
      return () => stops.forEach((stop) => stop());
    },
    putBack: (puts) => putBack(account, puts),
    async close() {
      for (const webhooks of targets) webhooks.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function catalog(options: HubspotSandboxOptions): PropertyCatalog {
  const lacking = new Set(options.withoutProperties);
  const entries = Object.entries(STANDARD_PROPERTIES).map(([object, standard]) => {
    const added = options.properties?.[object as HubspotObject] ?? [];
    const replaced = new Set(added.map(({ name }) => name));
    return [object, [...standard.filter(({ name }) => !lacking.has(name) && !replaced.has(name)), ...added]];
  });
  return Object.fromEntries(entries) as PropertyCatalog;
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve(`http://${host}:${bound}`);
    });
  });
}
