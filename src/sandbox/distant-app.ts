// An app in another process: looked at every so often, as it can be neither started nor stopped from here.
import { setTimeout as pause } from 'node:timers/promises';
import { createStatusBook } from './app-watch.ts';
import type { AppStatus, AppWatch } from './app-watch.ts';

const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 2_000;

/** Looks at its /readyz until closed. */
export function watchDistantApp(url: string, everyMs: number = LOOK_EVERY_MS): AppWatch {
  const book = createStatusBook('unreachable', url);
  const closing = new AbortController();
  void (async () => {
    while (!closing.signal.aborted) {
      book.set(await look(url));
      await pause(everyMs, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  })();
  return {
    ...book,
    close() {
      closing.abort();
      book.close();
    },
  };
}

/** An app that answers at all is there; until it says that it is ready it is starting. */
async function look(url: string): Promise<AppStatus> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.body?.cancel();
    return answer.ok ? 'ready' : 'starting';
  } catch {
    return 'unreachable';
  }
}
