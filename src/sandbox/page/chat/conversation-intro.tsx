// What stands above the first message of all.
import type { VNode } from 'preact';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { Icon } from './icons.tsx';

export function ConversationIntro({ conversation }: { readonly conversation: SeenConversation }): VNode {
  const { kind, name, topic } = conversation;
  if (kind === 'im') {
    return (
      <div class="chat-intro">
        <h3>This is the beginning of your messages with {name}</h3>
        <p>What it has to tell you alone arrives here.</p>
      </div>
    );
  }
  return (
    <div class="chat-intro">
      <h3>
        <Icon name={kind === 'private' ? 'lock' : 'hash'} size={26} /> {name}
      </h3>
      <p>
        This is the very beginning of the <strong>#{name}</strong> channel.{topic === '' ? '' : ` ${topic}.`}
      </p>
    </div>
  );
}
