// The thread that draws, so that nobody's click waits for it.
import { parentPort } from 'node:worker_threads';
import { messageOf } from '#kernel/errors.ts';
import type { Drawing } from '#ports/drawing.ts';
import { render } from './render.ts';

export interface Order {
  readonly id: number;
  readonly drawing: Drawing;
}

export type Delivery =
  | { readonly id: number; readonly image: Awaited<ReturnType<typeof render>> }
  | { readonly id: number; readonly error: string };

parentPort?.on('message', ({ id, drawing }: Order) => {
  render(drawing).then(
    (image) => deliver({ id, image }),
    (error: unknown) => deliver({ id, error: messageOf(error) }),
  );
});

function deliver(delivery: Delivery): void {
  parentPort?.postMessage(delivery);
}
