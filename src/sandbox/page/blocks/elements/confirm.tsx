// The question that an element may ask before what was chosen is handed on.
import type { VNode } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Json } from '#sandbox/web/protocol.ts';
import { jsonIn, textIn } from '../json.ts';
import type { Surface } from '../surface.ts';
import { plainWords, TextView } from '../text-view.tsx';

interface Confirm {
  /** Runs it at once, or after a yes where the element has a `confirm`. */
  readonly ask: (act: () => void) => void;
  /** The question while it is open, to be drawn beside the element. */
  readonly question: VNode | null;
}

export function useConfirm(element: Json, surface: Surface): Confirm {
  const [waiting, setWaiting] = useState<{ readonly act: () => void } | null>(null);
  const confirm = jsonIn(element, 'confirm');
  if (confirm === undefined) return { ask: (act) => act(), question: null };
  const answer = (yes: boolean): void => {
    setWaiting(null);
    if (yes) waiting?.act();
  };
  return {
    ask: (act) => setWaiting({ act }),
    question: waiting === null ? null : <Question confirm={confirm} surface={surface} onAnswer={answer} />,
  };
}

interface QuestionProps {
  readonly confirm: Json;
  readonly surface: Surface;
  readonly onAnswer: (yes: boolean) => void;
}

function Question({ confirm, surface, onAnswer }: QuestionProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  const danger = textIn(confirm, 'style') === 'danger';
  const cancel = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    onAnswer(false);
  };
  return (
    <dialog ref={dialog} class="block-question" aria-labelledby={titleId} onCancel={cancel}>
      <h2 id={titleId} class="block-question-title">
        {plainWords(jsonIn(confirm, 'title')) || 'Are you sure?'}
      </h2>
      <TextView text={jsonIn(confirm, 'text')} surface={surface} />
      <div class="block-question-answers">
        <button type="button" class="block-button block-button-large" onClick={() => onAnswer(false)}>
          {plainWords(jsonIn(confirm, 'deny')) || 'Cancel'}
        </button>
        <button
          type="button"
          class={`block-button block-button-large block-button-${danger ? 'danger-strong' : 'primary'}`}
          onClick={() => onAnswer(true)}
        >
          {plainWords(jsonIn(confirm, 'confirm')) || 'Yes'}
        </button>
      </div>
    </dialog>
  );
}
