// Everything that comes in from Slack: Bolt over HTTP or Socket Mode, the listeners of all features, and an orderly end.
// It answers clicks while Slack's own API is away: authorising a request asks Slack nothing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { App } from '@slack/bolt';
import type { Log } from '#ports/log.ts';
import { webClientOptions } from './client.ts';
import type { SlackClient } from './client.ts';
import { createConnection } from './connection.ts';
import type { SlackState } from './connection.ts';
import { createGuard } from './guard.ts';
import { createHttpInbound } from './http-inbound.ts';
import type { ListenerBook } from './listener-book.ts';
import { sdkLogger } from './sdk-log.ts';
import { createSocketInbound } from './socket-inbound.ts';

const RESPONSE_URL_MS = 5_000;

export interface SlackAppDeps {
  readonly botToken: string;
  /** Ends with a slash. */
  readonly apiUrl: string;
  readonly inbound:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
  readonly slack: SlackClient;
  /** With every feature's listeners already in it. */
  readonly book: ListenerBook;
  readonly log: Log;
  /** Called whenever Slack takes our token again, the first time included. */
  readonly onReady?: () => void;
  /** Between two looks whether Slack still takes our token (default a minute). */
  readonly checkEveryMs?: number;
}

export interface SlackApp {
  /** For POST /slack/events, body read; null in Socket Mode. */
  readonly handle: ((request: IncomingMessage, response: ServerResponse, body: Buffer) => void) | null;
  state(): SlackState;
  /** Starts listening and does not wait for Slack: `state` tells when it answered. */
  start(): Promise<void>;
  /** Resolves when no listener runs any more, to false when some still did after `timeoutMs`. */
  drain(timeoutMs: number): Promise<boolean>;
  /** Lets running listeners finish, then takes nothing more in. Resolves as `drain` does. */
  stop(timeoutMs: number): Promise<boolean>;
}

export function createSlackApp(deps: SlackAppDeps): SlackApp {
  const log = deps.log.with({ part: 'slack' });
  const connection = createConnection({
    slack: deps.slack,
    log,
    ...(deps.onReady === undefined ? {} : { onReady: deps.onReady }),
    ...(deps.checkEveryMs === undefined ? {} : { everyMs: deps.checkEveryMs }),
  });
  const http = deps.inbound.kind === 'http' ? createHttpInbound(deps.inbound.signingSecret, log) : null;
  const socket =
    deps.inbound.kind === 'socket'
      ? createSocketInbound({ appToken: deps.inbound.appToken, apiUrl: deps.apiUrl, log })
      : null;
  const receiver = http?.receiver ?? socket?.receiver;
  const bolt = new App({
    ...(receiver === undefined ? {} : { receiver }),
    authorize: () => Promise.resolve({ botToken: deps.botToken, ...connection.identity() }),
    deferInitialization: true,
    convoStore: false,
    extendedErrorHandler: true,
    logger: sdkLogger(log),
    clientOptions: { ...webClientOptions({ apiUrl: deps.apiUrl, log }), fetch: fetchInTime },
  });

  let running = 0;
  const idle = new Set<() => void>();
  bolt.use(async ({ next }) => {
    running += 1;
    try {
      await next();
    } finally {
      running -= 1;
      if (running === 0) for (const done of idle) done();
    }
  });
  deps.book.bindTo(bolt, createGuard(log));
  bolt.error(({ error }: { readonly error: Error }) => {
    log.error('Bolt could not handle a Slack request', { error });
    return Promise.resolve();
  });

  function drain(timeoutMs: number): Promise<boolean> {
    if (running === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (drained: boolean) => (): void => {
        clearTimeout(timer);
        idle.delete(done);
        resolve(drained);
      };
      const done = end(true);
      const timer = setTimeout(end(false), timeoutMs);
      idle.add(done);
    });
  }

  return {
    handle: http?.handle ?? null,
    state: () => stateOf(connection.state(), socket?.state() ?? null),
    async start() {
      await bolt.init();
      connection.start();
      socket?.start();
    },
    drain,
    async stop(timeoutMs) {
      connection.stop();
      // Listeners that have not answered yet need the socket to do so.
      const since = performance.now();
      if (socket !== null) await drain(timeoutMs / 2);
      await socket?.stop();
      return drain(Math.max(0, timeoutMs - (performance.now() - since)));
    },
  };
}

function stateOf(
  connection: SlackState,
  socket: ReturnType<ReturnType<typeof createSocketInbound>['state']> | null,
): SlackState {
  if (connection.kind !== 'ready' || socket === null || socket.kind === 'connected') return connection;
  return socket.kind === 'failing' ? socket : { kind: 'connecting' };
}

/** Bolt answers at a response_url without a deadline of its own. */
function fetchInTime(url: string | URL, init?: RequestInit): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(RESPONSE_URL_MS), ...init });
}
