// The HTTP server: finds the route, reads the body, and sees to it that every request gets an answer. It ends in order:
// nothing new is accepted, what runs is finished, idle connections are closed.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as Listener } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import { readBody, refusal, send } from './exchange.ts';
import type { Answer } from './exchange.ts';
import { routesOf } from './routes.ts';
import type { Route, RouteDeps } from './routes.ts';

export interface ServerDeps extends RouteDeps {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

export interface RunningServer {
  /** Where it listens, for example `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly port: number;
  /** Resolves when all connections are closed; those that still run after `timeoutMs` are cut. */
  close(timeoutMs: number): Promise<void>;
}

/** Load balancers keep idle connections for a minute; ours must live longer, or they send into a closed one. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
/** A connection without a request may be one whose request is on its way: a click, which Slack does not send again. */
const ON_ITS_WAY_MS = 200;

/** Throws Fault `not_configured` when the address cannot be listened on. */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const routes = routesOf(deps);
  const log = deps.log.with({ part: 'http' });
  const open = new Set<ServerResponse>();
  let closing = false;
  const server = createServer((request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    if (closing) response.shouldKeepAlive = false;
    void handle(routes, log, request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  await listen(server, deps.host, deps.port);
  const { port } = server.address() as AddressInfo;
  const host = deps.host.includes(':') ? `[${deps.host}]` : deps.host;

  function close(timeoutMs: number): Promise<void> {
    closing = true;
    for (const response of open) if (!response.headersSent) response.shouldKeepAlive = false;
    return new Promise((resolve) => {
      const cut = setTimeout(() => {
        log.warn('requests were cut off at the end', { requests: open.size });
        server.closeAllConnections();
      }, timeoutMs);
      // Only stops listening; http's own `close` hangs up on connections without a request at once.
      Listener.prototype.close.call(server, () => {
        clearTimeout(cut);
        resolve();
      });
      setTimeout(() => server.close(), ON_ITS_WAY_MS);
    });
  }

  return { url: `http://${host}:${port}`, port, close };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new Fault('not_configured', `cannot listen on HOST ${host}, PORT ${port}: ${messageOf(error)}`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}

async function handle(
  routes: readonly Route[],
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const answer = await answerTo(routes, request, response);
    if (answer !== null) send(response, answer);
  } catch (error) {
    log.error('a request could not be answered', { error });
    send(response, refusal(500, 'internal', 'something went wrong on our side'));
  }
}

async function answerTo(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | null> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const here = routes.filter((route) => leadsTo(route, path));
  const route = here.find((each) => each.method === method);
  if (route === undefined) {
    request.resume();
    if (here.length === 0) return refusal(404, 'not_found', 'there is nothing at this address');
    const allowed = here.map((each) => each.method).join(', ');
    return refusal(405, 'method_not_allowed', `use ${allowed}`, { allow: allowed });
  }
  const read = await readBody(request);
  if (read.kind === 'aborted') return null;
  if (read.kind === 'read') return route.answer({ request, response, body: read.body, tail: tailOf(route, path) });
  route.tooLarge?.();
  return refusal(413, 'too_large', 'a body may have 1 MB');
}

function leadsTo({ path: own }: Route, path: string): boolean {
  if (!own.endsWith('/')) return path === own;
  return path.startsWith(own) && path.length > own.length && !path.slice(own.length).includes('/');
}

function tailOf({ path: own }: Route, path: string): string {
  const tail = path.slice(own.length);
  try {
    return decodeURIComponent(tail);
  } catch {
    // Not a valid encoding: what was typed, which then is not the secret.
    return tail;
  }
}
