// Unread marks of an open conversation: where the unread begins, and telling the sandbox what has been seen.
import { useSignal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import type { Loaded } from '../live/pane.ts';
import { useChat } from './context.ts';
import { firstUnread } from './rows.ts';

/** Answers the `ts` above which the line stands; null where there is none. */
export function useUnread(
  conversation: SeenConversation,
  loaded: Loaded | null,
  atEnd: ReadonlySignal<boolean>,
): string | null {
  const { pane, names } = useChat();
  const newFrom = useSignal<string | null>(null);
  const wasUnread = useRef(false);
  const pageSeen = usePageSeen();
  const { id, unread } = conversation;
  const reads = atEnd.value && pageSeen.value;

  useLayoutEffect(() => {
    if (loaded === null) return;
    if (unread > 0 && !wasUnread.current && !reads) {
      newFrom.value = firstUnread(loaded.messages, names.peek().self ?? '', unread);
    }
    wasUnread.current = unread > 0;
  }, [unread > 0, loaded === null]);

  const last = loaded?.messages.at(-1)?.ts;
  useEffect(() => {
    if (!reads || unread === 0 || last === undefined) return;
    // What is not told now is told with the next message or at the next visit.
    pane.acts.read(id, last).catch(() => undefined);
  }, [reads, unread, last, id]);
  return newFrom.value;
}

function usePageSeen(): ReadonlySignal<boolean> {
  const seen = useSignal(document.visibilityState === 'visible');
  useEffect(() => {
    const look = (): void => void (seen.value = document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return seen;
}
