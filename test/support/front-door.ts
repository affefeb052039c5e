// A stable address in front of apps that come and go, as a load balancer is: what no app takes is answered 503.
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface FrontDoor {
  /** Without a slash at its end. */
  readonly url: string;
  /** Requests go to these apps in turn; to nobody while the list is empty. */
  leadTo(apps: readonly string[]): void;
  close(): Promise<void>;
}

export async function openFrontDoor(): Promise<FrontDoor> {
  let apps: readonly string[] = [];
  let turn = 0;
  const server = createServer((request, response) => {
    turn += 1;
    const inTurn = apps.map((_, index) => apps[(turn + index) % apps.length] ?? '');
    if (inTurn.length === 0) refuse(request, response);
    else forward(inTurn, request, response).catch(() => response.destroy());
  });
  // On a busy machine a client would take an idle connection up in the moment in which it is closed.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(next) {
      apps = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(503).end();
}

/** The request is read to its end before it is passed on, as proxies in front of apps do. */
async function forward(apps: readonly string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  pass(apps, request, body, response);
}

/** An app that takes no connection has not seen the request: the next one gets it. */
function pass(
  [app = '', ...others]: readonly string[],
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const { hostname, port } = new URL(app);
  const { method, url: path, headers } = request;
  const onward = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    // Half an answer is cut off, so that nobody takes it for a whole one.
    answer.once('aborted', () => response.destroy());
  });
  onward.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED' && others.length > 0) pass(others, request, body, response);
    else if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  onward.end(body);
}
