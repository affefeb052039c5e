// What one change of the workspace means for one person: nothing where they cannot see it.
import type { Change } from '#sandbox/slack/world/changes.ts';
import type { User, WireMessage } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';
import type { PaneMessage } from '../protocol.ts';
import { seenMessage, seenNote } from '../seen/messages.ts';
import { notificationOf } from '../seen/notification.ts';
import { maySee, seenPeople } from '../seen/people.ts';

/** Unread marks and members are not told here: they follow from a tick as a whole. */
export function paneMessages(workspace: Workspace, viewer: User, change: Change): readonly PaneMessage[] {
  switch (change.kind) {
    case 'message_posted':
    case 'message_updated':
    case 'message_deleted':
      return ofMessage(workspace, viewer, change.kind, change.message);
    case 'note_shown':
    case 'note_replaced':
      if (change.note.user !== viewer.id) return [];
      return [{ kind: change.kind, note: seenNote(workspace, viewer, change.note) }];
    case 'note_removed': {
      if (change.note.user !== viewer.id) return [];
      const { channel, ts } = seenNote(workspace, viewer, change.note);
      return [{ kind: 'note_removed', channel, ts }];
    }
    case 'view_opened':
    case 'view_pushed':
    case 'view_updated':
    case 'view_closed':
      return change.user === viewer.id ? [{ kind: 'modals', modals: workspace.as(viewer.id).modals() }] : [];
    case 'home_published':
      return change.user === viewer.id ? [{ kind: 'home', home: change.view }] : [];
    case 'person_changed':
      return [{ kind: 'people', people: seenPeople(workspace) }];
    case 'member_joined':
    case 'member_left':
    case 'conversation_read':
    case 'conversation_changed':
    case 'group_changed':
    case 'file_processed':
      return [];
  }
}

function ofMessage(
  workspace: Workspace,
  viewer: User,
  kind: 'message_posted' | 'message_updated' | 'message_deleted',
  message: WireMessage,
): readonly PaneMessage[] {
  if (!maySee(viewer, workspace.channel(message.channel))) return [];
  const { channel, ts } = message;
  const parent = parentOf(workspace, message);
  const thread: readonly PaneMessage[] =
    parent === undefined ? [] : [{ kind: 'message_updated', message: seenMessage(workspace, parent) }];
  if (kind === 'message_deleted') return [{ kind, channel, ts }, ...thread];
  const seen = seenMessage(workspace, message);
  if (kind === 'message_updated') return [{ kind, message: seen }];
  return [{ kind, message: seen, notification: notificationOf(workspace, viewer, message) }, ...thread];
}

function parentOf(workspace: Workspace, { channel, ts, thread_ts: thread }: WireMessage): WireMessage | undefined {
  if (thread === undefined || thread === ts) return undefined;
  return workspace.messages(channel).find((message) => message.ts === thread);
}
