// Keys of a focused message list: arrows or j and k from message to message, Home and End, Enter or t for the thread.

/** Moves the focus; answers the `ts` of a message whose thread is asked for. */
export function walkRows(event: KeyboardEvent): string | null {
  const list = event.currentTarget;
  const focused = document.activeElement;
  if (!(list instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return null;
  const row = focused instanceof HTMLElement ? focused.closest<HTMLElement>('.chat-row') : null;
  if (row !== null && focused !== row && event.key === 'Escape') {
    event.stopPropagation();
    row.focus();
    return null;
  }
  // Menus and fields of a message have these keys themselves; so has Enter on a button.
  const isPlain = focused instanceof HTMLElement && focused.matches('button:not([aria-haspopup]), a');
  if (focused !== list && focused !== row && (!isPlain || event.key === 'Enter')) return null;
  if (row !== null && (event.key === 'Enter' || event.key === 't')) {
    event.preventDefault();
    return row.dataset['from'] === undefined ? (row.dataset['ts'] ?? null) : null;
  }
  const rows = [...list.querySelectorAll<HTMLElement>('.chat-row')];
  const next = rows.at(nextIndex(event.key, row === null ? -1 : rows.indexOf(row), rows.length) ?? rows.length);
  if (next === undefined) return null;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  return null;
}

/** From outside of the messages every way leads to the last. */
function nextIndex(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return at === -1 ? count - 1 : Math.min(at + 1, count - 1);
    case 'ArrowUp':
    case 'k':
      return at === -1 ? count - 1 : Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
  }
  return null;
}
