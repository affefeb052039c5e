// Brings the changes of one turn together, so that a record made, linked and scored at once is told once, as it ended up.

import type { CrmRow } from '../../web/protocol.ts';

type What = 'created' | 'updated' | 'deleted' | 'merged';

interface Gathered {
  readonly object: string;
  readonly id: string;
  readonly what: What;
  readonly changed: readonly string[];
  readonly by: string;
  /** The record as it was last, where it is gone; null where it can still be read. */
  readonly last: CrmRow | null;
}

export interface Gatherer {
  add(change: Gathered): void;
  onTold(listener: (change: Gathered) => void): () => void;
}

export function createGatherer(): Gatherer {
  const listeners = new Set<(change: Gathered) => void>();
  let waiting = new Map<string, Gathered>();

  function tell(): void {
    const changes = waiting;
    waiting = new Map();
    for (const change of changes.values()) for (const listener of listeners) listener(change);
  }

  return {
    add(change) {
      if (waiting.size === 0) setImmediate(tell);
      const key = `${change.object} ${change.id}`;
      const before = waiting.get(key);
      waiting.set(key, before === undefined ? change : together(before, change));
    },
    onTold(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** An end wins over a beginning, a beginning over what followed it; who came first is named. */
function together(before: Gathered, next: Gathered): Gathered {
  const changed = [...new Set([...before.changed, ...next.changed])];
  return { ...before, what: next.what === 'updated' ? before.what : next.what, changed, last: next.last };
}
