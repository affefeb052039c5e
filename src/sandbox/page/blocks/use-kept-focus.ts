// Keeps the keyboard where it is when what was pressed makes way for something else: Claim for what a holder may do.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Focuses the first control of this row if the one that had the keyboard is gone after drawing. */
export function useKeptFocus(row: RefObject<HTMLElement | null>): void {
  // Asked while drawing: afterwards what was focused is gone, and browsers differ in whether they say so.
  const hadFocus = row.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (!hadFocus || document.activeElement !== document.body) return;
    row.current?.querySelector<HTMLElement>('button, a, input')?.focus();
  });
}
