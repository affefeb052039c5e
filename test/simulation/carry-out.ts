// Makes what the schedule says happen. Whoever clicks or changes something does it as a person would: what they cannot
// see or do when the time has come is left out, and noted.
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Prospect } from './prospects.ts';
import type { Replica } from './replica.ts';
import { describeHappening, SERVICES } from './schedule.ts';
import type { Happening } from './schedule.ts';
import { handOver, markUnfit, pressOn } from './slack-hands.ts';
import type { World } from './world.ts';

/** Resolves when it is over, which for an outage is later. What goes wrong for the person is noted, as it is no failure. */
export async function carryOut(world: World, happening: Happening): Promise<void> {
  try {
    world.note(`${describeHappening(happening)}${await act(world, happening)}`);
  } catch (error) {
    // A person who cannot do a thing, or a CRM that refuses it, is part of the day.
    if (!(error instanceof Fault) && !isRefusal(error)) throw error;
    world.note(`${describeHappening(happening)}: ${messageOf(error)}`);
  }
}

/** Answers what it came to, for the timeline. */
async function act(world: World, happening: Happening): Promise<string> {
  const { people } = world;
  switch (happening.kind) {
    case 'lead':
      return named(people.create(happening.crm, happening.score, happening.employees));
    case 'import':
      for (let left = happening.leads; left > 0; left -= 1) people.create(happening.crm, 20 + left, 50);
      return '';
    case 'same_person':
      return upon(chosen(people.living(), happening.pick), (one) => people.appear(one));
    case 'score':
      return upon(chosen(people.living(), happening.pick), (one) => people.setScore(one, happening.score));
    case 'owner_by_hand':
      return upon(chosen(people.living(), happening.pick), (one) => people.setOwner(one, happening.to));
    case 'delete':
      return upon(chosen(people.living(), happening.pick), (one) => people.remove(one));
    case 'convert':
      return upon(chosen(people.living('salesforce'), happening.pick), (one) => people.convert(one));
    case 'merge': {
      const goes = chosen(people.living(), happening.other);
      return upon(chosen(people.living(), happening.pick), (stays) => goes !== null && people.merge(stays, goes));
    }
    case 'claim':
      return pressOn(world, happening.pick, 'leads.claim', happening.by);
    case 'release':
      return pressOn(world, happening.pick, 'leads.release', null);
    case 'hand_over':
      return handOver(world, happening.pick, happening.to);
    case 'disqualify':
      return markUnfit(world, happening.pick, happening.by);
    case 'faults':
      for (const { lines } of world.replicas()) lines[happening.service].setRates(happening.rates);
      return '';
    case 'outage':
      return during(world, happening.ms, ({ lines }, on) => lines[happening.service].setDown(on));
    case 'database_stall':
      return during(world, happening.ms, ({ database }, on) => database.setStalled(on));
    case 'database_down':
      return during(world, happening.ms, ({ database }, on) => database.setDown(on));
    case 'database_drop':
      for (const { database } of world.replicas()) database.drop();
      return '';
    case 'webhooks':
      world.webhooks.setCopies(happening.copies);
      world.webhooks.setReversed(happening.reversed);
      return '';
    case 'crash': {
      const replica = chosen(world.replicas(), happening.pick);
      if (replica === null) return ': none is up';
      replica.crash(happening.at, () => {
        world.leave(replica);
        world.note(`  ${replica.url} died`);
        world.outliveLeases().then(world.start, world.start);
      });
      return ` ${replica.url}`;
    }
    case 'restart': {
      const replica = chosen(world.replicas(), happening.pick);
      if (replica === null) return ': none is up';
      world.leave(replica);
      const began = performance.now();
      const [how] = await Promise.all([replica.stop(), world.start()]);
      world.note(`  ${replica.url} ${how}, told to end ${Math.round(performance.now() - began)} ms ago`);
      return ` ${replica.url}`;
    }
    case 'clock':
      world.clock.moveBy(happening.minutes * 60_000);
      return '';
  }
}

/** Those that are up now; one that is told to end meanwhile has the trouble as long. */
async function during(world: World, ms: number, set: (replica: Replica, on: boolean) => void): Promise<string> {
  const replicas = world.replicas();
  for (const replica of replicas) set(replica, true);
  await sleep(ms);
  for (const replica of replicas) set(replica, false);
  return ' is over';
}

/** Everything goes well from now on, and somebody is up. */
export async function calm(world: World): Promise<void> {
  world.webhooks.setCopies(1);
  world.webhooks.setReversed(false);
  for (const { lines, database } of world.replicas()) {
    for (const service of SERVICES) lines[service].calm();
    database.calm();
  }
  while (world.replicas().length === 0) await world.start();
}

function chosen<T>(among: readonly T[], pick: number): T | null {
  return among[Math.floor(pick * among.length)] ?? null;
}

function upon(prospect: Prospect | null, act: (prospect: Prospect) => boolean | void): string {
  if (prospect === null) return ': nobody is there';
  return act(prospect) === false ? `${named(prospect)}: not possible` : named(prospect);
}

function named({ name }: Prospect): string {
  return `: ${name}`;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && ['SalesforceError', 'ApiError'].includes(error.name);
}
