// How the page's server answers: headers that hold for everything, JSON, errors as sentences, bytes that a browser may keep.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { ControlError } from '../protocol.ts';

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** What the page may load: its own files, pictures within it, and nothing of another host. */
export function pagePolicy(host: string): string {
  return [
    "default-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self' ws://${host}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For what is no page: nothing at all. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    ...EVERYWHERE,
    'content-security-policy': NOTHING,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** What cannot be right is 400, what may not be 403, what is not there 404, what the other side refused 409. */
export function sendError(response: ServerResponse, error: unknown): void {
  const { status, sentence } = toldAs(error);
  sendJson(response, status, { error: sentence } satisfies ControlError);
}

function toldAs(error: unknown): { readonly status: number; readonly sentence: string } {
  if (error instanceof z.ZodError) return { status: 400, sentence: z.prettifyError(error) };
  if (!(error instanceof Fault)) return { status: 500, sentence: 'The sandbox has a defect; its terminal says more.' };
  const { code, message: sentence } = error;
  if (code === 'forbidden') return { status: 403, sentence };
  if (code === 'not_found') return { status: 404, sentence };
  if (code === 'refused' || code === 'unavailable') return { status: 409, sentence };
  return { status: code === 'internal' ? 500 : 400, sentence };
}

export interface Bytes {
  readonly body: Buffer;
  readonly type: string;
  readonly policy?: string;
  /** `immutable`: the name changes with the content. */
  readonly keep?: 'immutable';
  /** Shown by its name in a download, never in the browser. */
  readonly attachment?: string;
  /** The same compressed, by content coding. */
  readonly compressed?: { readonly br: Buffer; readonly gzip: Buffer };
}

/** A browser that has these bytes already gets 304. */
export function sendBytes(request: IncomingMessage, response: ServerResponse, status: number, bytes: Bytes): void {
  const etag = `"${createHash('sha256').update(bytes.body).digest('base64url').slice(0, 22)}"`;
  const { coding, body } = encoded(request, bytes);
  const headers = {
    ...EVERYWHERE,
    'content-security-policy': bytes.policy ?? NOTHING,
    'content-type': bytes.type,
    'cache-control': bytes.keep === 'immutable' ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    ...(bytes.compressed === undefined ? {} : { vary: 'accept-encoding' }),
    ...(coding === null ? {} : { 'content-encoding': coding }),
    ...(bytes.attachment === undefined
      ? {}
      : { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(bytes.attachment)}` }),
  };
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function encoded(
  request: IncomingMessage,
  { body, compressed }: Bytes,
): { readonly coding: 'br' | 'gzip' | null; readonly body: Buffer } {
  if (compressed === undefined) return { coding: null, body };
  const accepted = new Set(
    (request.headers['accept-encoding']?.toString() ?? '')
      .split(',')
      .filter((each) => !/;\s*q=0(?:\.0*)?\s*$/u.test(each))
      .map((each) => each.split(';')[0]?.trim()),
  );
  const coding = (['br', 'gzip'] as const).find((each) => accepted.has(each));
  return coding === undefined ? { coding: null, body } : { coding, body: compressed[coding] };
}
