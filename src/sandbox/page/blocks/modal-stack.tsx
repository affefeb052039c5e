// The person's open modals, the one on top in front: fields, sentences below them, submit and close.
import type { VNode } from 'preact';
import type { Pane } from '../live/pane.ts';
import { Modal } from './modal.tsx';
import { namesOf } from './use-view.ts';

export interface ModalStackProps {
  readonly pane: Pane;
  /** What relative dates are shown against; the browser's own time if absent. */
  readonly now?: Date;
}

export function ModalStack({ pane, now = new Date() }: ModalStackProps): VNode | null {
  const snapshot = pane.snapshot.value;
  if (snapshot === null || snapshot.modals.length === 0) return null;
  const { modals } = snapshot;
  const names = namesOf(snapshot, now);
  // Those below stay drawn, unseen, so that they hold what was typed into them.
  return (
    <>
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
    </>
  );
}
