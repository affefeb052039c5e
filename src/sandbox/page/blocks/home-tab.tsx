// The app's Home tab as it published it for this person.
import type { VNode } from 'preact';
import type { Snapshot, WireView } from '#sandbox/web/protocol.ts';
import type { Pane } from '../live/pane.ts';
import { BlockList } from './block-list.tsx';
import { namesOf, useView } from './use-view.ts';
import './modal.css';

export interface HomeTabProps {
  readonly pane: Pane;
  /** What relative dates are shown against; the browser's own time if absent. */
  readonly now?: Date;
}

export function HomeTab({ pane, now = new Date() }: HomeTabProps): VNode {
  const snapshot = pane.snapshot.value;
  if (snapshot === null) {
    return (
      <p class="block-home-empty" role="status">
        Loading …
      </p>
    );
  }
  const { home } = snapshot;
  if (home === null) {
    return (
      <div class="block-home-empty">
        <strong>Nothing here yet</strong>
        <p>The app has published no Home tab for {snapshot.as.realName}.</p>
      </div>
    );
  }
  return <Published key={home.id} pane={pane} view={home} snapshot={snapshot} now={now} />;
}

interface PublishedProps {
  readonly pane: Pane;
  readonly view: WireView;
  readonly snapshot: Snapshot;
  readonly now: Date;
}

function Published({ pane, view, snapshot, now }: PublishedProps): VNode {
  const { surface, trouble } = useView(pane, view, namesOf(snapshot, now));
  return (
    <section class="block-home" aria-label="Home">
      {trouble !== null && (
        <p class="block-modal-trouble" role="alert">
          {trouble}
        </p>
      )}
      <BlockList blocks={view.blocks} surface={surface} />
    </section>
  );
}
