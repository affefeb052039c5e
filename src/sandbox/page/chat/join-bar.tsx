// Below a channel that one looks at without being in it.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';

export function JoinBar({ conversation }: { readonly conversation: SeenConversation }): VNode {
  const { pane } = useChat();
  const joining = useSignal(false);
  async function join(): Promise<void> {
    joining.value = true;
    // That it did not work is told by the pane; the button is there again.
    await pane.acts.join(conversation.id).catch(() => undefined);
    joining.value = false;
  }
  return (
    <div class="chat-join">
      <p>
        <Icon name="hash" /> <strong>{conversation.name}</strong>
      </p>
      <button
        type="button"
        class="chat-button"
        data-style="primary"
        disabled={joining.value}
        onClick={() => void join()}
      >
        {joining.value ? 'Joining …' : 'Join channel'}
      </button>
    </div>
  );
}
