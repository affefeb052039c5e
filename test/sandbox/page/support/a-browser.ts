// The little of a browser that panes need beside fetch and WebSocket, which Node has: where the page came from, and whether
// it is looked at.
import { vi } from 'vitest';

/** Until `vi.unstubAllGlobals()`. */
export function pretendPageOf(url: string): void {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('location', new URL(url));
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
}
