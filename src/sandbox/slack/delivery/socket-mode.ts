// Socket Mode: single-use links from apps.connections.open, hello, envelopes and their acknowledgements, refreshes.
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Ack, Delivery, Transport } from './transport.ts';

export interface SocketMode extends Transport {
  /** A link for one connection; answers its path and query. */
  readonly openLink: () => string;
  readonly connections: () => number;
  /** Asks connections to come back, as Slack does when it recycles a host: the oldest ones first, all unless told. */
  readonly refresh: (connections?: number) => void;
  readonly close: () => void;
}

export interface SocketModeDeps {
  readonly server: Server;
  readonly appId: string;
  readonly ackDeadlineMs: number;
}

const PING_MS = 5_000;
/** What Slack allows an app, whatever the number of its processes. */
const MOST_CONNECTIONS = 10;

export function createSocketMode({ server, appId, ackDeadlineMs }: SocketModeDeps): SocketMode {
  const sockets = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const live = new Set<WebSocket>();
  /** Asked to go: answers are still taken from them, nothing more is given to them. */
  const leaving = new Set<WebSocket>();
  const waiting = new Map<string, (ack: Ack) => void>();
  let turn = 0;

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, welcome);
  }

  function welcome(socket: WebSocket): void {
    live.add(socket);
    socket.on('message', (data: Buffer) => receive(data.toString()));
    for (const end of ['close', 'error']) {
      socket.on(end, () => {
        live.delete(socket);
        leaving.delete(socket);
      });
    }
    const debug_info = { host: 'sandbox', approximate_connection_time: 18_060 };
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: live.size, connection_info: { app_id: appId }, debug_info }),
    );
    if (live.size > MOST_CONNECTIONS) dismiss(socket, 'too_many_websockets');
  }

  function dismiss(socket: WebSocket, reason: 'refresh_requested' | 'too_many_websockets'): void {
    leaving.add(socket);
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
  }

  function receive(data: string): void {
    const { envelope_id: id, payload } = JSON.parse(data) as {
      envelope_id?: string;
      payload?: Record<string, unknown>;
    };
    const settle = waiting.get(id ?? '');
    const empty = payload === undefined || Object.keys(payload).length === 0;
    settle?.({ kind: 'acknowledged', body: empty ? undefined : payload });
  }

  function send(delivery: Delivery): Promise<Ack> {
    const open = [...live].filter((socket) => !leaving.has(socket));
    turn += 1;
    const socket = open[turn % Math.max(open.length, 1)];
    if (!socket) return Promise.resolve({ kind: 'failed', reason: 'connection_failed', final: false });
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const settle = (ack: Ack): void => {
        clearTimeout(deadline);
        waiting.delete(envelopeId);
        resolve(ack);
      };
      const deadline = setTimeout(
        () => settle({ kind: 'failed', reason: 'http_timeout', final: false }),
        ackDeadlineMs,
      );
      waiting.set(envelopeId, settle);
      socket.send(JSON.stringify(envelope(envelopeId, delivery)));
    });
  }

  server.on('upgrade', upgrade);
  const ping = setInterval(() => {
    for (const socket of live) socket.ping();
  }, PING_MS).unref();

  return {
    send,
    openLink: () => {
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return `/link/?ticket=${ticket}&app_id=${appId}`;
    },
    connections: () => live.size,
    refresh: (connections = live.size) => {
      for (const socket of [...live].slice(0, connections)) dismiss(socket, 'refresh_requested');
    },
    close: () => {
      clearInterval(ping);
      for (const socket of live) socket.terminate();
      for (const settle of waiting.values()) settle({ kind: 'failed', reason: 'connection_failed', final: true });
      sockets.close();
    },
  };
}

function envelope(envelopeId: string, { kind, payload, retry }: Delivery): Record<string, unknown> {
  return {
    envelope_id: envelopeId,
    type: kind,
    payload,
    accepts_response_payload: kind !== 'events_api',
    ...(kind === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
  };
}
