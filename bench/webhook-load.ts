// Signed webhooks as fast as they are answered, or at a constant rate.
import { createHmac } from 'node:crypto';
import { bareHeaders } from './bare.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { evenly } from './evenly.ts';
import { HUBSPOT_SECRET } from './house.ts';

/** Where to send, and how to sign for it. */
export interface Target {
  readonly url: string;
  readonly sign: (url: string, body: string) => Readonly<Record<string, string>>;
}

export function bareTarget(url: string): Target {
  return { url: `${url}/webhook`, sign: (_, body) => bareHeaders(body) };
}

export function hubspotTarget(appUrl: string): Target {
  return { url: `${appUrl}/webhooks/hubspot`, sign: signHubspot };
}

function signHubspot(url: string, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', HUBSPOT_SECRET).update(`POST${url}${body}${timestamp}`).digest('base64');
  return {
    'content-type': 'application/json',
    'x-hubspot-request-timestamp': timestamp,
    'x-hubspot-signature-v3': signature,
  };
}

let sequence = 0;

/** An event of its own each time, of an object that is only recorded: so reading records does not share the figure. */
function nextEvent(): string {
  sequence += 1;
  return JSON.stringify([
    {
      eventId: sequence,
      subscriptionId: 1000,
      portalId: 143_999_001,
      appId: 1_160_452,
      occurredAt: Date.now(),
      attemptNumber: 0,
      subscriptionType: 'ticket.propertyChange',
      objectId: sequence,
      propertyName: 'subject',
      propertyValue: 'bench',
    },
  ]);
}

/** One webhook; rejects unless it is answered with 200. */
export async function send(connection: Connection, { url, sign }: Target): Promise<void> {
  const body = nextEvent();
  const status = await connection.post(body, sign(url, body));
  if (status !== 200) throw new Error(`${url} answered ${status}`);
}

/** Closed loop: each connection sends its next one as soon as the one before is answered. Webhooks a second. */
export async function asFastAsAnswered(target: Target, connections: number, forMs: number): Promise<number> {
  const open = await openConnections(target, connections);
  const began = performance.now();
  let answered = 0;
  async function keepBusy(connection: Connection): Promise<void> {
    while (performance.now() - began < forMs) {
      await send(connection, target);
      answered += 1;
    }
  }
  await Promise.all(open.map(keepBusy)).finally(() => closeAll(open));
  return answered / ((performance.now() - began) / 1000);
}

/** Open loop: milliseconds from the time that each was due to its answer, also where it had to wait for a connection. */
export async function atRate(
  target: Target,
  perSecond: number,
  times: number,
  connections: number,
): Promise<readonly number[]> {
  const open = await openConnections(target, connections);
  const idle = [...open];
  const queue: number[] = [];
  const waits: number[] = [];
  const finished = Promise.withResolvers<void>();

  async function sendDue(connection: Connection): Promise<void> {
    for (let due = queue.shift(); due !== undefined; due = queue.shift()) {
      await send(connection, target);
      waits.push(performance.now() - due);
    }
    idle.push(connection);
    if (waits.length === times) finished.resolve();
  }
  try {
    await evenly(perSecond, times, (_, due) => {
      queue.push(due);
      // The one that waited longest: a server closes connections that nobody uses.
      const connection = idle.shift();
      if (connection) void sendDue(connection).catch((error: unknown) => finished.reject(error));
    });
    await finished.promise;
  } finally {
    closeAll(open);
  }
  return waits;
}

function openConnections({ url }: Target, count: number): Promise<readonly Connection[]> {
  return Promise.all(Array.from({ length: count }, () => openConnection(url)));
}

function closeAll(connections: readonly Connection[]): void {
  for (const connection of connections) connection.close();
}
