// The server behind the page: one address on loopback for the page, its files, the control API and what is live. Composes
// the parts; holds no rule of its own.
import { createServer } from 'node:http';
import type { Log } from '#ports/log.ts';
import { SILENT } from '../silent.ts';
import type { Page } from './bundle.ts';
import { listenOnLoopback } from './http/listen.ts';
import { answerRequest } from './http/requests.ts';
import { takeSockets } from './live/sockets.ts';
import { readManifest } from './manifest.ts';
import type { Declared } from './manifest.ts';
import type { Outside } from './outside.ts';

export interface WebOptions {
  readonly outside: Outside;
  /** Being made, from `makePage`. */
  readonly page: Promise<Page>;
  /** 0 for any free one. Where it is taken, the next free one. */
  readonly port: number;
  /** The project's own unless told. */
  readonly declared?: Declared;
  readonly log?: Log;
}

export interface Web {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 alone, whatever the app's HOST says. Throws Fault `not_configured` where no port is free. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { outside, page, declared = readManifest(), log = SILENT } = options;
  const server = createServer();
  let port = 0;
  const deps = { outside, declared, page, log, port: () => port };
  server.on('request', (request, response) => void answerRequest(deps, request, response));
  const endSockets = takeSockets(server, deps);
  port = await listenOnLoopback(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await endSockets();
      server.closeAllConnections();
      await closed;
    },
  };
}
