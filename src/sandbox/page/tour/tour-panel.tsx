// The guided tour: steps that tick themselves off as they are done, to be followed or ignored.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { OutsideWorld } from '../live/world.ts';
import { StepItem } from './step-item.tsx';
import { announcement, tourView } from './tour-view.ts';
import { WhatNext } from './what-next.tsx';
import './tour.css';

export interface TourPanelProps {
  readonly world: OutsideWorld;
  /** Takes the person where a step happens: `/?as=ana&channel=enterprise-leads`. */
  readonly goTo: (address: string) => void;
  /** Puts the panel away; without it there is no button for that. */
  readonly onClose?: () => void;
}

export function TourPanel({ world, goTo, onClose }: TourPanelProps): VNode {
  const chosen = useSignal<string | null>(null);
  const said = useSignal('');
  const fresh = useSignal<readonly string[]>([]);
  const before = useRef<readonly string[] | null>(null);

  useSignalEffect(() => {
    const done = world.state.value?.tour.done;
    if (done === undefined) return;
    const known = before.current;
    before.current = done;
    // What was done before the panel was drawn is no news.
    const news = known === null ? '' : announcement(known, done);
    if (known === null || news === '') return;
    fresh.value = done.filter((id) => !known.includes(id));
    said.value = news;
    chosen.value = null;
  });

  const state = world.state.value;
  const view = tourView(state?.tour.done ?? [], chosen.value);
  return (
    <section class="tour-panel" aria-labelledby="tour-title">
      <header class="tour-head">
        <h2 id="tour-title">Guided tour</h2>
        <span class="tour-count">
          {view.done} of {view.steps.length}
        </span>
        {onClose === undefined ? null : (
          <button type="button" class="tour-close" aria-label="Put the tour away" onClick={onClose}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="M5 5l10 10M15 5L5 15" />
            </svg>
          </button>
        )}
        <progress class="tour-progress" max={view.steps.length} value={view.done} aria-label="Steps done" />
      </header>
      {view.done === 0 ? (
        <p class="tour-hint">
          {view.steps.length} things to try, in any order. Each ticks itself off once it has happened.
        </p>
      ) : null}
      {state === null ? (
        <p class="tour-waiting">Asking the sandbox how far you are …</p>
      ) : (
        <ol class="tour-steps">
          {view.steps.map((step) => (
            <StepItem
              key={step.id}
              step={step}
              isFresh={fresh.value.includes(step.id)}
              onOpen={() => void (chosen.value = step.open ? '' : step.id)}
              goTo={goTo}
            />
          ))}
        </ol>
      )}
      {view.isOver ? <WhatNext /> : null}
      <p class="tour-said" role="status">
        {said.value}
      </p>
    </section>
  );
}
