// What goes down one WebSocket: one frame a tick, however much happens, and never more than a client can take. A client
// that is behind is not queued for: it gets everything anew once it has caught up.
import type { WebSocket } from 'ws';

export interface FrameSource<M> {
  /** Everything as it is now, for the first frame and after that whenever nothing else would be right. */
  readonly whole: () => readonly M[];
  /** What a tick brought, without what is overtaken within it. */
  readonly compact: (messages: readonly M[]) => readonly M[];
  /** What follows from the tick as a whole, asked for once a frame. */
  readonly after: () => readonly M[];
}

export interface Frames<M> {
  /** Sends these with the tick's frame. */
  push(...messages: readonly M[]): void;
  /** Sends everything with the tick's frame: what was told before counts no more. */
  anew(): void;
  close(): void;
}

/** Bytes that may wait in the socket. */
const MOST_WAITING = 1_000_000;
/** Messages that one tick may bring; whoever missed more reads everything anew. */
const MOST_QUEUED = 2_000;
const LOOK_AGAIN_MS = 100;

export function createFrames<M>(socket: WebSocket, source: FrameSource<M>): Frames<M> {
  let queue: M[] = [];
  let behind = true;
  let due: NodeJS.Immediate | null = null;
  let later: NodeJS.Timeout | null = null;

  function schedule(): void {
    if (later === null) due ??= setImmediate(flush);
  }

  function flush(): void {
    due = null;
    later = null;
    if (socket.readyState !== socket.OPEN) return;
    if (queue.length > MOST_QUEUED || socket.bufferedAmount > MOST_WAITING) behind = true;
    if (behind) queue = [];
    if (socket.bufferedAmount > MOST_WAITING) {
      later = setTimeout(flush, LOOK_AGAIN_MS).unref();
      return;
    }
    const messages = behind ? source.whole() : [...source.compact(queue), ...source.after()];
    behind = false;
    queue = [];
    if (messages.length > 0) socket.send(JSON.stringify(messages));
  }

  schedule();
  return {
    push(...messages) {
      if (!behind) queue.push(...messages);
      schedule();
    },
    anew() {
      behind = true;
      schedule();
    },
    close() {
      if (due !== null) clearImmediate(due);
      if (later !== null) clearTimeout(later);
      queue = [];
    },
  };
}
