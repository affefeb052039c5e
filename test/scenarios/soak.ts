// A long day: events at a steady rate and random faults on every line to the outside, for one app in a process of its
// own. What it costs in memory is sampled, and at the end everything must be said, written and quiet.
import { setTimeout as sleep } from 'node:timers/promises';
import { carryOut } from '../simulation/carry-out.ts';
import { comeToRest } from '../simulation/come-to-rest.ts';
import { createDice } from '../simulation/dice.ts';
import type { Dice } from '../simulation/dice.ts';
import { lookAround } from '../simulation/end-state.ts';
import { brokenIn } from '../simulation/invariants.ts';
import { REPS, SERVICES } from '../simulation/schedule.ts';
import type { Happening } from '../simulation/schedule.ts';
import { openWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import type { FaultRates } from '../support/fault-proxy.ts';
import { medianOf } from './median.ts';

export interface SoakSize {
  readonly minutes: number;
  /** Changes in the CRMs and clicks in Slack, a second. */
  readonly rate: number;
  readonly seed: number;
}

interface Sample {
  readonly atMs: number;
  /** Megabytes, after the collector has run. */
  readonly heap: number;
  readonly resident: number;
  readonly inbox: number;
  readonly outbox: number;
}

/** Most that memory may grow, of what it was. */
const GROWTH = 0.05;
/** The first part of the time: code is compiled, pools and caches are filled. */
const WARM_UP = 0.3;
const SAMPLE_MS = 10_000;
const PATIENCE_MS = 240_000;
const MEGABYTE = 1024 * 1024;

/** Little of each, so that everything is met and most things work. */
const FAULTS: FaultRates = {
  delay: 0.02,
  refused: 0.005,
  answer_lost: 0.005,
  truncated: 0.002,
  status_500: 0.003,
  status_503: 0.003,
  rate_limited: 0.003,
  hang: 0.0005,
};

/** Throws with everything that does not hold. */
export async function soak({ minutes, rate, seed }: SoakSize, report: (line: string) => void): Promise<void> {
  const dice = createDice(seed);
  const more = 'intake: { import_brake: { leads: 1000000 } }';
  const world = await openWorld({ slack: 'http', host: 'process', dice: dice.fork(), more });
  try {
    if (!(await world.start())) throw new Error('The app could not start.');
    while ((await world.readiness()) !== 200) await sleep(50);
    for (const { lines } of world.replicas()) for (const service of SERVICES) lines[service].setRates(FAULTS);
    const samples = await pour(world, { minutes, rate, seed }, dice, report);
    report(`poured; ${world.people.all.length} people, and ${world.complaints.length} errors so far`);
    await comeToRest(world, PATIENCE_MS);
    const broken = [...brokenIn(await lookAround(world)), ...growthOf(samples, report)];
    if (broken.length > 0) throw new Error(broken.slice(0, 20).join('\n'));
    report(`at rest: every invariant holds, ${world.complaints.length} errors with a cause`);
  } finally {
    await world.close();
  }
}

/** Events at their times, whatever each of them takes; a sample every ten seconds. */
async function pour(
  world: World,
  { minutes, rate }: SoakSize,
  dice: Dice,
  report: (line: string) => void,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const began = performance.now();
  const lastsMs = minutes * 60_000;
  const underWay = new Set<Promise<void>>();
  let poured = 0;
  let sampledAt = -Infinity;
  for (let nowMs = 0; nowMs < lastsMs; nowMs = performance.now() - began) {
    for (; poured < (nowMs / 1000) * rate; poured += 1) {
      const event = carryOut(world, draw(dice, world)).finally(() => underWay.delete(event));
      underWay.add(event);
    }
    if (nowMs - sampledAt >= SAMPLE_MS) {
      sampledAt = nowMs;
      const sample = await take(world, nowMs);
      samples.push(sample);
      report(`${describe(sample)}, ${poured} events`);
    }
    await sleep(20);
  }
  await Promise.all(underWay);
  return samples;
}

/** Mostly changes of what is there: a lead a second is what a channel can take, and people work on them. */
function draw(dice: Dice, { people }: World): Happening {
  const rolled = dice.roll();
  const pick = dice.roll();
  if (people.all.length < 5 || rolled < 0.03) {
    return {
      kind: 'lead',
      crm: dice.pick(['hubspot', 'salesforce']),
      score: dice.between(0, 100),
      employees: dice.between(1, 3000),
    };
  }
  if (rolled < 0.035) return { kind: 'same_person', pick };
  if (rolled < 0.05) return { kind: 'owner_by_hand', pick, to: dice.pick(REPS) };
  if (rolled < 0.055) return { kind: 'delete', pick };
  if (rolled < 0.08) return { kind: 'claim', pick, by: REPS.filter(() => dice.chance(0.6)) };
  if (rolled < 0.09) return { kind: 'release', pick };
  if (rolled < 0.095) return { kind: 'disqualify', pick, by: dice.pick(REPS) };
  return { kind: 'score', pick, score: dice.between(0, 100) };
}

async function take(world: World, atMs: number): Promise<Sample> {
  const [app] = world.replicas();
  const weighed = await app?.weigh();
  if (!weighed) throw new Error('The app is gone.');
  const [waiting] = await world.rows<{ inbox: number; outbox: number }>(
    `SELECT (SELECT count(*)::int FROM inbox WHERE state = 'pending') AS inbox,
      (SELECT count(*)::int FROM outbox WHERE state = 'pending') AS outbox`,
  );
  return {
    atMs,
    heap: weighed.heap / MEGABYTE,
    resident: weighed.resident / MEGABYTE,
    inbox: waiting?.inbox ?? 0,
    outbox: waiting?.outbox ?? 0,
  };
}

function describe({ atMs, heap, resident, inbox, outbox }: Sample): string {
  const seconds = String(Math.round(atMs / 1000)).padStart(4);
  return `${seconds} s: heap ${heap.toFixed(1)} MB, resident ${resident.toFixed(0)} MB, inbox ${inbox}, outbox ${outbox}`;
}

/** The last third after the warm-up against the first third, by their medians: one sample is at the mercy of the moment. */
function growthOf(samples: readonly Sample[], report: (line: string) => void): readonly string[] {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const third = Math.max(1, Math.floor(warm.length / 3));
  return (['heap', 'resident'] as const).flatMap((what) => {
    const early = medianOf(warm.slice(0, third).map((sample) => sample[what]));
    const late = medianOf(warm.slice(-third).map((sample) => sample[what]));
    const growth = late / early - 1;
    const line = `${what}: ${early.toFixed(1)} MB after the warm-up, ${late.toFixed(1)} MB at the end, ${(growth * 100).toFixed(1)}% growth`;
    report(line);
    return growth <= GROWTH ? [] : [line];
  });
}
