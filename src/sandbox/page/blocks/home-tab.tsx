// The app's Home tab as it published it for this person.
import type { VNode } from 'preact';
import type { Pane } from '../live/pane.ts';

export function HomeTab({ pane }: { readonly pane: Pane }): VNode {
  return <section>{pane.snapshot.value?.home === null ? 'The app has published no Home tab.' : ''}</section>;
}
