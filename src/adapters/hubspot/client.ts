// The one door to HubSpot's API: its client under our policy, its answers checked, its errors turned into Faults.
// The client's own retries and limiter stay off (never set): they are process-wide, ignore Retry-After and repeat creates.
import http from 'node:http';
import https from 'node:https';
import { Client } from '@hubspot/api-client';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { CrmCall, HttpPolicy } from '#adapters/http/policy.ts';
import { dayUsedUpMs, faultOf, type HubspotAnswer } from './answers.ts';

export const HUBSPOT_API_URL = 'https://api.hubapi.com';

export interface HubspotConnection {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly policy: HttpPolicy;
}

/** Last argument of each of the client's methods: carries the abort signal in and status and headers out. */
interface CallOptions {
  readonly middleware: [Interceptor];
  readonly middlewareMergeStrategy: 'append';
}

interface Interceptor {
  pre(request: { setAgent(agent: http.Agent): void }): Promise<never>;
  post(response: ClientResponse): Promise<never>;
}

interface ClientResponse {
  readonly httpStatusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { text(): Promise<string> };
}

export interface HubspotRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
}

export interface HubspotApi {
  readonly baseUrl: string;
  /** One call through the client; the answer must fit `schema`. Throws Fault. */
  call<Schema extends z.ZodType>(
    call: CrmCall,
    schema: Schema,
    ask: (client: Client, options: CallOptions) => Promise<unknown>,
  ): Promise<z.output<Schema>>;
  /** A GET that the client has no method for. */
  get<Schema extends z.ZodType>(call: CrmCall, schema: Schema, path: string): Promise<z.output<Schema>>;
  /** A write that the client has no method for. An answer without a body reads as null. */
  send<Schema extends z.ZodType>(call: CrmCall, schema: Schema, request: HubspotRequest): Promise<z.output<Schema>>;
  close(): void;
}

export function openHubspotApi({ baseUrl, accessToken, policy }: HubspotConnection): HubspotApi {
  const secure = baseUrl.startsWith('https:');
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const client = new Client({ accessToken, basePath: baseUrl, httpAgent: agent });

  function check(call: CrmCall, answer: HubspotAnswer): void {
    reportUsage(policy, answer.header);
    if (answer.status < 400) return;
    const fault = faultOf(call, answer);
    const ms = dayUsedUpMs(fault);
    if (ms !== null) policy.reportExhausted(ms);
    throw fault;
  }

  function intercept(call: CrmCall, signal: AbortSignal): Interceptor {
    return {
      async pre(request) {
        request.setAgent(abortable(agent, signal));
        return request as never;
      },
      async post(response) {
        const header = (name: string): string | null => response.headers[name] ?? null;
        const text = response.httpStatusCode >= 400 ? await response.body.text() : '';
        check(call, { status: response.httpStatusCode, header, text });
        return response as never;
      },
    };
  }

  async function send<Schema extends z.ZodType>(
    call: CrmCall,
    schema: Schema,
    { method, path, body }: HubspotRequest,
  ): Promise<z.output<Schema>> {
    const answer = await policy.run(call, async (signal) => {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json', ...type };
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${baseUrl}${path}`, { method, headers, signal, ...json });
      const text = await response.text();
      check(call, { status: response.status, header: (name) => response.headers.get(name), text });
      return text === '' ? null : (JSON.parse(text) as unknown);
    });
    return understood(call, schema, answer);
  }

  return {
    baseUrl,
    async call(call, schema, ask) {
      const answer = await policy.run(call, (signal) =>
        ask(client, { middleware: [intercept(call, signal)], middlewareMergeStrategy: 'append' }),
      );
      return understood(call, schema, answer);
    },
    get: (call, schema, path) => send(call, schema, { method: 'GET', path }),
    send,
    close: () => agent.destroy(),
  };
}

/** The client takes no abort signal, but it takes an agent: this one cuts its request off, and shares the sockets. */
function abortable(agent: http.Agent, signal: AbortSignal): http.Agent {
  const shared = agent as http.Agent & { addRequest(request: http.ClientRequest, options: unknown): void };
  function addRequest(request: http.ClientRequest, options: unknown): void {
    const cut = (): void => void request.destroy(signal.reason as Error);
    signal.addEventListener('abort', cut, { once: true });
    request.once('close', () => signal.removeEventListener('abort', cut));
    shared.addRequest(request, options);
  }
  return Object.create(agent, { addRequest: { value: addRequest } }) as http.Agent;
}

function reportUsage(policy: HttpPolicy, header: (name: string) => string | null): void {
  const daily = numberIn(header('x-hubspot-ratelimit-daily'));
  const remaining = numberIn(header('x-hubspot-ratelimit-daily-remaining'));
  const burst = numberIn(header('x-hubspot-ratelimit-max'));
  policy.reportUsage({
    ...(daily === null || remaining === null ? {} : { used: { used: daily - remaining, limit: daily } }),
    ...(burst === null || burst < 1 ? {} : { burst }),
  });
}

function numberIn(text: string | null): number | null {
  if (text === null || text === '') return null;
  const parsed = Number(text);
  return Number.isFinite(parsed) ? parsed : null;
}

function understood<Schema extends z.ZodType>(call: CrmCall, schema: Schema, answer: unknown): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Fault('unavailable', `HubSpot answered what we cannot read: ${z.prettifyError(parsed.error)}`, {
    ambiguous: call.effect !== 'read',
  });
}
