// The keys of the client.
import type { VNode } from 'preact';
import { Dialog } from './dialog.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl K  or  ⌘ K', 'Go to a channel or person'],
  ['F6  and  Shift F6', 'Next and previous part of the page'],
  ['↑ ↓  or  j k', 'From message to message, where the list has the focus'],
  ['Tab', 'Into a message: its buttons, then what one can do with it; Esc leads back to it'],
  ['Enter  or  t', 'Open the thread of the message'],
  ['Esc', 'Close what is on top: menu, dialog, thread'],
  ['Enter', 'Send; Shift Enter begins a new line'],
  ['/   @   #', 'Commands, people and channels in the composer: ↑ ↓ and Tab'],
  ['?', 'These keys'],
];

export function HelpDialog({ onClose }: { readonly onClose: () => void }): VNode {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="chat-keys">
        {KEYS.map(([keys, about]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
