// Charts are drawn in a thread of their own, which is there while there is something to draw and a while longer.
import { Worker } from 'node:worker_threads';
import { Fault } from '#kernel/errors.ts';
import type { Draw, Drawing, DrawnImage } from '#ports/drawing.ts';
import type { Delivery, Order } from './worker.ts';

export interface Drawer {
  readonly draw: Draw;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (image: DrawnImage) => void;
  readonly reject: (error: Fault) => void;
}

const IDLE_MS = 30_000;

export function createDrawer(): Drawer {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;

  function begin(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { name: 'charts' });
    started.on('message', (delivery: Delivery) => {
      const order = waiting.get(delivery.id);
      waiting.delete(delivery.id);
      if ('image' in delivery) order?.resolve(delivery.image);
      else order?.reject(new Fault('internal', `a chart could not be drawn: ${delivery.error}`));
      if (waiting.size === 0) rest(started);
    });
    started.on('error', (error) => lose(started, error.message));
    started.on('exit', () => lose(started, 'its thread ended'));
    return started;
  }

  /** Nothing keeps the process alive for it. */
  function rest(resting: Worker): void {
    resting.unref();
    idle = setTimeout(() => {
      if (worker === resting) worker = undefined;
      void resting.terminate();
    }, IDLE_MS);
    idle.unref();
  }

  function lose(lost: Worker, because: string): void {
    if (worker !== lost) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Fault('internal', `a chart could not be drawn: ${because}`));
    waiting.clear();
  }

  return {
    draw(drawing: Drawing) {
      clearTimeout(idle);
      const thread = (worker ??= begin());
      thread.ref();
      last += 1;
      const order: Order = { id: last, drawing };
      return new Promise((resolve, reject) => {
        waiting.set(order.id, { resolve, reject });
        thread.postMessage(order);
      });
    },
    async close() {
      clearTimeout(idle);
      await worker?.terminate();
    },
  };
}
