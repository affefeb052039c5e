// One simulation: a schedule drawn from a seed happens to one or two apps, then a quiet end, then the invariants.
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import { carryOut } from '../simulation/carry-out.ts';
import { comeToRest } from '../simulation/come-to-rest.ts';
import { createDice } from '../simulation/dice.ts';
import { lookAround } from '../simulation/end-state.ts';
import type { EndState } from '../simulation/end-state.ts';
import type { Host } from '../simulation/host.ts';
import { brokenIn } from '../simulation/invariants.ts';
import { drawSchedule } from '../simulation/schedule.ts';
import type { Schedule, Size } from '../simulation/schedule.ts';
import { openWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';

/** What a schedule costs is the apps that it starts and what it waits for. */
export const SMALL: Size = { spanMs: 900, happenings: 8 };
export const FULL: Size = { spanMs: 4000, happenings: 50 };

/** How long apps may take to be ready before anything happens. */
const GOOD_DAY_MS = 90_000;
/** Nothing that happens takes this long. */
const LONGEST_MS = 300_000;

export interface Simulated {
  readonly seed: number;
  /** What broke; empty when every invariant holds. */
  readonly broken: readonly string[];
  /** What happened, a line each with its time. */
  readonly timeline: readonly string[];
  /** Null when it did not come to rest. */
  readonly end: EndState | null;
}

/** Never throws for what the app does wrong: that is in `broken`. */
export async function simulate(seed: number, size: Size, host: Host = 'inside'): Promise<Simulated> {
  const schedule = drawSchedule(seed, size);
  const world = await openWorld({ slack: schedule.slack, host, dice: createDice(seed) });
  let end: EndState | null = null;
  let broken: readonly string[];
  try {
    end = await inTime(live(world, schedule));
    broken = brokenIn(end);
  } catch (error) {
    broken = [messageOf(error)];
  }
  if (broken.length > 0) for (const line of faultsIn(world)) world.note(line);
  try {
    await world.close();
  } catch (error) {
    broken = [...broken, messageOf(error)];
  }
  return { seed, broken, timeline: world.timeline, end };
}

/** What a person needs to understand a seed that failed, and to have it again. */
export function report({ seed, broken, timeline }: Simulated, size: 'small' | 'full'): string {
  const again = `npm run simulate -- --seed ${seed}${size === 'small' ? ' --size small' : ''}`;
  return [`Seed ${seed} broke, which can be had again with: ${again}`, ...broken, '', ...timeline].join('\n');
}

async function live(world: World, schedule: Schedule): Promise<EndState> {
  await begin(world, schedule);
  await happen(world, schedule);
  await comeToRest(world);
  return lookAround(world);
}

async function inTime(life: Promise<EndState>): Promise<EndState> {
  life.catch(() => undefined);
  const late = sleep(LONGEST_MS, undefined, { ref: false }).then(() => {
    throw new Error(`It was not over after ${LONGEST_MS / 1000} s.`);
  });
  return Promise.race([life, late]);
}

/** An app that did not start is started again, as whoever keeps it running would do on a machine that is busy. */
async function begin(world: World, { replicas }: Schedule): Promise<void> {
  const deadline = performance.now() + GOOD_DAY_MS;
  while (world.replicas().length < replicas || (await world.readiness()) !== 200) {
    if (performance.now() > deadline) throw new Error('The app did not become ready on a good day.');
    if (world.replicas().length < replicas) await world.start();
    else await sleep(20);
  }
}

/** Each at its time, whatever the others take. Throws the first failure when all are over. */
async function happen(world: World, { planned }: Schedule): Promise<void> {
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  const failures: unknown[] = [];
  for (const { atMs, happening } of planned) {
    await sleep(Math.max(0, began + atMs - performance.now()));
    underWay.push(carryOut(world, happening).catch((error: unknown) => void failures.push(error)));
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

function faultsIn(world: World): readonly string[] {
  const faults = world
    .replicas()
    .flatMap(({ lines }) =>
      Object.entries(lines).flatMap(([service, { decisions }]) =>
        decisions.map(({ step, fate, method, path }) => `${service} step ${step}: ${fate} on ${method} ${path}`),
      ),
    );
  const complaints = world.complaints.map(
    ({ level, message, fields }) => `${level}: ${message} ${JSON.stringify(fields).slice(0, 300)}`,
  );
  return [...faults, ...complaints];
}
