// What people can make happen in the world outside, by name: a list for the page, and the one function that does it.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { Happening, HappeningDone } from '../../web/protocol.ts';
import { appHappenings } from './app-happenings.ts';
import type { AppSwitch } from './app-happenings.ts';
import { campaignHappenings } from './campaign-happenings.ts';
import { clockHappenings } from './clock-happenings.ts';
import { readInput } from './entry.ts';
import type { Entry, Scene, Switch } from './entry.ts';
import { faultSwitches } from './fault-switches.ts';
import { leadHappenings } from './lead-happenings.ts';
import { peopleHappenings } from './people-happenings.ts';
import { trafficHappenings } from './traffic-happenings.ts';

export interface HappeningsDeps {
  readonly sandbox: Omit<Scene, 'records'>;
  readonly records: Scene['records'];
  /** Null where the app is another process, which the sandbox cannot end. */
  readonly app: AppSwitch | null;
  /** How often the stream brings a lead, in milliseconds. */
  readonly leadEveryMs: number;
}

export interface Happenings {
  readonly list: readonly Happening[];
  /** Names of the switches that are on. */
  on(): readonly string[];
  /**
   * Presses a button, or turns a switch to `input.on` (the other way where that is left out). Rejects with Fault
   * `not_found` for an unknown name, `invalid_input` or `refused` with a sentence for people.
   */
  make(name: string, input?: unknown): Promise<HappeningDone>;
  /** Calls back after everything that happened; answers how to stop it. */
  onChange(listener: () => void): () => void;
}

const Turn = z.object({ on: z.boolean().optional() });

export function createHappenings({ sandbox, records, app, leadEveryMs }: HappeningsDeps): Happenings {
  const scene: Scene = { ...sandbox, records };
  const faults = faultSwitches(scene);
  const entries: readonly Entry[] = [
    ...leadHappenings(scene, leadEveryMs),
    ...trafficHappenings(scene),
    ...peopleHappenings(scene),
    ...campaignHappenings(scene),
    ...faults,
    ...clockHappenings(scene),
    ...(app === null ? [] : appHappenings(app, () => mend(faults))),
  ];
  const listeners = new Set<() => void>();

  async function perform(name: string, input: unknown): Promise<string> {
    const entry = entries.find((each) => each.name === name);
    if (entry === undefined) {
      const names = entries.map((each) => each.name).join(', ');
      throw new Fault('not_found', `Nothing called ${name} can be made to happen; there are: ${names}.`);
    }
    return entry.kind === 'button' ? entry.press(input) : turn(entry, readInput(Turn, input).on ?? !entry.isOn());
  }

  return {
    get list() {
      return entries.map(describe);
    },
    on: () => entries.filter((entry) => entry.kind === 'switch' && entry.isOn()).map(({ name }) => name),
    async make(name, input) {
      try {
        return { said: await perform(name, input) };
      } finally {
        for (const listener of listeners) listener();
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A new company begins with nothing broken. */
async function mend(faults: readonly Switch[]): Promise<void> {
  for (const fault of faults) if (fault.isOn()) await fault.turn(false);
}

async function turn(entry: Switch, on: boolean): Promise<string> {
  if (entry.isOn() === on) return `That is so already: ${entry.label}${on ? '' : ', no longer'}.`;
  return entry.turn(on);
}

function describe({ name, label, about, kind, group, verb, asks, form }: Entry): Happening {
  return {
    name,
    label,
    about,
    kind,
    group,
    ...(verb === undefined ? {} : { verb }),
    ...(asks === undefined ? {} : { asks }),
    ...(form === undefined ? {} : { form }),
  };
}
