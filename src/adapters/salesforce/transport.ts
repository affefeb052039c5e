// How jsforce's requests travel: by fetch, under the policy's deadline, once. jsforce's own transport waits 30 minutes
// and repeats by itself what may not be repeated.
import { PassThrough } from 'node:stream';

export interface TransportAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
}

export interface Transport {
  httpRequest(request: TransportRequest): Promise<TransportAnswer> & { stream(): PassThrough };
}

/** A transport for one call. `seen` is told every answer, because jsforce's errors do not carry the HTTP status. */
export function fetchTransport(signal: AbortSignal, seen: (answer: TransportAnswer) => void): Transport {
  async function exchange({ method, url, headers, body }: TransportRequest): Promise<TransportAnswer> {
    // undici sets the length itself and refuses one that differs.
    const { 'content-length': _, ...rest } = headers ?? {};
    const answer = await fetch(url, { method, headers: rest, signal, redirect: 'error', ...(body ? { body } : {}) });
    const whole = {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    };
    seen(whole);
    return whole;
  }
  // jsforce asks every transport for a stream beside the promise; nobody reads it here.
  return { httpRequest: (request) => Object.assign(exchange(request), { stream: () => new PassThrough() }) };
}
