// The baselines, as a process of their own: the least that a handler can do and still be one. A signature check with
// node:http and nothing else; then one chat.postMessage, or one conditional UPDATE, or an UPDATE and one chat.update.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

const { BARE_SECRET = '', BARE_SLACK_API_URL = '', BARE_SLACK_TOKEN = '', DATABASE_URL } = process.env;
const pool = DATABASE_URL === undefined ? null : new Pool({ connectionString: DATABASE_URL, max: 12 });

const server = createServer((request, response) => {
  void answer(request).then(({ status, body }) => response.writeHead(status).end(body));
});

async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const expected = createHmac('sha256', BARE_SECRET).update(body).digest();
  const given = Buffer.from(String(request.headers['x-signature']), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 401, body: '' };
  if (request.url === '/card') {
    await postCard(JSON.parse(body.toString()) as { channel: string; text: string });
    return { status: 200, body: '' };
  }
  if (request.url === '/claim') {
    return { status: 200, body: await claim(JSON.parse(body.toString()) as { lead: number; by: string }) };
  }
  if (request.url === '/approve') {
    const { lead, by, ...card } = JSON.parse(body.toString()) as Approval;
    await claim({ lead, by });
    await callSlack('chat.update', card);
  }
  return { status: 200, body: '' };
}

interface Approval {
  readonly lead: number;
  readonly by: string;
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
}

function postCard(message: { readonly channel: string; readonly text: string }): Promise<void> {
  return callSlack('chat.postMessage', message);
}

async function callSlack(method: string, message: object): Promise<void> {
  const headers = { authorization: `Bearer ${BARE_SLACK_TOKEN}`, 'content-type': 'application/json; charset=utf-8' };
  const response = await fetch(`${BARE_SLACK_API_URL}${method}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(message),
  });
  await response.arrayBuffer();
}

async function claim({ lead, by }: { readonly lead: number; readonly by: string }): Promise<string> {
  const won = await pool?.query('UPDATE bare_lead SET owner = $2 WHERE id = $1 AND owner IS NULL', [lead, by]);
  return won?.rowCount === 1 ? 'won' : 'lost';
}

process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => {
    const ended = pool === null ? Promise.resolve() : pool.end();
    void ended.then(() => process.exit(0));
  });
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ message: 'listening', url: `http://127.0.0.1:${port}` })}\n`);
