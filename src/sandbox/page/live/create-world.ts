// The world outside over the sandbox's WebSocket and control API: state as last told, records of the kinds that were asked for.
import { batch, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { CrmName, CrmOverview, CrmRow, Happening, WorldMessage, WorldState } from '#sandbox/web/protocol.ts';
import { waitBeforeRetry } from './backoff.ts';
import { readSandbox, tellSandbox } from './call.ts';
import { byChange, withRecord } from './records.ts';
import type { RecordNews } from './records.ts';
import { openSocket } from './socket.ts';
import type { OutsideWorld, RecordChange } from './world.ts';

const CHANGES_KEPT = 200;

interface Held {
  readonly crm: CrmName;
  readonly object: string;
  readonly rows: Signal<readonly CrmRow[] | null>;
  underway: RecordNews[] | null;
}

/** Connects at once. */
export function createWorld(): OutsideWorld {
  const state = signal<WorldState | null>(null);
  const happenings = signal<readonly Happening[]>([]);
  const crms = signal<readonly CrmOverview[]>([]);
  const changes = signal<readonly RecordChange[]>([]);
  const held = new Map<string, Held>();
  let closed = false;

  function onFrame(messages: readonly WorldMessage[]): void {
    batch(() => {
      for (const message of messages) onMessage(message);
    });
  }

  function onMessage(message: WorldMessage): void {
    switch (message.kind) {
      case 'overview':
        state.value = message.world;
        happenings.value = message.happenings;
        crms.value = message.crms;
        for (const each of held.values()) void fetchRows(each);
        return;
      case 'world':
        state.value = message.world;
        return;
      case 'record':
        return onRecord(message);
    }
  }

  function onRecord(news: RecordNews): void {
    const { row, what, changed, by } = news;
    changes.value = [{ row, what, changed, by, at: performance.now() }, ...changes.value].slice(0, CHANGES_KEPT);
    for (const each of held.values()) {
      each.underway?.push(news);
      if (each.rows.value !== null) each.rows.value = withRecord(each.rows.value, each, news);
    }
  }

  async function fetchRows(into: Held, failures = 0): Promise<void> {
    const underway: RecordNews[] = [];
    into.underway = underway;
    try {
      const rows = byChange(await readSandbox<readonly CrmRow[]>(`crm/${into.crm}/${into.object}`));
      if (into.underway !== underway) return;
      into.rows.value = underway.reduce((known, news) => withRecord(known, into, news), rows);
      into.underway = null;
    } catch {
      // What is shown stays, and the link says whether the sandbox is there; the rows are asked for until they come.
      const again = (): void => void (into.underway === underway && fetchRows(into, failures + 1));
      if (!closed) setTimeout(again, waitBeforeRetry(failures + 1));
    }
  }

  const socket = openSocket('live/world', (messages) => onFrame(messages as readonly WorldMessage[]));
  return {
    link: socket.link,
    state,
    happenings,
    crms,
    changes,
    records(crm, object) {
      const key = `${crm} ${object}`;
      const known = held.get(key);
      if (known !== undefined) return known.rows;
      const fresh: Held = { crm, object, rows: signal(null), underway: null };
      held.set(key, fresh);
      void fetchRows(fresh);
      return fresh.rows;
    },
    history: (crm, object, id) => readSandbox(`crm/${crm}/${object}/${encodeURIComponent(id)}/history`),
    links: (crm, object, id) => readSandbox(`crm/${crm}/${object}/${encodeURIComponent(id)}/links`),
    edit: async (crm, object, id, values, as) => {
      await tellSandbox(`crm/${crm}/${object}/${encodeURIComponent(id)}`, { values, as });
    },
    make: (happening, input = {}) => tellSandbox(`world/${happening}`, input),
    close() {
      closed = true;
      socket.close();
    },
  };
}
