// Calls to the sandbox's control API on the page's own origin. Knows no act and no screen.
import type { ControlError } from '#sandbox/web/protocol.ts';

const GIVE_UP_AFTER_MS = 30_000;
const UNREACHABLE = 'The sandbox does not answer. Try again in a moment.';

/** A call that was not carried out; its message is for people. `status` is 0 where nobody answered. */
export class CallFailed extends Error {
  readonly status: number;

  constructor(message: string, status: number, cause?: unknown) {
    super(message, { cause });
    this.name = 'CallFailed';
    this.status = status;
  }
}

/** `path` below `/_sandbox/`. Rejects with CallFailed. */
export function readSandbox<T>(path: string): Promise<T> {
  return call<T>(path, { method: 'GET' });
}

/** Posts `body` as JSON. Rejects with CallFailed. */
export function tellSandbox<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const request = { ...init, signal: AbortSignal.timeout(GIVE_UP_AFTER_MS) };
  const response = await fetch(new URL(`/_sandbox/${path}`, location.href), request).catch((error: unknown) => {
    throw new CallFailed(UNREACHABLE, 0, error);
  });
  const body = await response.json().catch((error: unknown) => {
    throw new CallFailed(UNREACHABLE, response.status, error);
  });
  if (!response.ok) throw new CallFailed((body as ControlError).error, response.status);
  return body as T;
}
