// Where the focus goes when a thread is opened and closed.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Into the thread when somebody opened it, and back to the message that it hangs on. `ts`: of that message. */
export function useThreadFocus(panel: RefObject<HTMLElement | null>, ts: string): void {
  useEffect(() => {
    const opened = panel.current;
    const workspace = opened?.closest('.chat-workspace') ?? null;
    if (opened === null || workspace === null) return;
    // With nothing in focus nobody opened it just now: the address led here.
    if (document.activeElement !== document.body) entryOf(opened)?.focus({ preventScroll: true });
    return () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (!isLost && !opened.contains(document.activeElement)) return;
      const row = workspace.querySelector<HTMLElement>(`.chat-main [data-ts="${CSS.escape(ts)}"]`);
      requestAnimationFrame(() => row?.focus({ preventScroll: true }));
    };
  }, [panel, ts]);
}

/** Where one writes; on a screen that is touched that would bring up the keyboard, so there it is the head. */
function entryOf(panel: HTMLElement): HTMLElement | null {
  const field = matchMedia('(pointer: fine)').matches ? panel.querySelector<HTMLElement>('textarea') : null;
  return field ?? panel.querySelector<HTMLElement>('h2');
}
