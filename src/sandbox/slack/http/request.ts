// Reads what came over HTTP: the bytes, within bounds, and the arguments in them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '#kernel/errors.ts';
import type { Json } from '../world/wire.ts';

const LARGEST_BODY = 20 * 1024 * 1024;

/** The whole body. Throws `invalid_input` beyond 20 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Fault('invalid_input', 'The body is larger than 20 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Arguments from the query, a form or a JSON object. Throws `invalid_input` for JSON that is none. */
export function readArguments(request: IncomingMessage, body: Buffer): Json {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://sandbox').searchParams);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return query;
  if (type.startsWith('application/json')) return { ...query, ...readJson(body) };
  return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) };
}

/** A JSON object. Throws `invalid_input`. */
export function readJson(body: Buffer): Json {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch (error) {
    throw new Fault('invalid_input', 'The body is not JSON.', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('invalid_input', 'The body is not a JSON object.');
  }
  return value as Json;
}

/** The bytes of a file, sent bare or as the only file of a multipart form. */
export async function readFileBytes(request: IncomingMessage, body: Buffer): Promise<Buffer> {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Buffer.from(new URLSearchParams(body.toString()).get('body') ?? body.toString());
  }
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

export function sendText(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(body);
}
