// A private note that comes below what one looks at is told by a toast: it may be the answer to what was just pressed.
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Loaded } from '../live/pane.ts';
import { useChat } from './context.ts';
import { plainText } from './plain-text.ts';

const LONGEST = 180;

/** `away`: whether the end of the list is out of sight. */
export function useNoteToast(loaded: Loaded | null, away: ReadonlySignal<boolean>, toEnd: () => void): void {
  const { toasts, names } = useChat();
  const told = useRef<string | null>(null);
  const last = loaded?.notes.at(-1);
  const ts = loaded === null ? null : (last?.ts ?? '');
  useEffect(() => {
    const before = told.current;
    told.current = ts;
    // The first that is known was there before.
    if (before === null || ts === null || last === undefined || ts <= before || !away.peek()) return;
    const text = plainText(last.text, names.peek()).slice(0, LONGEST);
    toasts.show({ kind: 'notification', title: 'Only visible to you', text, open: toEnd });
  }, [ts]);
}
