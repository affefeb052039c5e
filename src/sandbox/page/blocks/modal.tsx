// One modal: title, body, submit and close, as a real dialog that covers its pane alone.
import type { VNode } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { WireView } from '#sandbox/web/protocol.ts';
import type { Pane } from '../live/pane.ts';
import { BlockList } from './block-list.tsx';
import type { Names } from './surface.ts';
import { plainWords } from './text-view.tsx';
import { useView } from './use-view.ts';

export interface ModalProps {
  readonly pane: Pane;
  readonly view: WireView;
  readonly names: Names;
  /** Whether it lies on another one, to which closing it goes back. */
  readonly isOnTop: boolean;
  readonly depth: number;
}

const ASKED_FOR = '[data-focus=true] :is(input, textarea)';
const FIRST = 'input, textarea';

/** The field that asks for the keyboard, else the first one, else the dialog itself. */
function focusFirst(body: HTMLElement | null, dialog: HTMLElement | null): void {
  const field = body?.querySelector<HTMLElement>(ASKED_FOR) ?? body?.querySelector<HTMLElement>(FIRST);
  (field ?? dialog)?.focus();
}

/** Whether the keyboard is at work beside the pane that the dialog covers. */
function isElsewhere(active: Element | null, dialog: HTMLElement): active is HTMLElement {
  const pane = dialog.closest('.block-modals')?.parentElement;
  return active instanceof HTMLElement && active !== document.body && pane?.contains(active) !== true;
}

export function Modal({ pane, view, names, isOnTop, depth }: ModalProps): VNode {
  const { surface, submitting, refusals, trouble, submit, close } = useView(pane, view, names);
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const opened = dialog.current;
    if (!isOnTop || opened === null) return undefined;
    const before = document.activeElement;
    opened.show();
    // Opened by somebody else's doing, it takes the keyboard from nobody in another pane.
    if (isElsewhere(before, opened)) before.focus();
    else focusFirst(body.current, opened);
    return () => opened.close();
  }, [isOnTop]);
  useLayoutEffect(() => {
    // A view that waited for its content got it, or the app took away where the keyboard was.
    const { activeElement } = document;
    if (!isOnTop || dialog.current === null) return;
    if (activeElement === dialog.current || activeElement === document.body) focusFirst(body.current, dialog.current);
  }, [isOnTop, view.hash]);
  useEffect(() => {
    if (refusals === 0) return;
    const field = body.current?.querySelector<HTMLElement>('[data-invalid=true]');
    field?.querySelector<HTMLElement>('input, textarea, button')?.focus();
    field?.scrollIntoView({ block: 'nearest' });
  }, [refusals]);
  const closeWords = plainWords(view.close ?? undefined) || 'Cancel';
  const submitWords = plainWords(view.submit ?? undefined);
  const hasSubmit = submitWords !== '' || view.blocks.some((block) => block['type'] === 'input');
  return (
    <dialog
      ref={dialog}
      class="block-modal"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        // Closed by the app's side alone, so that every place that shows this person's modals agrees.
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <form
        class="block-modal-form"
        noValidate
        aria-busy={submitting}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <header class="block-modal-head">
          {depth > 0 && (
            <button type="button" class="block-modal-icon" aria-label="Back" onClick={close}>
              ←
            </button>
          )}
          <h2 id={titleId} class="block-modal-title">
            {plainWords(view.title)}
          </h2>
          <button type="button" class="block-modal-icon" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        <div ref={body} class="block-modal-body">
          {trouble !== null && (
            <p class="block-modal-trouble" role="alert">
              {trouble}
            </p>
          )}
          <BlockList blocks={view.blocks} surface={surface} />
        </div>
        <footer class="block-modal-foot">
          <button type="button" class="block-button block-button-large" onClick={close}>
            {closeWords}
          </button>
          {hasSubmit && (
            <button
              type="submit"
              class="block-button block-button-large block-button-primary"
              aria-disabled={submitting}
              aria-busy={submitting}
            >
              <span class="block-button-words">{submitWords || 'Submit'}</span>
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
