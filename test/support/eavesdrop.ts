// An app of a test's own making: takes every request, remembers it, and answers as it is told.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Heard {
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Eavesdrop {
  readonly url: string;
  /** Oldest first. */
  readonly heard: readonly Heard[];
  readonly close: () => Promise<void>;
}

/** `answer` gives the status of each answer, 200 where it gives none. */
export async function eavesdrop(answer: (heard: Heard) => number | void = () => undefined): Promise<Eavesdrop> {
  const heard: Heard[] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = { path: request.url ?? '', body: await text(request), headers: request.headers };
    heard.push(one);
    response.writeHead(answer(one) ?? 200).end();
  }
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
