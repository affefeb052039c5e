// One HTTP request and its answer: the body with a size cap, and answers in one shape. Knows no route.
import type { IncomingMessage, ServerResponse } from 'node:http';

const BODY_LIMIT = 1024 * 1024;

export type ReadBody =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'too_large' }
  /** The other side went away: there is nobody to answer. */
  | { readonly kind: 'aborted' };

/** The raw bytes, up to `limit`. What comes after that is dropped unread, so that the answer still arrives. */
export function readBody(request: IncomingMessage, limit: number = BODY_LIMIT): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    function take(chunk: Buffer): void {
      size += chunk.length;
      if (size > limit) end({ kind: 'too_large' });
      else chunks.push(chunk);
    }
    function end(result: ReadBody): void {
      request.off('data', take);
      request.resume();
      resolve(result);
    }
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      end({ kind: 'too_large' });
      return;
    }
    request.on('data', take);
    request.once('end', () => end({ kind: 'read', body: Buffer.concat(chunks) }));
    // After a complete request this changes nothing any more.
    request.once('close', () => end({ kind: 'aborted' }));
    request.once('error', () => end({ kind: 'aborted' }));
  });
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n`, headers };
}

/** `error` is a word for machines, `because` a sentence for people. */
export function refusal(
  status: number,
  error: string,
  because: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json(status, { error, because }, headers);
}

export function send(response: ServerResponse, { status, type, body, headers = {} }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
