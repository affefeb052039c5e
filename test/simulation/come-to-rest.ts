// The quiet end: with everything up and well, time goes on until there is nothing left to do.
import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '#kernel/time.ts';
import { calm } from './carry-out.ts';
import type { World } from './world.ts';

/** Rounds of polling that must have found nothing more: what Salesforce stamped within a second is read twice. */
const ROUNDS = 2;
const LOOK_MS = 100;
/** Looks between two jumps of the clock, as each channel takes one message a jump; and until what comes round does so. */
const LOOKS = { jump: 2, round: 20 };
const PATIENCE_MS = 180_000;

/** Throws when it does not come to rest, with what is still to do. */
export async function comeToRest(world: World, patienceMs = PATIENCE_MS): Promise<void> {
  world.note('the quiet end');
  const deadline = performance.now() + patienceMs;
  const until = (look: () => Promise<string | null>): Promise<void> => poll(world, deadline, look);
  await calm(world);
  await until(async () => ((await world.readiness()) === 200 ? null : 'the app is not ready'));
  world.note('  everything is up');
  await world.webhooks.settled();
  world.note('  every webhook was taken');
  for (let round = 0; round < ROUNDS; round += 1) {
    world.clock.moveBy(10 * MINUTE_MS);
    const since = world.clock.now();
    await catchUp(world);
    await until(async () => ((await polledSince(world, since)) ? null : 'the CRMs were not polled'));
    await until(() => leftToDo(world));
    world.note(`  round ${round + 1} of polling found nothing more`);
  }
  world.note('at rest');
}

async function poll(world: World, deadline: number, look: () => Promise<string | null>): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    const left = await look();
    if (left === null) return;
    if (performance.now() > deadline) throw new Error(`It did not come to rest: ${left}`);
    await sleep(LOOK_MS);
    // What waits for its time need not wait for ours.
    if (turn % LOOKS.jump === 0) world.clock.moveBy(MINUTE_MS);
    if (turn % LOOKS.round === 0) await catchUp(world);
  }
}

async function catchUp(world: World): Promise<void> {
  const [app] = world.replicas();
  await app?.catchUp();
}

async function polledSince(world: World, since: Date): Promise<boolean> {
  const rows = await world.rows('SELECT 1 FROM poll_cursor WHERE polled_at < $1 OR NOT caught_up', [since]);
  return rows.length === 0;
}

/** Null when there is nothing. */
async function leftToDo(world: World): Promise<string | null> {
  const rows = await world.rows<{ key: string; note: string | null }>(
    `SELECT key, note FROM inbox WHERE state = 'pending' UNION ALL SELECT key, note FROM outbox WHERE state = 'pending'`,
  );
  const [first] = rows;
  return first === undefined ? null : `${rows.length} rows wait, one of them ${first.key}: ${first.note ?? ''}`;
}
