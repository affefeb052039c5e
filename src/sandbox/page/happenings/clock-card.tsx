// The clock that everybody in the sandbox goes by, and the steps that it can be moved by.
import type { VNode } from 'preact';
import type { Happening } from '#sandbox/web/protocol.ts';
import { useNow } from '../crm/hooks.ts';
import type { OutsideWorld } from '../live/world.ts';
import { aheadText } from './ahead.ts';
import type { Desk } from './desk.ts';

export interface ClockCardProps {
  readonly steps: readonly Happening[];
  readonly world: OutsideWorld;
  readonly desk: Desk;
}

const TICK_MS = 1_000;
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function ClockCard({ steps, world, desk }: ClockCardProps): VNode {
  const now = useNow(world, TICK_MS);
  const ahead = aheadText(world.state.value?.aheadMs ?? 0);
  return (
    <div class="happen-clock">
      <p>
        <span class="happen-time">{TIME.format(now)}</span>
        <span class="happen-day">{DAY.format(now)}</span>
        {ahead === null ? null : <span class="happen-ahead">{ahead} ahead of the real time</span>}
      </p>
      <p class="happen-note">Due times, reminders and expiries follow. The clock only goes forward.</p>
      <div class="happen-steps">
        {steps.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            class="happen-press"
            aria-disabled={desk.running.value.has(name)}
            onClick={() => void desk.make(name)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
