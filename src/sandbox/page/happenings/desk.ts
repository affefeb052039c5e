// What was made to happen from this page and what came of it: one desk a world, whichever panel its buttons are on.
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { OutsideWorld } from '../live/world.ts';

/** How something that somebody made happen ended. */
interface Said {
  /** Counts up from 1. */
  readonly number: number;
  readonly happening: string;
  readonly text: string;
  readonly failed: boolean;
  /** The browser's time, in milliseconds. */
  readonly at: number;
}

export interface Desk {
  /** Names of the happenings that are under way. */
  readonly running: ReadonlySignal<ReadonlySet<string>>;
  /** The newest first. */
  readonly said: ReadonlySignal<readonly Said[]>;
  /** True where it happened. What is under way already is not begun again. */
  make(happening: string, input?: Readonly<Record<string, unknown>>): Promise<boolean>;
}

const KEPT = 30;
const desks = new WeakMap<OutsideWorld, Desk>();

export function deskOf(world: OutsideWorld): Desk {
  const desk = desks.get(world) ?? createDesk(world);
  desks.set(world, desk);
  return desk;
}

function createDesk(world: OutsideWorld): Desk {
  const running = signal<ReadonlySet<string>>(new Set());
  const said = signal<readonly Said[]>([]);
  let number = 0;

  function note(happening: string, text: string, failed: boolean): void {
    number += 1;
    said.value = [{ number, happening, text, failed, at: Date.now() }, ...said.value].slice(0, KEPT);
  }

  return {
    running,
    said,
    async make(happening, input = {}) {
      if (running.value.has(happening)) return false;
      running.value = new Set([...running.value, happening]);
      try {
        note(happening, (await world.make(happening, input)).said, false);
        return true;
      } catch (error) {
        note(happening, error instanceof Error ? error.message : String(error), true);
        return false;
      } finally {
        running.value = new Set([...running.value].filter((name) => name !== happening));
      }
    },
  };
}
