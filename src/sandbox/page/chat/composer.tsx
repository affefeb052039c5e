// Where one writes: messages, commands, mentions. Enter sends, Shift+Enter begins a line, Tab or Enter takes what is offered.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { offersAt } from './completion.ts';
import type { Offer } from './completion.ts';
import { CompletionList } from './completion-list.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { sendTyped } from './send-typed.ts';
import { ShortcutsMenu } from './shortcuts-menu.tsx';
import './composer.css';

export interface ComposerProps {
  readonly conversation: SeenConversation;
  readonly threadTs: string | null;
  readonly onSent: () => void;
}

const NO_COMMANDS = [] as const;

export function Composer({ conversation, threadTs, onSent }: ComposerProps): VNode {
  const chat = useChat();
  const { pane, names, drafts } = chat;
  const key = `${conversation.id} ${threadTs ?? ''}`;
  const text = useSignal(drafts.get(key) ?? '');
  const caret = useSignal(text.peek().length);
  /** The text for which the offers were waved away. */
  const waved = useSignal<string | null>(null);
  const chosen = useSignal(0);
  const refused = useSignal<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const offers = useComputed(() => {
    if (waved.value === text.value) return null;
    const { people, conversations } = names.value;
    const commands = pane.snapshot.value?.commands ?? NO_COMMANDS;
    return offersAt(text.value, caret.value, {
      commands,
      people,
      channels: conversations,
      inThread: threadTs !== null,
    });
  }).value;
  const ready = useComputed(() => text.value.trim() !== '').value;
  const at = Math.min(chosen.value, (offers?.offers.length ?? 1) - 1);

  useLayoutEffect(() => {
    if (field.current !== null) fitHeight(field.current);
  }, [text.value]);

  function write(next: string, caretAt: number): void {
    text.value = next;
    caret.value = caretAt;
    chosen.value = 0;
    refused.value = null;
    drafts.set(key, next);
  }
  function take(offer: Offer): void {
    if (offers === null) return;
    const before = text.value.slice(0, offers.from) + offer.insert;
    write(before + text.value.slice(offers.to), before.length);
    // What was taken is complete; the same list again would only be in the way.
    if (!offer.insert.endsWith(' ') || offers.kind === 'usage') waved.value = text.peek();
    const caretAt = before.length;
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(caretAt, caretAt);
    });
  }
  async function send(): Promise<void> {
    const typed = text.peek();
    if (typed.trim() === '') return;
    write('', 0);
    onSent();
    const outcome = await sendTyped(chat, { typed, conversation, threadTs });
    if (outcome.kind === 'sent') return;
    // Nothing typed is lost, unless something else stands there by now.
    if (text.peek() === '') write(typed, typed.length);
    refused.value = outcome.because;
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (offers !== null) {
      const count = offers.offers.length;
      const offer = offers.offers[at];
      const takes =
        event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && isWorthTaking(text.value, offer));
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        chosen.value = (at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count;
        return;
      }
      if (takes && !event.shiftKey && offer !== undefined) {
        event.preventDefault();
        return take(offer);
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        waved.value = text.value;
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  }
  const name = conversation.kind === 'im' ? conversation.name : `#${conversation.name}`;
  const label = threadTs === null ? `Message ${name}` : 'Reply in thread';
  return (
    <form
      class="chat-composer"
      data-region="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {offers === null ? null : <CompletionList id={id} offers={offers} at={at} take={take} />}
      <div class="chat-composer-box">
        <textarea
          ref={field}
          class="chat-composer-field"
          rows={1}
          value={text.value}
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={offers === null ? undefined : id}
          aria-activedescendant={offers === null ? undefined : `${id}-${at}`}
          aria-describedby={refused.value === null ? undefined : `${id}-refused`}
          onInput={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionStart)}
          onSelect={({ currentTarget }) => void (caret.value = currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <div class="chat-composer-bar">
          <ShortcutsMenu onMention={() => insert('@')} onCommand={threadTs === null ? () => insert('/') : null} />
          <button type="submit" class="chat-send" disabled={!ready} aria-label="Send" title="Send (Enter)">
            <Icon name="send" />
          </button>
        </div>
      </div>
      {refused.value === null ? null : (
        <p id={`${id}-refused`} class="chat-composer-refused" role="alert">
          {refused.value}
        </p>
      )}
    </form>
  );

  function insert(mark: string): void {
    const before = text.peek();
    const start = mark === '/' || before === '' || before.endsWith(' ') ? before : `${before} `;
    const next = mark === '/' ? '/' : `${start}${mark}`;
    write(next, next.length);
    field.current?.focus();
  }
}

/** Enter sends a command that stands there in full, and takes anything else that is offered. */
function isWorthTaking(text: string, offer: Offer | undefined): boolean {
  return offer !== undefined && !text.trimEnd().endsWith(offer.insert.trimEnd());
}

/** Where the browser does not do it by itself. */
function fitHeight(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}
