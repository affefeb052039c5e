// Says to screen readers what arrives in the conversation that is open; shows nothing.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Loaded } from '../live/pane.ts';
import { useChat } from './context.ts';
import { plainText } from './plain-text.ts';

const LONGEST = 300;

export function Arrivals({ loaded }: { readonly loaded: Loaded }): VNode {
  const { names, people } = useChat();
  const last = loaded.messages.at(-1);
  const note = loaded.notes.at(-1);
  const known = useRef({ last: last?.ts, note: note?.ts });
  let said = '';
  if (note !== undefined && note.ts > (known.current.note ?? '')) {
    said = `Only visible to you: ${plainText(note.text, names.peek())}`;
  } else if (last !== undefined && last.ts > (known.current.last ?? '') && last.user !== names.peek().self) {
    said = `${people.peek().get(last.user)?.realName ?? ''}: ${plainText(last.text, names.peek())}`;
  }
  return (
    <div class="chat-visually-hidden" aria-live="polite">
      {said.slice(0, LONGEST)}
    </div>
  );
}
