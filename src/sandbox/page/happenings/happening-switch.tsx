// Something that goes on until it is turned off again.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { Happening } from '#sandbox/web/protocol.ts';
import type { Desk } from './desk.ts';

export interface HappeningSwitchProps {
  readonly happening: Happening;
  readonly on: boolean;
  readonly desk: Desk;
}

export function HappeningSwitch({ happening: { name, label, about }, on, desk }: HappeningSwitchProps): VNode {
  const id = useId();
  const busy = desk.running.value.has(name);
  return (
    <div class="happen-item happen-switch" data-on={on}>
      <div class="happen-text">
        <h4 id={id}>{label}</h4>
        <p id={`${id}-about`}>{about}</p>
      </div>
      <button
        type="button"
        role="switch"
        class="happen-toggle"
        aria-checked={on}
        aria-labelledby={id}
        aria-describedby={`${id}-about`}
        aria-disabled={busy}
        onClick={() => void desk.make(name, { on: !on })}
      >
        <span class="happen-knob" aria-hidden="true" />
      </button>
    </div>
  );
}
