// Finds what a call of the control API asks for and answers it: from the table of routes, or from the server it names.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '#kernel/errors.ts';
import { readBody, readJson } from '#sandbox/slack/http/request.ts';
import { sendJson } from '../http/answer.ts';
import { isJson } from '../http/guards.ts';
import type { Declared } from '../manifest.ts';
import type { Outside } from '../outside.ts';
import { callsOf, handOn, SERVERS } from './hand-on.ts';
import { ROUTES } from './routes.ts';
import type { Route } from './routes.ts';

const LIST = 'GET /_sandbox/';
const SOCKETS: Readonly<Record<string, string>> = {
  'WebSocket /_sandbox/live': 'What one person sees, at first whole and then as it changes: ?as=ana; PaneFrame',
  'WebSocket /_sandbox/live/world': 'The app, the clock and the CRMs’ records as they change: WorldFrame',
};

/** `path`: below `/_sandbox/`. Throws a Fault or ZodError for what cannot be answered. */
export async function answerControl(
  outside: Outside,
  declared: Declared,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET' } = request;
  const { searchParams, search } = new URL(request.url ?? '/', 'http://sandbox');
  const body = method === 'POST' ? await readPosted(request) : null;
  if (method === 'GET' && path === '') return sendJson(response, 200, await listOf(outside, declared));
  const server = SERVERS.find((name) => path.startsWith(`${name}/`));
  if (server !== undefined) {
    const below = `${path.slice(server.length + 1)}${search}`;
    const answer = await handOn(outside, declared, { server, method, path: below, body });
    return sendJson(response, answer.status, answer.body);
  }
  for (const route of ROUTES) {
    const of = route.method === method ? matched(route, path) : null;
    if (of === null) continue;
    const answer = await route.run(outside, { of, query: Object.fromEntries(searchParams), body });
    return sendJson(response, 200, answer);
  }
  throw new Fault('not_found', `There is no ${method} /_sandbox/${path}; see ${LIST}.`);
}

async function readPosted(request: IncomingMessage): Promise<unknown> {
  if (!isJson(request.headers)) throw new Fault('invalid_input', 'Send JSON, with content-type application/json.');
  return readJson(await readBody(request));
}

/** The values of a route's `:names`; null where the path is another. */
function matched({ path }: Route, given: string): Readonly<Record<string, string>> | null {
  const [wanted, parts] = [path.split('/'), given.split('/')];
  if (wanted.length !== parts.length) return null;
  const of: Record<string, string> = {};
  for (const [at, name] of wanted.entries()) {
    const value = parts[at] ?? '';
    if (name.startsWith(':') && value !== '') of[name.slice(1)] = decodePart(value);
    else if (name !== value) return null;
  }
  return of;
}

function decodePart(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    throw new Fault('invalid_input', `${value} is no part of an address.`, { cause: error });
  }
}

async function listOf(outside: Outside, declared: Declared): Promise<Record<string, string>> {
  const own = ROUTES.map(({ method, path, about }) => [`${method} /_sandbox/${path}`, about] as const);
  const theirs = await Promise.all(SERVERS.map((server) => callsOf(outside, declared, server)));
  return Object.assign({ [LIST]: 'This list', ...SOCKETS, ...Object.fromEntries(own) }, ...theirs) as Record<
    string,
    string
  >;
}
