// The composer's menu: commands, mentions, and the app's global shortcuts.
import type { VNode } from 'preact';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import type { MenuItem } from './menu.tsx';

export interface ShortcutsMenuProps {
  readonly onMention: () => void;
  /** Null where commands do not work. */
  readonly onCommand: (() => void) | null;
}

export function ShortcutsMenu({ onMention, onCommand }: ShortcutsMenuProps): VNode {
  const { pane } = useChat();
  const global = (pane.snapshot.value?.shortcuts ?? []).filter(({ type }) => type === 'global');
  const items: readonly MenuItem[] = [
    ...(onCommand === null ? [] : [{ key: '/', label: 'Run a command', choose: onCommand }]),
    { key: '@', label: 'Mention someone', choose: onMention },
    ...global.map(({ callbackId, name, description }) => ({
      key: callbackId,
      label: (
        <span class="chat-menu-two">
          <span>{name}</span>
          <small>{description}</small>
        </span>
      ),
      choose: () => void pane.acts.shortcut(callbackId),
    })),
  ];
  return <Menu name="Shortcuts" buttonClass="chat-composer-tool" button={<Icon name="plus" />} items={items} />;
}
