// One person's pane: everything at first, then what changes for them, for as long as the socket is open.
import type { WebSocket } from 'ws';
import type { Change } from '#sandbox/slack/world/changes.ts';
import type { User } from '#sandbox/slack/world/wire.ts';
import type { Declared } from '../manifest.ts';
import type { Outside } from '../outside.ts';
import type { PaneFrame, PaneMessage } from '../protocol.ts';
import { sidebarOf } from '../seen/conversations.ts';
import { snapshotOf } from '../seen/snapshot.ts';
import { compactPane } from './compact.ts';
import { createFrames } from './frames.ts';
import { paneMessages } from './pane-messages.ts';

/** WebSocket's "policy violation": this person cannot look any more. */
const NO_LONGER = 1008;

/** `as`: a person who may act; the socket is closed when they are deactivated. */
export function servePane(outside: Outside, declared: Declared, as: User, socket: WebSocket): void {
  const { slack, onStartOver } = outside;
  const { workspace } = slack;
  let sidebar = '';
  const viewer = (): User => workspace.users().find(({ id }) => id === as.id) ?? as;

  function sidebarIfChanged(): PaneFrame {
    const now = sidebarOf(workspace, viewer());
    const text = JSON.stringify(now);
    if (text === sidebar) return [];
    sidebar = text;
    return [{ kind: 'conversations', ...now }];
  }

  const frames = createFrames<PaneMessage>(socket, {
    whole: () => {
      sidebar = JSON.stringify(sidebarOf(workspace, viewer()));
      return [{ kind: 'snapshot', snapshot: snapshotOf(slack, declared, viewer()) }];
    },
    compact: compactPane,
    after: sidebarIfChanged,
  });

  const stopOver = onStartOver(() => frames.anew());
  const stop = workspace.onChange((change: Change) => {
    const person = viewer();
    if (person.deleted) socket.close(NO_LONGER, 'deactivated');
    else frames.push(...paneMessages(workspace, person, change));
  });
  socket.once('close', () => {
    stop();
    stopOver();
    frames.close();
  });
}
