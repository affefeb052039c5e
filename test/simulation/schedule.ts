// What happens in one simulation, drawn from its seed before anything runs: people, the CRMs, the network and the
// machines, each at its own time. Pure.
import { createDice } from './dice.ts';
import type { Dice } from './dice.ts';
import type { CrmName } from '#ports/crm.ts';
import type { FaultRates } from '../support/fault-proxy.ts';
import { FATES } from '../support/fault-proxy.ts';

/** Who can be reached over a line that goes wrong. */
export const SERVICES = ['slack', 'hubspot', 'salesforce'] as const;
export type Service = (typeof SERVICES)[number];

/** `pick` chooses among what is there when the time has come: a number from 0 to 1. */
export type Happening =
  | { readonly kind: 'lead'; readonly crm: CrmName; readonly score: number; readonly employees: number }
  /** Somebody whom one CRM knows turns up in the other. */
  | { readonly kind: 'same_person'; readonly pick: number }
  | { readonly kind: 'import'; readonly crm: CrmName; readonly leads: number }
  | { readonly kind: 'score'; readonly pick: number; readonly score: number }
  | { readonly kind: 'owner_by_hand'; readonly pick: number; readonly to: string }
  | { readonly kind: 'delete'; readonly pick: number }
  | { readonly kind: 'convert'; readonly pick: number }
  | { readonly kind: 'merge'; readonly pick: number; readonly other: number }
  | { readonly kind: 'claim'; readonly pick: number; readonly by: readonly string[] }
  | { readonly kind: 'release'; readonly pick: number }
  | { readonly kind: 'hand_over'; readonly pick: number; readonly to: string }
  | { readonly kind: 'disqualify'; readonly pick: number; readonly by: string }
  | { readonly kind: 'faults'; readonly service: Service; readonly rates: FaultRates }
  | { readonly kind: 'outage'; readonly service: Service; readonly ms: number }
  | { readonly kind: 'database_stall'; readonly ms: number }
  | { readonly kind: 'database_drop' }
  | { readonly kind: 'database_down'; readonly ms: number }
  | { readonly kind: 'webhooks'; readonly copies: number; readonly reversed: boolean }
  | { readonly kind: 'crash'; readonly pick: number; readonly at: CrashPoint }
  | { readonly kind: 'restart'; readonly pick: number }
  | { readonly kind: 'clock'; readonly minutes: number };

/** Where the process dies: at once, at its next commit, or before or after the next call to somebody reached the other side. */
export type CrashPoint =
  | { readonly kind: 'now' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'call'; readonly service: Service; readonly when: 'before' | 'after' };

interface Planned {
  /** From the beginning, in real time. */
  readonly atMs: number;
  readonly happening: Happening;
}

export interface Schedule {
  readonly seed: number;
  readonly replicas: number;
  readonly slack: 'http' | 'socket';
  /** In order of time. */
  readonly planned: readonly Planned[];
}

export interface Size {
  /** How long things happen before the quiet end. */
  readonly spanMs: number;
  /** About how many things happen. */
  readonly happenings: number;
}

export const REPS = ['ana', 'bo', 'cy'] as const;

type Draw = (dice: Dice) => Happening;

const WEIGHTED: readonly (readonly [number, Draw])[] = [
  [12, (dice) => ({ kind: 'lead', crm: crmOf(dice), score: dice.between(0, 100), employees: dice.between(1, 3000) })],
  [4, (dice) => ({ kind: 'same_person', pick: dice.roll() })],
  [2, (dice) => ({ kind: 'import', crm: crmOf(dice), leads: dice.between(3, 6) })],
  [8, (dice) => ({ kind: 'score', pick: dice.roll(), score: dice.between(0, 100) })],
  [4, (dice) => ({ kind: 'owner_by_hand', pick: dice.roll(), to: dice.pick(REPS) })],
  [3, (dice) => ({ kind: 'delete', pick: dice.roll() })],
  [2, (dice) => ({ kind: 'convert', pick: dice.roll() })],
  [2, (dice) => ({ kind: 'merge', pick: dice.roll(), other: dice.roll() })],
  [16, (dice) => ({ kind: 'claim', pick: dice.roll(), by: REPS.filter(() => dice.chance(0.6)) })],
  [5, (dice) => ({ kind: 'release', pick: dice.roll() })],
  [4, (dice) => ({ kind: 'hand_over', pick: dice.roll(), to: dice.pick(REPS) })],
  [3, (dice) => ({ kind: 'disqualify', pick: dice.roll(), by: dice.pick(REPS) })],
  [6, (dice) => ({ kind: 'faults', service: dice.pick(SERVICES), rates: ratesOf(dice) })],
  [3, (dice) => ({ kind: 'outage', service: dice.pick(SERVICES), ms: dice.between(200, 1500) })],
  [2, (dice) => ({ kind: 'database_stall', ms: dice.between(200, 2500) })],
  [2, () => ({ kind: 'database_drop' })],
  [1, (dice) => ({ kind: 'database_down', ms: dice.between(200, 1500) })],
  [2, (dice) => ({ kind: 'webhooks', copies: dice.between(1, 3), reversed: dice.chance(0.5) })],
  [7, (dice) => ({ kind: 'crash', pick: dice.roll(), at: crashPointOf(dice) })],
  [3, (dice) => ({ kind: 'restart', pick: dice.roll() })],
  [5, (dice) => ({ kind: 'clock', minutes: dice.between(1, 40) })],
];

export function drawSchedule(seed: number, { spanMs, happenings }: Size): Schedule {
  const dice = createDice(seed);
  const replicas = dice.between(1, 2);
  const slack = dice.chance(0.25) ? 'socket' : 'http';
  // Without anybody to act on, most of what could happen would not.
  const first: Planned[] = Array.from({ length: 3 }, () => ({ atMs: dice.between(0, 50), happening: aLead(dice) }));
  const rest = Array.from({ length: happenings }, () => ({ atMs: dice.between(50, spanMs), happening: draw(dice) }));
  const planned = [...first, ...rest].sort((one, other) => one.atMs - other.atMs);
  return { seed, replicas, slack, planned };
}

const aLead: Draw = (dice) => ({
  kind: 'lead',
  crm: crmOf(dice),
  score: dice.between(0, 100),
  employees: dice.between(1, 3000),
});

function draw(dice: Dice): Happening {
  const total = WEIGHTED.reduce((sum, [weight]) => sum + weight, 0);
  let left = dice.roll() * total;
  for (const [weight, drawOne] of WEIGHTED) {
    left -= weight;
    if (left < 0) return drawOne(dice);
  }
  return aLead(dice);
}

function crmOf(dice: Dice): CrmName {
  return dice.pick(['hubspot', 'salesforce']);
}

/** Often none, sometimes a few at once; all together less than half of the calls. */
function ratesOf(dice: Dice): FaultRates {
  const most = 0.4 / FATES.length;
  return Object.fromEntries(FATES.filter(() => dice.chance(0.7)).map((fate) => [fate, dice.roll() * most * 2]));
}

function crashPointOf(dice: Dice): CrashPoint {
  const rolled = dice.roll();
  if (rolled < 0.3) return { kind: 'now' };
  if (rolled < 0.6) return { kind: 'commit' };
  return { kind: 'call', service: dice.pick(SERVICES), when: dice.chance(0.7) ? 'after' : 'before' };
}

/** For the timeline of a seed that failed. */
export function describeHappening(happening: Happening): string {
  const { kind, ...rest } = happening;
  const details = Object.entries(rest).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return [kind, ...details].join(' ');
}
