// Everything that a client can ask of the host, from the token endpoint to the REST API: session, call budget and
// version first, then the route. No sockets and no faults here.
import type { ApiAnswer, ApiContext } from './api-request.ts';
import { answerApi } from './api.ts';
import { SalesforceError, notFound, refusal } from './errors.ts';
import { answerToken } from './oauth.ts';
import type { ConnectedApp, Sessions } from './oauth.ts';
import { table } from './org.ts';
import { recordPage } from './record-page.ts';

export interface RouteContext extends ApiContext {
  /** The app as its admin has it now. */
  app: ConnectedApp;
  readonly sessions: Sessions;
  readonly url: string;
}

export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** An answer with text of its own where it is not JSON. */
export interface Outgoing extends ApiAnswer {
  readonly html?: string;
}

const VERSIONS = [65, 66, 67].map((version) => ({
  label: { 65: "Winter '26", 66: "Spring '26", 67: "Summer '26" }[version],
  url: `/services/data/v${version}.0`,
  version: `${version}.0`,
}));
const OLDEST_VERSION = 31;
const NEWEST_VERSION = 67;

/** Answers a request; refusals come back as Salesforce's error array. */
export function answerRequest(context: RouteContext, incoming: Incoming): Outgoing {
  try {
    return route(context, incoming);
  } catch (error) {
    if (error instanceof SalesforceError) return { status: error.status, body: error.errors };
    throw error;
  }
}

function route(context: RouteContext, incoming: Incoming): Outgoing {
  const { pathname } = incoming.url;
  if (pathname === '/services/oauth2/token') return tokenAnswer(context, incoming);
  if (pathname.startsWith('/id/')) return identity(context, incoming, pathname);
  if (pathname === '/services/data' || pathname === '/services/data/') return { status: 200, body: VERSIONS };
  if (pathname.startsWith('/services/data/v')) return versioned(context, incoming);
  const page = /^\/lightning\/r\/(\w+)\/(\w+)\/view$/.exec(pathname);
  const html = page === null ? null : recordPage(context.org, page[1] ?? '', page[2] ?? '');
  if (html !== null) return { status: 200, html };
  throw notFound();
}

function tokenAnswer({ org, app, sessions, url }: RouteContext, incoming: Incoming): Outgoing {
  if (incoming.method !== 'POST') throw refusal(405, 'METHOD_NOT_ALLOWED', 'use POST');
  return answerToken({ form: new URLSearchParams(incoming.text), url, org, app, sessions });
}

function identity(context: RouteContext, incoming: Incoming, pathname: string): Outgoing {
  const userId = sessionUser(context, incoming);
  const user = table(context.org, 'User').get(userId);
  if (user === undefined || pathname !== `/id/${context.org.id}/${userId}`) return { status: 403, html: 'Wrong_Org' };
  return {
    status: 200,
    body: {
      id: `${context.url}/id/${context.org.id}/${userId}`,
      user_id: userId,
      organization_id: context.org.id,
      username: user['Username'],
      display_name: user['Name'],
      email: user['Email'],
      active: user['IsActive'],
    },
  };
}

function versioned(context: RouteContext, incoming: Incoming): Outgoing {
  const [, , , version = '', ...segments] = incoming.url.pathname.replace(/\/$/, '').split('/').map(decodeURIComponent);
  const number = Number(/^v(\d+)\.0$/.exec(version)?.[1]);
  if (!(number >= OLDEST_VERSION && number <= NEWEST_VERSION)) throw notFound();
  const userId = sessionUser(context, incoming);
  const { usage } = context;
  if (usage.used >= usage.max) throw refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  usage.used += 1;
  const request = {
    method: incoming.method,
    dataPath: `/services/data/${version}`,
    segments,
    query: incoming.url.searchParams,
    headers: incoming.headers,
    body: parseBody(incoming),
    userId,
  };
  return answerApi(context, request);
}

/** Throws INVALID_SESSION_ID unless the request carries an open session. */
function sessionUser({ sessions }: RouteContext, { headers }: Incoming): string {
  const token = /^(?:Bearer|OAuth) (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  const userId = token === undefined ? undefined : sessions.get(token);
  if (userId !== undefined) return userId;
  throw refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
}

function parseBody({ text, headers }: Incoming): unknown {
  if (text === '') return undefined;
  if (headers['content-type']?.includes('application/json') !== true) {
    throw refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content type of the request is not supported');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refusal(400, 'JSON_PARSER_ERROR', 'Unexpected character at [line:1, column:1]');
  }
}
