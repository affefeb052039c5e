// Which path answers to which method, and what each needs of the request. The order does not matter: paths are distinct.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '#adapters/observe/metrics.ts';
import type { CrmEvent } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Admit } from './api.ts';
import { json } from './exchange.ts';
import type { Answer } from './exchange.ts';
import { readiness } from './readiness.ts';
import type { HealthCheck, StatusNotes } from './readiness.ts';
import { takeWebhook } from './webhooks.ts';
import type { Verify, Webhook, WebhookDeps } from './webhooks.ts';

export interface RouteDeps {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Without a slash at its end; null: webhooks are taken to be addressed to the request's own host. */
  readonly publicUrl: string | null;
  /** Answers POST /slack/events; null in Socket Mode. */
  readonly slack: ((request: IncomingMessage, response: ServerResponse, body: Buffer) => void) | null;
  /** Null for a CRM that is not connected: its routes do not exist. */
  readonly hubspot: Verify | null;
  readonly salesforce: { readonly flow: Verify; readonly outbound: Verify; readonly outboundAck: string } | null;
  /** Null: there is no API_TOKEN, and no route. */
  readonly api: { readonly admit: Admit; readonly kpi: (request: ApiRequest) => Promise<Answer> } | null;
  readonly receive: (events: readonly CrmEvent[]) => Promise<number>;
  /** By the name that /readyz shows: database, queue, slack, hubspot, salesforce, playbook. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** What /readyz says beside them. */
  readonly notes?: StatusNotes;
}

/** A question of a program that may ask. */
interface ApiRequest {
  readonly query: URLSearchParams;
  readonly accept: string;
}

interface RouteRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Empty for GET. */
  readonly body: Buffer;
  /** What stands in the place of `:secret`. */
  readonly tail: string;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Ends with a slash when one more part follows. */
  readonly path: string;
  /** Null: the route has answered, or will answer, by itself. */
  readonly answer: (request: RouteRequest) => Promise<Answer> | Answer | null;
  /** Told when a body was too large to be looked at. */
  readonly tooLarge?: () => void;
}

export function routesOf(deps: RouteDeps): readonly Route[] {
  const { slack, hubspot, salesforce, metrics } = deps;
  const routes: Route[] = [
    { method: 'GET', path: '/healthz', answer: () => json(200, { ok: true }) },
    { method: 'GET', path: '/readyz', answer: () => readiness(deps.checks, deps.notes) },
    { method: 'GET', path: '/metrics', answer: () => render(metrics) },
  ];
  if (slack !== null) {
    routes.push({
      method: 'POST',
      path: '/slack/events',
      answer: ({ request, response, body }) => {
        slack(request, response, body);
        return null;
      },
    });
  }
  if (hubspot !== null) routes.push(webhookRoute(deps, '/webhooks/hubspot', { crm: 'hubspot', verify: hubspot }));
  if (salesforce !== null) {
    const ack = { type: 'text/xml; charset=utf-8', body: salesforce.outboundAck };
    routes.push(
      webhookRoute(deps, '/webhooks/salesforce', { crm: 'salesforce', verify: salesforce.flow }),
      webhookRoute(deps, '/webhooks/salesforce/outbound/', { crm: 'salesforce', verify: salesforce.outbound, ack }),
    );
  }
  if (deps.api !== null) routes.push(kpiRoute(deps.api));
  return routes;
}

function kpiRoute({ admit, kpi }: NonNullable<RouteDeps['api']>): Route {
  return {
    method: 'GET',
    path: '/api/kpi',
    answer: ({ request: { headers, url = '' } }) =>
      admit(headers) ?? kpi({ query: new URL(url, 'http://localhost').searchParams, accept: headers.accept ?? '' }),
  };
}

function webhookRoute(deps: RouteDeps, path: string, webhook: Webhook): Route {
  const { metrics, receive } = deps;
  const log = deps.log.with({ crm: webhook.crm });
  const counted: WebhookDeps['counted'] = (crm, result) => metrics.webhook(crm, result);
  return {
    method: 'POST',
    path,
    tooLarge: () => metrics.webhook(webhook.crm, 'too_large'),
    answer: ({ request, body, tail }) =>
      takeWebhook({ log, receive, counted }, webhook, {
        method: request.method ?? 'POST',
        url: `${deps.publicUrl ?? ownAddress(request)}${request.url ?? path}`,
        headers: request.headers,
        body,
        pathSecret: path.endsWith('/') ? tail : null,
      }),
  };
}

async function render(metrics: Metrics): Promise<Answer> {
  const { contentType, body } = await metrics.render();
  return { status: 200, type: contentType, body };
}

/** Behind a proxy the scheme is what the proxy says; a lie only makes the signature wrong. */
function ownAddress({ headers }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-proto'];
  const scheme = typeof forwarded === 'string' ? (forwarded.split(',')[0] ?? '').trim() : 'http';
  return `${scheme}://${headers.host ?? 'localhost'}`;
}
