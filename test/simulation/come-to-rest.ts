// The quiet end: with everything up and well, time goes on until there is nothing left to do.
import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import { calm } from './carry-out.ts';
import type { World } from './world.ts';

/** Rounds of polling that must have found nothing more: what Salesforce stamped within a second is read twice. */
const ROUNDS = 2;
const LOOK_MS = 100;
/** Looks between two jumps of the clock, as each channel takes one message a jump; and until what comes round does so. */
const LOOKS = { jump: 2, round: 20 };
const PATIENCE_MS = 180_000;
/** What the adapters track, and the campaigns that are watched beside. */
const POLLED = [
  ...['lead', 'company', 'opportunity', 'campaign'].map((object) => `hubspot ${object}`),
  ...['lead', 'contact', 'company', 'opportunity', 'campaign'].map((object) => `salesforce ${object}`),
];

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
  // Deletions and merges that only a list of the past tells of become hints, and a first reading's end is polled behind.
  const calmAt = world.clock.now();
  await catchUp(world);
  await until(() => leftToRead(world, calmAt));
  world.note('  the past is read and followed');
  for (let round = 0; round < ROUNDS; round += 1) {
    world.clock.moveBy(10 * MINUTE_MS);
    const since = world.clock.now();
    await catchUp(world);
    await until(() => leftToPoll(world, since));
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

/** Null when every kind of the past was read whole, and followed since. */
async function leftToRead(world: World, since: Date): Promise<string | null> {
  const filled = await world.rows<{ crm: string }>('SELECT crm FROM history_fill WHERE finished_at IS NOT NULL');
  const missing = CRM_NAMES.filter((name) => !filled.some(({ crm }) => crm === name));
  if (missing.length > 0) return `the past of ${missing.join(' and ')} is not read`;
  const [behind] = await world.rows<{ crm: string; kind: string; phase: string; trouble: string | null }>(
    `SELECT crm, kind, phase, trouble FROM history_sync
    WHERE phase <> 'follow' OR fresh_at IS NULL OR fresh_at < $1`,
    [since],
  );
  if (behind === undefined) return null;
  const { crm, kind, phase, trouble } = behind;
  return `the past was not followed: ${crm} ${kind}, phase ${phase}${trouble === null ? '' : `, ${trouble}`}`;
}

/** Null when a round of polling has gone over all objects since. One that was never polled has no row at all. */
async function leftToPoll(world: World, since: Date): Promise<string | null> {
  const polled = await world.rows<{ place: string }>(
    `SELECT crm || ' ' || object AS place FROM poll_cursor WHERE polled_at >= $1 AND caught_up`,
    [since],
  );
  const done = new Set(polled.map(({ place }) => place));
  const missing = POLLED.filter((place) => !done.has(place));
  return missing.length === 0 ? null : `not polled: ${missing.join(', ')}`;
}

/** Null when there is nothing. */
async function leftToDo(world: World): Promise<string | null> {
  const rows = await world.rows<{ key: string; note: string | null }>(
    `SELECT key, note FROM inbox WHERE state = 'pending' UNION ALL SELECT key, note FROM outbox WHERE state = 'pending'`,
  );
  const [first] = rows;
  return first === undefined ? null : `${rows.length} rows wait, one of them ${first.key}: ${first.note ?? ''}`;
}
