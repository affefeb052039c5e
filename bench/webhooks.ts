// The HubSpot webhook route: requests a second and p99 at 50 connections, every one committed before its 200.
import { createHmac } from 'node:crypto';
import { bareHeaders, startBareServer } from './bare.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { percentile } from './figures.ts';
import type { Figure, Result, Settings } from './figures.ts';
import { HUBSPOT_SECRET, inHouse } from './house.ts';
import type { HousePlan } from './house.ts';
import { describeLoad } from './report.ts';

const CONNECTIONS = 50;
const WARM_UP_MS = 2000;
/** A longer run says nothing more, and each request leaves a row. */
const LONGEST_MS = 10_000;

const PLAN: HousePlan = {
  people: [{ name: 'Ana Rep', email: 'ana@acme.test' }],
  channels: ['ops'],
  slackLimits: 'off',
  playbook: `
version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
`,
};

interface Load {
  readonly perSecond: number;
  readonly p99: number;
}

/** Makes the body and headers of one more request. */
type Sign = (
  url: string,
  sequence: number,
) => { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export function webhooks({ seconds }: Settings): Promise<Result> {
  return inHouse(PLAN, async ({ app }) => {
    const forMs = Math.min(seconds * 1000, LONGEST_MS);
    const bare = await startBareServer();
    const baseline = await underLoad(`${bare.url}/webhook`, signBare, forMs).finally(() => bare.stop());
    const route = await underLoad(`${app.url}/webhooks/hubspot`, signHubspot, forMs);
    const figures: Figure[] = [
      { what: 'requests', value: route.perSecond, unit: '/s', baseline: baseline.perSecond, target: null },
      { what: 'p99', value: route.p99, unit: 'ms', baseline: baseline.p99, target: null },
    ];
    return {
      title: `webhooks: POST /webhooks/hubspot, one event each, ${CONNECTIONS} connections`,
      baseline: 'a bare node:http HMAC check that answers 200 and stores nothing',
      figures,
      notes: [
        'app, PostgreSQL (fsync on) and baseline in processes of their own; the load generator in another',
        'events of an object that is only recorded, so that reading records does not share the figure',
        ...[...app.complaints].map(([what, times]) => `the app logged ${times} x ${what}`),
        describeLoad(),
      ],
    };
  });
}

function signBare(_url: string, sequence: number): ReturnType<Sign> {
  const body = eventOf(sequence);
  return { body, headers: bareHeaders(body) };
}

function signHubspot(url: string, sequence: number): ReturnType<Sign> {
  const body = eventOf(sequence);
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', HUBSPOT_SECRET).update(`POST${url}${body}${timestamp}`).digest('base64');
  const headers = { 'x-hubspot-request-timestamp': timestamp, 'x-hubspot-signature-v3': signature };
  return { body, headers: { 'content-type': 'application/json', ...headers } };
}

function eventOf(sequence: number): string {
  const occurredAt = Date.now();
  return JSON.stringify([
    {
      eventId: sequence,
      subscriptionId: 1000,
      portalId: 143_999_001,
      appId: 1_160_452,
      occurredAt,
      attemptNumber: 0,
      subscriptionType: 'ticket.propertyChange',
      objectId: sequence,
      propertyName: 'subject',
      propertyValue: 'bench',
    },
  ]);
}

/** Each connection sends its next request as soon as the one before is answered. */
async function underLoad(url: string, sign: Sign, forMs: number): Promise<Load> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(url)));
  const began = performance.now();
  const from = began + WARM_UP_MS;
  const until = from + forMs;
  const waits: number[] = [];
  let sequence = 0;
  async function keepBusy(connection: Connection): Promise<void> {
    while (performance.now() < until) {
      sequence += 1;
      const { body, headers } = sign(url, sequence);
      const sentAt = performance.now();
      const status = await connection.post(body, headers);
      if (status !== 200) throw new Error(`${url} answered ${status}`);
      const answeredAt = performance.now();
      if (sentAt >= from && answeredAt <= until) waits.push(answeredAt - sentAt);
    }
  }
  try {
    await Promise.all(connections.map(keepBusy));
  } finally {
    for (const connection of connections) connection.close();
  }
  return { perSecond: waits.length / (forMs / 1000), p99: percentile(waits, 0.99) };
}
