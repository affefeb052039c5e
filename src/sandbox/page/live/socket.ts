// A WebSocket to the sandbox that comes back by itself. What is said over it is the caller's.
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { waitBeforeRetry } from './backoff.ts';
import type { Link } from './pane.ts';

export interface LiveSocket {
  /** `live` from the first frame on, `lost` from a break until the first frame after it. */
  readonly link: ReadonlySignal<Link>;
  close(): void;
}

/** `path` below `/_sandbox/`; frames are lists of messages, and a connection's first message says everything. */
export function openSocket(path: string, onFrame: (messages: readonly unknown[]) => void): LiveSocket {
  const link = signal<Link>('connecting');
  const address = new URL(`/_sandbox/${path}`, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  let socket: WebSocket | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function connect(): void {
    clearTimeout(retry);
    retry = undefined;
    const opened = new WebSocket(address);
    socket = opened;
    opened.addEventListener('message', ({ data }) => {
      if (socket !== opened) return;
      onFrame(JSON.parse(String(data)) as readonly unknown[]);
      failures = 0;
      link.value = 'live';
    });
    opened.addEventListener('close', () => {
      if (socket !== opened) return;
      failures += 1;
      link.value = 'lost';
      retry = setTimeout(connect, waitBeforeRetry(failures));
    });
  }

  /** Whoever looks at the page again, or has a network again, does not wait for the next try. */
  function hurry(): void {
    if (retry !== undefined && document.visibilityState === 'visible') connect();
  }

  document.addEventListener('visibilitychange', hurry);
  addEventListener('online', hurry);
  connect();
  return {
    link,
    close() {
      document.removeEventListener('visibilitychange', hurry);
      removeEventListener('online', hurry);
      clearTimeout(retry);
      const last = socket;
      socket = null;
      last?.close();
    },
  };
}
