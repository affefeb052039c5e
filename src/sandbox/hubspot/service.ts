// The account over HTTP: control API, record pages, then the token, the limits, the scope and the route of a call. What it
// has no route for answers 404, so that nothing passes here that the real one would refuse.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { associationRoutes } from './association-routes.ts';
import { batchRoutes } from './batch-routes.ts';
import { budgetRoutes } from './budget-routes.ts';
import { campaignRoutes } from './campaign-routes.ts';
import { control } from './control.ts';
import type { Grants, HubspotDriver } from './driver.ts';
import { missingScope, notFound, rateLimited, troubled, unauthenticated } from './errors.ts';
import { answerError, matchPath, readExchange, send, type Answer, type Exchange, type Route } from './exchange.ts';
import type { FaultOrder, Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import { formRoutes } from './form-routes.ts';
import { objectNamed } from './model.ts';
import { objectRoutes } from './object-routes.ts';
import { recordPage } from './record-page.ts';
import { searchRoutes } from './search-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { numberedPath } from './versions.ts';

const ACTIVITIES = new Set(['tasks', 'calls', 'meetings']);

export interface ServiceDeps {
  readonly account: Account;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly grants: Grants;
  readonly accessToken: string;
  readonly driver: HubspotDriver;
}

/** Answers one request whole, or does to it what a fault asks for. */
export function createService(
  deps: ServiceDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { account, driver, faults, limits, grants } = deps;
  // Batch, search and merge paths come before the ones that would take their last segment for an id.
  const routes = [
    ...searchRoutes(account),
    ...batchRoutes(account),
    ...objectRoutes(account),
    ...campaignRoutes(account),
    ...budgetRoutes(account),
    ...formRoutes(account),
    ...associationRoutes(account),
    ...settingsRoutes(account),
  ];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const search = request.url?.split('?')[0]?.endsWith('/search') ?? false;
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
    const path = numberedPath(exchange.path);
    for (const route of routes) {
      const params = route.method === exchange.method ? matchPath(route.path, path) : null;
      if (params === null) continue;
      const scope = scopeOf(route, params);
      if (scope !== null && grants.missingScopes.has(scope)) throw missingScope(scope);
      return route.handle(exchange, params);
    }
    throw notFound();
  }

  return serve;
}

/** Tasks and other activities go by the contacts' scopes, as in HubSpot; what was written to contacts has its own. */
function scopeOf(route: Route, params: Readonly<Record<string, string>>): string | null {
  const given = objectNamed(params['object'] ?? '') ?? params['object'] ?? '';
  if (given === 'emails') return 'sales-email-read';
  const object = ACTIVITIES.has(given) ? 'contacts' : given;
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
      const wait = fault.retryAfterSeconds;
      const headers = wait === undefined ? {} : { 'Retry-After': String(wait) };
      send(response, answerError(troubled(fault.status ?? 500)), headers);
      return true;
    }
  }
}
