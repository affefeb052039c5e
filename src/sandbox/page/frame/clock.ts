// The sandbox's clock in the browser: the real time and how far the sandbox is ahead of it.
import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { OutsideWorld } from '../live/world.ts';

export interface SandboxClock {
  readonly now: ReadonlySignal<Date>;
  readonly aheadMs: ReadonlySignal<number>;
}

const TICK_MS = 5_000;

/** Ticks for as long as the page lives. */
export function createSandboxClock(world: OutsideWorld): SandboxClock {
  const real = signal(Date.now());
  setInterval(() => void (real.value = Date.now()), TICK_MS);
  const aheadMs = computed(() => world.state.value?.aheadMs ?? 0);
  return { aheadMs, now: computed(() => new Date(real.value + aheadMs.value)) };
}
