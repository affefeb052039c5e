// How much of a conversation is drawn: its end at first, more as one scrolls up, and as far as a link points.
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import type { Loaded } from '../live/pane.ts';
import { useChat } from './context.ts';
import { countTo, tailOf } from './tail.ts';

const FIRST = 50;
const STEP = 100;
/** Above the message that a link points to there is something to be read as well. */
const ABOVE = 20;

export interface Tail {
  readonly tail: Loaded | null;
  /** Draws more, or fetches more where everything held is drawn. */
  showOlder(): void;
}

export function useTail(id: string, loaded: Loaded | null, marked: string | null): Tail {
  const { pane } = useChat();
  const count = useSignal(FIRST);
  const held = loaded?.messages.length ?? 0;

  useEffect(() => {
    if (marked === null || loaded === null) return;
    const needed = countTo(loaded, marked);
    if (needed > 0) count.value = Math.max(count.peek(), needed + ABOVE);
    // One page after the other, until it is found or there are none.
    else if (loaded.more && marked < (loaded.messages[0]?.ts ?? '')) fetchOlder();
  }, [marked, held]);

  function fetchOlder(): void {
    // Scrolling up asks again for what does not come now.
    pane.loadOlder(id).catch(() => undefined);
  }
  const showOlder = useCallback(() => {
    if (count.peek() < held + STEP) count.value = Math.min(count.peek(), held) + STEP;
    if (count.peek() > held) fetchOlder();
  }, [pane, id, held]);
  const shown = count.value;
  const tail = useMemo(() => (loaded === null ? null : tailOf(loaded, shown)), [loaded, shown]);
  return { tail, showOlder };
}
