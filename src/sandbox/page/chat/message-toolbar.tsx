// What one can do with a message: reply in its thread, the app's shortcuts for messages, copy a link to it.
import type { VNode } from 'preact';
import type { SeenMessage } from '#sandbox/web/protocol.ts';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';

export interface MessageToolbarProps {
  readonly message: SeenMessage;
  readonly inThread: boolean;
}

export function MessageToolbar({ message, inThread }: MessageToolbarProps): VNode {
  const { pane, ways, toasts } = useChat();
  const shortcuts = (pane.snapshot.value?.shortcuts ?? []).filter(({ type }) => type === 'message');

  async function copyLink(): Promise<void> {
    const { ts, thread_ts: thread = null } = message;
    const link = new URL(ways.hrefOf({ message: ts, thread: thread === ts ? null : thread }), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      toasts.show({ kind: 'done', title: '', text: 'Link copied.', open: null });
    } catch {
      // The browser does not let pages write there; the link is then for copying by hand.
      toasts.show({ kind: 'trouble', title: 'The browser does not allow copying', text: link, open: null });
    }
  }
  return (
    <div class="chat-toolbar" role="toolbar" aria-label="Message actions">
      {inThread ? null : (
        <button
          type="button"
          class="chat-tool"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => ways.goTo({ thread: message.ts, message: null })}
        >
          <Icon name="thread" />
        </button>
      )}
      <button type="button" class="chat-tool" aria-label="Copy link" title="Copy link" onClick={() => void copyLink()}>
        <Icon name="link" />
      </button>
      {shortcuts.length === 0 ? null : (
        <Menu
          name="More actions"
          buttonClass="chat-tool"
          button={<Icon name="more" />}
          items={shortcuts.map(({ callbackId, name, description }) => ({
            key: callbackId,
            label: (
              <span class="chat-menu-two">
                <span>{name}</span>
                <small>{description}</small>
              </span>
            ),
            choose: () => void pane.acts.messageShortcut(callbackId, message.channel, message.ts),
          }))}
        />
      )}
    </div>
  );
}
