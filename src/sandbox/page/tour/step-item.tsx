// One step of the tour: its title with its tick, and, where it is the one to do, what to do, as whom and where.
import type { VNode } from 'preact';
import type { StepView } from './tour-view.ts';

export interface StepItemProps {
  readonly step: StepView;
  /** Done a moment ago. */
  readonly isFresh: boolean;
  /** Opens it, or closes it where it is open. */
  readonly onOpen: () => void;
  readonly goTo: (address: string) => void;
}

export function StepItem({ step, isFresh, onOpen, goTo }: StepItemProps): VNode {
  const body = `tour-step-${step.id}`;
  return (
    <li class="tour-step" data-done={step.done} data-fresh={isFresh} data-open={step.open}>
      <h3>
        <button type="button" aria-expanded={step.open} aria-controls={body} onClick={onOpen}>
          <Mark done={step.done} number={step.number} />
          <span class="tour-title">{step.title}</span>
          {step.done ? <span class="tour-hidden">, done</span> : null}
        </button>
      </h3>
      <div id={body} class="tour-body" hidden={!step.open}>
        <p>{step.text}</p>
        <p class="tour-hint">{step.hint}</p>
        <div class="tour-go">
          <button type="button" class="tour-take" onClick={() => goTo(step.address)}>
            Take me there
          </button>
          <span class="tour-place">{step.place}</span>
        </div>
      </div>
    </li>
  );
}

function Mark({ done, number }: { readonly done: boolean; readonly number: number }): VNode {
  return (
    <span class="tour-mark" aria-hidden="true">
      {done ? (
        <svg viewBox="0 0 20 20">
          <path d="M5 10.5l3.4 3.4L15 7" pathLength="1" />
        </svg>
      ) : (
        number
      )}
    </span>
  );
}
