// A line to one server that goes wrong as a real network does: each request draws its fate from a seed, and each fate
// is written down with its step, so that what happened can be read and had again.
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDice } from '../simulation/dice.ts';

/** What can befall a request. The work is done for `delay`, `answer_lost`, `truncated` and `duplicate`; for the others it is not. */
export const FATES = [
  'delay',
  'refused',
  'answer_lost',
  'truncated',
  'duplicate',
  'status_500',
  'status_502',
  'status_503',
  'rate_limited',
  'rate_limited_untold',
  'hang',
] as const;
type Fate = (typeof FATES)[number];
export type FaultRates = Readonly<Partial<Record<Fate, number>>>;

interface Decision {
  readonly step: number;
  readonly fate: Fate | 'pass' | 'down';
  readonly method: string;
  readonly path: string;
}

export interface FaultProxy {
  /** Stands for the server's own; without a slash at its end. */
  readonly url: string;
  /** All that was decided, oldest first, without the requests that just passed. */
  readonly decisions: readonly Decision[];
  /** The probability of each fate for every later request; those that are not named never happen. */
  setRates(rates: FaultRates): void;
  /** While it is down every request is cut off. */
  setDown(down: boolean): void;
  /** The next request meets this: its work is done or not, and `spring` runs in place of an answer. */
  ambush(when: 'before' | 'after', spring: () => void): void;
  /** From now on a lie is told in place of the server's own answer to this path. */
  deceive(path: string, lie: object): void;
  /** No more faults; requests that hang are cut off. */
  calm(): void;
  /** Requests under way. */
  busy(): number;
  /** Cuts off everything, for good. The port stays taken: whoever still calls it must not reach somebody else. */
  sever(): void;
  close(): Promise<void>;
}

const MOST_DELAY_MS = 400;

/** @param target the server's own address, without a slash; where it names itself in an answer, the proxy is named. */
export async function openFaultProxy({ target, seed }: { target: string; seed: number }): Promise<FaultProxy> {
  const dice = createDice(seed);
  const decisions: Decision[] = [];
  const sockets = new Set<Socket>();
  const hanging = new Set<() => void>();
  const { hostname, port, host } = new URL(target);
  const lies = new Map<string, object>();
  let rates: FaultRates = {};
  let down = false;
  let severed = false;
  let ambushed: { readonly when: 'before' | 'after'; readonly spring: () => void } | null = null;
  let step = 0;
  let underWay = 0;

  const server = createServer((request, response) => {
    underWay += 1;
    response.once('close', () => (underWay -= 1));
    serve(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => (severed ? socket.resetAndDestroy() : keep(socket)));
  server.on('upgrade', (request, socket, head) => passOn(request, socket as Socket, head));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const own = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const proxy: FaultProxy = {
    url: `http://${own}`,
    decisions,
    setRates: (next) => void (rates = next),
    setDown: (next) => void (down = next),
    ambush: (when, spring) => void (ambushed = { when, spring }),
    deceive: (path, lie) => void lies.set(path, lie),
    calm() {
      rates = {};
      down = false;
      ambushed = null;
      for (const cut of hanging) cut();
    },
    busy: () => underWay,
    sever() {
      severed = true;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      proxy.sever();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return proxy;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const lie = lies.get(pathOf(request));
    if (lie) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(lie));
    const fate = draw(request);
    const trap = ambushed;
    ambushed = null;
    if (trap !== null) {
      if (trap.when === 'after') await forward(request, body);
      trap.spring();
      return void response.destroy();
    }
    switch (fate) {
      case 'pass':
        return answer(response, await forward(request, body));
      case 'delay':
        await sleep(dice.between(1, MOST_DELAY_MS), undefined, { ref: false });
        return answer(response, await forward(request, body));
      case 'duplicate':
        await forward(request, body);
        return answer(response, await forward(request, body));
      case 'answer_lost':
        await forward(request, body);
        return void response.destroy();
      case 'truncated':
        return answer(response, await forward(request, body), 0.5);
      case 'down':
      case 'refused':
        return void response.socket?.resetAndDestroy();
      case 'hang':
        return hang(response);
      case 'rate_limited':
        return void response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' }).end('{}');
      case 'rate_limited_untold':
        return void response.writeHead(429, { 'content-type': 'application/json' }).end('{}');
      case 'status_500':
      case 'status_502':
      case 'status_503':
        return void response
          .writeHead(Number(fate.slice(-3)), { 'content-type': 'text/html' })
          .end('<html>sorry</html>');
    }
  }

  /** One number a request, whatever comes of it, so that a step's fate does not hang on the fates before. */
  function draw(request: IncomingMessage): Decision['fate'] {
    const { method = '' } = request;
    step += 1;
    const rolled = dice.roll();
    let reached = 0;
    let fate: Decision['fate'] = down ? 'down' : 'pass';
    for (const kind of FATES) {
      reached += rates[kind] ?? 0;
      if (fate === 'pass' && rolled < reached) fate = kind;
    }
    // Work that is not safe to do twice is not doubled by networks either: only reading is.
    if (fate === 'duplicate' && method !== 'GET') fate = 'pass';
    if (fate !== 'pass') decisions.push({ step, fate, method, path: pathOf(request) });
    return fate;
  }

  function hang(response: ServerResponse): void {
    const cut = (): void => void response.destroy();
    hanging.add(cut);
    response.once('close', () => hanging.delete(cut));
  }

  interface Answer {
    readonly status: number;
    readonly headers: OutgoingHttpHeaders;
    readonly body: Buffer;
  }

  function forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const { 'accept-encoding': _unread, ...kept } = headers;
    return new Promise((resolve, reject) => {
      const onward = httpRequest({ hostname, port, method, path: url, headers: { ...kept, host }, agent: false });
      onward.once('error', reject);
      onward.once('response', (heard) => resolve(read(heard)));
      onward.end(body);
    });
  }

  async function read(heard: IncomingMessage): Promise<Answer> {
    const { 'transfer-encoding': _chunked, 'content-length': _length, ...sent } = heard.headers;
    return { status: heard.statusCode ?? 502, headers: sent, body: renamed(await buffer(heard)) };
  }

  function renamed(bytes: Buffer): Buffer {
    return bytes.includes(host) ? Buffer.from(bytes.toString('utf8').replaceAll(host, own)) : bytes;
  }

  /** @param share less than one: the answer breaks off after so much of it. */
  function answer(response: ServerResponse, { status, headers, body }: Answer, share = 1): void {
    response.writeHead(status, { ...headers, 'content-length': body.length });
    if (share === 1) return void response.end(body);
    response.write(body.subarray(0, Math.floor(body.length * share)), () => response.destroy());
  }

  /** A WebSocket passes through as it is; it is cut when the proxy closes. */
  function passOn({ method, url, headers, httpVersion }: IncomingMessage, socket: Socket, head: Buffer): void {
    if (down) return void socket.resetAndDestroy();
    const onward = connect(Number(port), hostname, () => {
      const lines = Object.entries({ ...headers, host }).map(([name, value]) => `${name}: ${String(value)}`);
      onward.write([`${method} ${url} HTTP/${httpVersion}`, ...lines, '', ''].join('\r\n'));
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    keep(onward);
    onward.once('close', () => socket.destroy());
    socket.once('close', () => onward.destroy());
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return new URL(url, 'http://proxy').pathname;
}
