// Keys that work anywhere in a pane: the switcher, help, Esc.
import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Ways } from './context.ts';

/** What lies in front of the pane's own content. */
export type Front = 'nothing' | 'switch' | 'browse' | 'help';

export interface WorkspaceKeys {
  readonly root: RefObject<HTMLElement | null>;
  readonly primary: boolean;
  readonly ways: Ways;
  readonly front: Signal<Front>;
}

export function useWorkspaceKeys({ root, primary, ways, front }: WorkspaceKeys): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const pane = root.current;
      if (pane === null || event.defaultPrevented || !pane.checkVisibility() || !isFor(pane, event.target, primary))
        return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        front.value = front.peek() === 'switch' ? 'nothing' : 'switch';
        return;
      }
      // Below an open dialog nothing has keys.
      if (pane.querySelector('dialog[open]') !== null) return;
      if (event.key === '?' && !isField(event.target)) {
        event.preventDefault();
        front.value = 'help';
      }
      if (
        event.key === 'Escape' &&
        ways.address.peek().thread !== null &&
        document.querySelector(':popover-open') === null
      ) {
        ways.goTo({ thread: null, message: null });
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root, primary, ways, front]);
}

/** Keys pressed in no pane at all are for the first. */
function isFor(pane: HTMLElement, target: EventTarget | null, primary: boolean): boolean {
  if (!(target instanceof Element)) return primary;
  const own = target.closest('.chat-workspace');
  return own === pane || (own === null && primary);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}
