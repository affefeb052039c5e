// All channels that the person may see: those they are in and those that they can join.
import type { VNode } from 'preact';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { useChat } from './context.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icons.tsx';
import { channelParam } from './place.ts';

export function BrowseDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const { pane, ways } = useChat();
  const snapshot = pane.snapshot.value;
  const joined = (snapshot?.conversations ?? []).filter(({ kind }) => kind !== 'im');
  const others = snapshot?.others ?? [];

  function open(conversation: SeenConversation): void {
    onClose();
    ways.goTo({ channel: channelParam(conversation), thread: null, message: null });
  }
  function entry(conversation: SeenConversation, isIn: boolean): VNode {
    const { id, name, topic, members, kind } = conversation;
    return (
      <li key={id} class="chat-browse-entry">
        <Icon name={kind === 'private' ? 'lock' : 'hash'} />
        <span class="chat-menu-two">
          <strong>{name}</strong>
          <small>
            {isIn ? 'Joined  ·  ' : ''}
            {members.length} {members.length === 1 ? 'member' : 'members'}
            {topic === '' ? '' : `  ·  ${topic}`}
          </small>
        </span>
        <button type="button" class="chat-button" aria-label={`Open #${name}`} onClick={() => open(conversation)}>
          Open
        </button>
        {isIn ? null : (
          <button
            type="button"
            class="chat-button"
            data-style="primary"
            aria-label={`Join #${name}`}
            // The pane tells what did not work, and the list shows what did.
            onClick={() => void pane.acts.join(id).catch(() => undefined)}
          >
            Join
          </button>
        )}
      </li>
    );
  }
  return (
    <Dialog title="Browse channels" onClose={onClose}>
      <ul class="chat-browse">
        {others.map((conversation) => entry(conversation, false))}
        {joined.map((conversation) => entry(conversation, true))}
      </ul>
      {others.length + joined.length === 0 ? <p>There is no channel that you may see.</p> : null}
    </Dialog>
  );
}
