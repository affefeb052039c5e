// Messages that wait for their hour by the workspace's clock, which may have been moved.
import { postMessage } from './messages.ts';
import type { World } from './world.ts';

const TICK_MS = 200;

/** Posts what is due from now on; answers how to stop. */
export function postWhenDue(world: World): () => void {
  const tick = setInterval(() => postDue(world), TICK_MS).unref();
  return () => clearInterval(tick);
}

function postDue(world: World): void {
  const now = world.clock.now().getTime() / 1000;
  for (const [id, { postAt, message }] of world.scheduled) {
    if (postAt > now) continue;
    world.scheduled.delete(id);
    // A channel that was archived meanwhile takes nothing more.
    if (world.channels.get(message.channel)?.archived === false) postMessage(world, message);
  }
}
