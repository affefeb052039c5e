// The app as the sandbox sees it: whether it answers, and where. Says nothing about how it is started.
import type { WorldState } from './web/protocol.ts';

export type AppStatus = WorldState['app'];

export interface AppWatch {
  status(): AppStatus;
  /** Where it answers; '' while it never did. */
  url(): string;
  /** Calls back when status or address change; answers how to stop it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export interface StatusBook extends AppWatch {
  set(status: AppStatus, url?: string): void;
}

/** Keeps what is known and tells who listens of a change. */
export function createStatusBook(status: AppStatus, url = ''): StatusBook {
  const listeners = new Set<() => void>();
  let known = { status, url };
  return {
    status: () => known.status,
    url: () => known.url,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(next, at = known.url) {
      if (next === known.status && at === known.url) return;
      known = { status: next, url: at };
      for (const listener of listeners) listener();
    },
    close: () => listeners.clear(),
  };
}
