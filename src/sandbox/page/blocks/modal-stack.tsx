// The person's open modals, the one on top in front: fields, sentences below them, submit and close. They cover their pane
// alone: beside it somebody else goes on, and the tour can be read.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { WireView } from '#sandbox/web/protocol.ts';
import type { Pane } from '../live/pane.ts';
import { Modal } from './modal.tsx';
import { namesOf } from './use-view.ts';
import './modal.css';

export interface ModalStackProps {
  readonly pane: Pane;
  /** What relative dates are shown against; the browser's own time if absent. */
  readonly now?: Date;
}

const NONE: readonly WireView[] = [];

/** Drawn last in the pane that it covers, which is positioned; who draws it makes what is below inert while modals are open. */
export function ModalStack({ pane, now = new Date() }: ModalStackProps): VNode | null {
  const snapshot = pane.snapshot.value;
  const modals = snapshot?.modals ?? NONE;
  useReturnedFocus(modals.length > 0);
  if (snapshot === null || modals.length === 0) return null;
  const names = namesOf(snapshot, now);
  // Those below stay drawn, unseen, so that they hold what was typed into them.
  return (
    <div
      class="block-modals"
      onMouseDown={(event) => {
        // A click beside the modal takes the keyboard from nothing.
        if (event.target === event.currentTarget) event.preventDefault();
      }}
    >
      {modals.map((view, index) => (
        <Modal
          key={view.id}
          pane={pane}
          view={view}
          names={names}
          isOnTop={index === modals.length - 1}
          depth={index}
        />
      ))}
    </div>
  );
}

/** Gives the keyboard back to where it was before the first modal opened, or to what took that place. */
function useReturnedFocus(isOpen: boolean): void {
  const opener = useRef<{ readonly element: Element; readonly row: Element | null } | null>(null);
  // Asked while drawing: once what is below is inert, it has lost the keyboard.
  if (isOpen && opener.current === null && document.activeElement !== null) {
    const element = document.activeElement;
    opener.current = { element, row: element.closest('.block-actions') };
  }
  useLayoutEffect(() => {
    if (isOpen || opener.current === null) return;
    const { element, row } = opener.current;
    opener.current = null;
    if (document.activeElement !== document.body) return;
    const place = element.isConnected ? element : row?.querySelector('button, a, input');
    if (place instanceof HTMLElement) place.focus();
  }, [isOpen]);
}
