// Takes the page's WebSockets: one for what a person sees, one for the world around. They carry nothing towards us.
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { Fault, messageOf } from '#kernel/errors.ts';
import { refuseStrangers } from '../http/requests.ts';
import { isOurOrigin } from '../http/guards.ts';
import type { Declared } from '../manifest.ts';
import type { Outside } from '../outside.ts';
import { servePane } from './serve-pane.ts';
import { serveWorld } from './serve-world.ts';

export interface SocketDeps {
  readonly outside: Outside;
  readonly declared: Declared;
  readonly port: () => number;
}

/** Browsers say goodbye to a server that goes, and try again. */
const GOING_AWAY = 1001;
const LARGEST_MESSAGE = 1_024;

/** How long a browser may take to say goodbye. */
const GOODBYE_MS = 200;

/** Answers how to end all of them. */
export function takeSockets(server: Server, { outside, declared, port }: SocketDeps): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false });

  function serve(request: IncomingMessage): (socket: WebSocket) => void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
    if (pathname === '/_sandbox/live/world') return (socket) => serveWorld(outside, socket);
    if (pathname !== '/_sandbox/live') throw new Fault('not_found', `There is no socket ${pathname}.`);
    const { user } = outside.slack.workspace.as(searchParams.get('as') ?? '');
    return (socket) => servePane(outside, declared, user, socket);
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    try {
      refuseStrangers(request, port());
      if (!isOurOrigin(request.headers)) throw new Fault('forbidden', 'Another site may not look into the sandbox.');
      const attend = serve(request);
      sockets.handleUpgrade(request, stream, head, (socket) => {
        // A broken line ends in 'close' as well, and the page comes back by itself.
        socket.on('error', () => undefined);
        attend(socket);
      });
    } catch (error) {
      refuse(stream, error);
    }
  });
  return async () => {
    const all = [...sockets.clients];
    const gone = Promise.all(all.map((socket) => once(socket, 'close')));
    for (const socket of all) socket.close(GOING_AWAY, 'the sandbox ends');
    await Promise.race([gone, pause(GOODBYE_MS, undefined, { ref: false })]);
    for (const socket of all) socket.terminate();
    await gone;
    sockets.close();
  };
}

function refuse(stream: Duplex, error: unknown): void {
  const status = error instanceof Fault && error.code === 'not_found' ? '404 Not Found' : '403 Forbidden';
  const body = messageOf(error);
  stream.on('error', () => undefined);
  stream.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
