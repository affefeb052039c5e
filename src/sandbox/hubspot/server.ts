// A HubSpot account on this machine, over HubSpot's own protocol and in memory. Everything that it does not imitate
// answers 404, so that nothing passes here that the real one would refuse.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccount, type Account } from './account.ts';
import { associationRoutes } from './association-routes.ts';
import { recordPage } from './record-page.ts';
import { control } from './control.ts';
import { createDriver, type Grants, type HubspotDriver } from './driver.ts';
import { missingScope, notFound, rateLimited, unauthenticated } from './errors.ts';
import { answerError, matchPath, readExchange, send, type Answer, type Exchange, type Route } from './exchange.ts';
import { createFaults, type FaultOrder, type Faults } from './faults.ts';
import { createLimits, PROFESSIONAL_LIMITS, type LimitOptions, type Limits } from './limits.ts';
import type { HubspotObject, Owner, Pipeline } from './model.ts';
import { objectRoutes } from './object-routes.ts';
import { SALES_PIPELINE, STANDARD_PROPERTIES, type PropertyCatalog, type PropertyDefinition } from './properties.ts';
import { searchRoutes } from './search-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { createWebhooks, type WebhookOptions, type Webhooks } from './webhooks.ts';

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
  const limits = createLimits(options.limits === 'off' ? NO_LIMITS : (options.limits ?? PROFESSIONAL_LIMITS));
  const grants: Grants = { tokenValid: true, missingScopes: new Set() };
  const targets = new Set<Webhooks>();
  function connectWebhooks(target: WebhookOptions): Webhooks {
    const webhooks = createWebhooks(target, portalId);
    targets.add(webhooks);
    account.store.onChange((change) => webhooks.queue(change));
    return webhooks;
  }
  const driver = createDriver({ account, faults, limits, grants, connectWebhooks });
  const serve = service({ account, faults, limits, grants, accessToken, driver });
  const server = createServer((request, response) => void serve(request, response));
  const url = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
  return {
    ...driver,
    url,
    accessToken,
    portalId,
    async close() {
      for (const webhooks of targets) webhooks.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface ServiceDeps {
  readonly account: Account;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly grants: Grants;
  readonly accessToken: string;
  readonly driver: HubspotDriver;
}

function service(deps: ServiceDeps): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { account, driver, faults, limits, grants } = deps;
  // Batch, search and merge paths come before the ones that would take their last segment for an id.
  const routes = [
    ...searchRoutes(account),
    ...objectRoutes(account),
    ...associationRoutes(account),
    ...settingsRoutes(account),
  ];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const search = request.url?.includes('/search') ?? false;
    try {
      const exchange = await readExchange(request);
      const steered = control(driver, exchange);
      if (steered !== null) return send(response, steered);
      const page = recordPage(account, exchange);
      if (page !== null) return void response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(page);
      const fault = faults.take(exchange.method, exchange.path);
      if (fault !== null && (await disturbed(fault, response))) return undefined;
      const answer = answerTo(exchange, request.headers.authorization, search);
      if (fault?.kind === 'drop_after_commit') return void response.destroy();
      return send(response, answer, limits.headers(search));
    } catch (error) {
      return send(response, answerError(error), limits.headers(search));
    }
  }

  function answerTo(exchange: Exchange, authorization: string | undefined, search: boolean): Answer {
    if (!grants.tokenValid || authorization !== `Bearer ${deps.accessToken}`) throw unauthenticated();
    const tooMany = limits.take(search);
    if (tooMany !== null) throw tooMany;
    for (const route of routes) {
      const params = route.method === exchange.method ? matchPath(route.path, exchange.path) : null;
      if (params === null) continue;
      const scope = scopeOf(route, params);
      if (scope !== null && grants.missingScopes.has(scope)) throw missingScope(scope);
      return route.handle(exchange, params);
    }
    throw notFound();
  }

  return serve;
}

/** Tasks go by the contacts' scopes, as in HubSpot. */
function scopeOf(route: Route, params: Readonly<Record<string, string>>): string | null {
  const object = params['object'] === 'tasks' ? 'contacts' : (params['object'] ?? '');
  return route.scope === null ? null : route.scope.replace(':object', object);
}

/** True where the fault took the place of the answer. */
async function disturbed(fault: FaultOrder, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'drop_after_commit':
      return false;
    case 'slow':
      await sleep(fault.ms ?? 1000, undefined, { ref: false });
      return false;
    case 'hang':
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'html':
      response.writeHead(fault.status ?? 502, { 'content-type': 'text/html' });
      response.end('<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>');
      return true;
    case 'rate_limited': {
      const wait = fault.retryAfterSeconds;
      const headers = wait === undefined ? {} : { 'Retry-After': String(wait) };
      send(response, answerError(rateLimited(fault.policyName ?? 'TEN_SECONDLY_ROLLING')), headers);
      return true;
    }
    case 'status': {
      const status = fault.status ?? 500;
      send(response, { status, body: { status: 'error', message: 'There was a problem with the request.' } });
      return true;
    }
  }
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
