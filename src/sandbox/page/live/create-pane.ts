// A pane over the sandbox's WebSocket and control API: holds what was fetched and alters it with each change.
import { batch, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { ConversationPage, PaneMessage, Snapshot, ThreadPage } from '#sandbox/web/protocol.ts';
import { CallFailed, readSandbox } from './call.ts';
import { loadedThread, withChange, withOlder } from './loaded.ts';
import type { Place } from './loaded.ts';
import { createPaneActs } from './pane-acts.ts';
import type { Loaded, Pane, PaneEvent } from './pane.ts';
import { withNews } from './snapshot.ts';
import { openSocket } from './socket.ts';

/** Messages of one request; a reconnection fetches as many as were held, up to the most. */
const PAGE = 100;
const MOST = 1_000;

interface Held {
  readonly place: Place;
  readonly shown: Signal<Loaded | null>;
  /** Changes that came while a page was under way: it may or may not know them, so they are applied to it again. */
  underway: PaneMessage[] | null;
}

/** `as`: the persona's short name. Connects at once. */
export function createPane(as: string): Pane {
  const snapshot = signal<Snapshot | null>(null);
  const missing = signal<ReadonlyMap<string, string>>(new Map());
  const held = new Map<string, Held>();
  const older = new Map<string, Promise<void>>();
  const listeners = new Set<(event: PaneEvent) => void>();
  const who = encodeURIComponent(as);

  function tellAll(event: PaneEvent): void {
    for (const listener of listeners) listener(event);
  }

  function onFrame(changes: readonly PaneMessage[]): void {
    batch(() => {
      for (const change of changes) onChange(change);
    });
    for (const change of changes) {
      if (change.kind !== 'message_posted' || change.notification === null) continue;
      tellAll({ kind: 'notification', message: change.message, text: change.notification });
    }
  }

  function onChange(change: PaneMessage): void {
    snapshot.value = withNews(snapshot.value, change);
    if (change.kind === 'snapshot') return refetchAll();
    for (const each of held.values()) {
      each.underway?.push(change);
      if (each.shown.value !== null) each.shown.value = withChange(each.shown.value, each.place, change);
    }
  }

  function hold(key: string, place: Place): Held {
    const known = held.get(key);
    if (known !== undefined) return known;
    const fresh: Held = { place, shown: signal(null), underway: null };
    held.set(key, fresh);
    void fetchInto(key, fresh);
    return fresh;
  }

  async function fetchInto(key: string, into: Held): Promise<void> {
    const underway: PaneMessage[] = [];
    into.underway = underway;
    try {
      const page = await fetchPage(into);
      if (into.underway !== underway) return;
      into.shown.value = underway.reduce((loaded, change) => withChange(loaded, into.place, change), page);
      noteMissing(key, null);
    } catch (error) {
      if (into.underway === underway) noteMissing(key, error instanceof CallFailed ? error.message : String(error));
    } finally {
      if (into.underway === underway) into.underway = null;
    }
  }

  async function fetchPage({ place: { channel, thread }, shown }: Held): Promise<Loaded> {
    if (thread !== null) return loadedThread(await readSandbox<ThreadPage>(`threads/${channel}/${thread}?as=${who}`));
    const limit = Math.min(Math.max(PAGE, shown.peek()?.messages.length ?? 0), MOST);
    return readSandbox<ConversationPage>(`conversations/${channel}?as=${who}&limit=${limit}`);
  }

  function noteMissing(key: string, said: string | null): void {
    if (said === null && !missing.peek().has(key)) return;
    const next = new Map(missing.peek());
    if (said === null) next.delete(key);
    else next.set(key, said);
    missing.value = next;
  }

  function refetchAll(): void {
    for (const [key, each] of held) void fetchInto(key, each);
  }

  async function fetchOlder(id: string): Promise<void> {
    const known = held.get(id);
    const oldest = known?.shown.peek()?.messages[0]?.ts;
    if (known === undefined || oldest === undefined || known.shown.peek()?.more !== true) return;
    const page = await readSandbox<ConversationPage>(`conversations/${id}?as=${who}&before=${oldest}&limit=${PAGE}`);
    const now = known.shown.peek();
    // What a reconnection fetched meanwhile may begin elsewhere; the page belongs before what it was asked for.
    if (now?.messages[0]?.ts === oldest) known.shown.value = withOlder(now, page);
  }

  const socket = openSocket(`live?as=${who}`, (messages) => onFrame(messages as readonly PaneMessage[]));
  return {
    as,
    link: socket.link,
    snapshot,
    missing,
    conversation: (id) => hold(id, { channel: id, thread: null }).shown,
    thread: (channel, ts) => hold(`${channel} ${ts}`, { channel, thread: ts }).shown,
    retry() {
      for (const key of missing.peek().keys()) {
        const each = held.get(key);
        if (each !== undefined) void fetchInto(key, each);
      }
    },
    loadOlder(id) {
      const running = older.get(id) ?? fetchOlder(id).finally(() => older.delete(id));
      older.set(id, running);
      return running;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    acts: createPaneActs(as, (said) => tellAll({ kind: 'trouble', said })),
    close: () => socket.close(),
  };
}
