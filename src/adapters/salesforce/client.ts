// Calls to Salesforce's REST API through jsforce, under our own HTTP policy: session renewed once a call, answers read
// by a schema, the day's call budget kept for those who wait.
import { Connection } from 'jsforce/lib/connection.js';
import { z } from 'zod';
import type { Effect } from '#adapters/http/faults.ts';
import type { Urgency } from '#adapters/http/limiter.ts';
import type { HttpPolicy } from '#adapters/http/policy.ts';
import { Fault } from '#kernel/errors.ts';
import { noteUsage } from './budget.ts';
import { dayUsedUpMs, refusalFault, statusOf } from './refusals.ts';
import type { Session, SignIn } from './sign-in.ts';
import type { Soql } from './soql.ts';
import type { TransportAnswer } from './transport.ts';
import { fetchTransport } from './transport.ts';

/** Summer '26. */
const API_VERSION = '67.0';

export interface ApiCall {
  /** Names the call in metrics. */
  readonly kind: string;
  readonly effect: Effect;
  readonly urgency: Urgency;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Relative to the version, `/sobjects/Lead/00Q...`, or absolute from `/services`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SalesforceClient {
  /** Sends one call and reads its answer by the schema. Throws Fault. */
  call<T>(call: ApiCall, schema: z.ZodType<T>): Promise<T>;
  /** All rows of a query, page after page. Throws Fault. */
  query<T>(soql: Soql, row: z.ZodType<T>, options: QueryOptions): Promise<readonly T[]>;
}

interface QueryOptions {
  readonly kind: string;
  readonly urgency: Urgency;
  /** Also what lies in the recycle bin. */
  readonly withDeleted?: boolean;
}

export function createClient(policy: HttpPolicy, signIn: SignIn): SalesforceClient {
  async function call<T>(request: ApiCall, schema: z.ZodType<T>): Promise<T> {
    const session = await signIn.session();
    try {
      return await attempt(session, request, schema);
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
    }
    // Once only: a session that is refused although it is new means that we are, and asking on would never end.
    return attempt(await signIn.renew(session), request, schema);
  }

  function attempt<T>(session: Session, request: ApiCall, schema: z.ZodType<T>): Promise<T> {
    const { kind, effect, urgency } = request;
    return policy.run({ kind, effect, urgency }, async (signal) => {
      const body = await send(session, request, signal, ({ headers }) =>
        noteUsage(policy, headers['sforce-limit-info']),
      ).catch((error: unknown) => {
        const ms = dayUsedUpMs(error);
        if (ms !== null) policy.reportExhausted(ms);
        throw error;
      });
      const parsed = schema.safeParse(body);
      if (parsed.success) return parsed.data;
      // A page in place of JSON is a proxy's or a maintenance window's, and passes; JSON of another shape does not.
      if (typeof body === 'string') {
        throw new Fault('unavailable', 'Salesforce answered with a page', { ambiguous: effect !== 'read' });
      }
      throw new Fault('internal', `unreadable answer from Salesforce to ${kind}: ${z.prettifyError(parsed.error)}`);
    });
  }

  async function query<T>(soql: Soql, row: z.ZodType<T>, options: QueryOptions): Promise<readonly T[]> {
    const page = z.object({ done: z.boolean(), nextRecordsUrl: z.string().optional(), records: z.array(row) });
    const { kind, urgency } = options;
    const rows: T[] = [];
    const resource = options.withDeleted === true ? 'queryAll' : 'query';
    let path: string | undefined = `/${resource}?q=${encodeURIComponent(soql.soql)}`;
    while (path !== undefined) {
      const answer: z.infer<typeof page> = await call({ kind, urgency, effect: 'read', method: 'GET', path }, page);
      rows.push(...answer.records);
      path = answer.done ? undefined : answer.nextRecordsUrl;
    }
    return rows;
  }

  return { call, query };
}

async function send(
  session: Session,
  request: ApiCall,
  signal: AbortSignal,
  seen: (answer: TransportAnswer) => void,
): Promise<unknown> {
  // Without an OAuth2 client jsforce has nothing to refresh by, so a 401 comes back to us instead of looping in there.
  const { instanceUrl, accessToken } = session;
  const connection = new Connection({ instanceUrl, accessToken, version: API_VERSION });
  let last: TransportAnswer | null = null;
  const transport = fetchTransport(signal, (answer) => {
    last = answer;
    seen(answer);
  });
  try {
    return await connection.request(httpRequest(request), { transport, noContentResponse: null });
  } catch (error) {
    const answer = last as TransportAnswer | null;
    if (answer === null || answer.statusCode < 400) throw error;
    throw refusalFault(answer.statusCode, answer.body, request.effect);
  }
}

function httpRequest({ method, path, headers, body }: ApiCall) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return { method, url: path, headers: { ...type, ...headers }, ...json };
}
