// The messages of a conversation or thread as a list that can be walked through with the keyboard.
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Loaded } from '../live/pane.ts';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { MessageRow, NoteRow } from './message-row.tsx';
import { walkRows } from './walk-rows.ts';
import { rowsOf } from './rows.ts';
import type { Row } from './rows.ts';
import type { StickyScroll } from './use-sticky-scroll.ts';
import { dayLabel } from './times.ts';
import './message-list.css';

export interface MessageListProps {
  /** What the list is of, for screen readers. */
  readonly label: string;
  readonly loaded: Loaded;
  readonly scroll: StickyScroll;
  readonly newFrom: string | null;
  /** Whether something below has not been seen. */
  readonly unread: boolean;
  /** `ts` of a message that a link points to. */
  readonly marked: string | null;
  readonly inThread: boolean;
  /** What stands above the first message. */
  readonly top: ComponentChildren;
  readonly onTop?: () => void;
}

export function MessageList(props: MessageListProps): VNode {
  const { loaded, scroll, newFrom, marked, inThread, onTop } = props;
  const { names, ways } = useChat();
  const zone = names.value.timezone ?? 'UTC';
  const rows = useMemo(() => rowsOf({ loaded, zone, newFrom }), [loaded, zone, newFrom]);
  const top = useRef<HTMLDivElement>(null);
  const first = loaded.messages[0]?.ts ?? null;

  useEffect(() => {
    const root = scroll.scroller.current;
    if (onTop === undefined || top.current === null || root === null) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && onTop(), {
      root,
      rootMargin: '600px 0px 0px 0px',
    });
    watch.observe(top.current);
    return () => watch.disconnect();
  }, [first, onTop]);

  const isMarkedHere = marked !== null && loaded.messages.some(({ ts }) => ts === marked);
  useEffect(() => {
    if (marked === null) return;
    const row = scroll.content.current?.querySelector<HTMLElement>(`[data-ts="${CSS.escape(marked)}"]`);
    if (row === null || row === undefined) return;
    scroll.stay();
    row.scrollIntoView({ block: 'center' });
  }, [marked, isMarkedHere]);

  return (
    <div class="chat-list-frame">
      <div
        ref={scroll.scroller}
        class="chat-list"
        tabIndex={0}
        role="region"
        aria-label={props.label}
        data-region="messages"
        onKeyDown={(event) => {
          const opened = walkRows(event);
          if (opened !== null && !inThread) ways.goTo({ thread: opened, message: null });
        }}
      >
        <div ref={scroll.content} class="chat-list-content">
          <div ref={top} class="chat-list-top">
            {props.top}
          </div>
          <ol class="chat-rows">
            {rows.map((row) => (
              <RowView key={row.key} row={row} inThread={inThread} marked={row.key === marked} />
            ))}
          </ol>
          <div ref={scroll.end} class="chat-list-end" />
        </div>
      </div>
      <JumpToEnd away={scroll.away} toEnd={scroll.toEnd} unread={props.unread} />
    </div>
  );
}

interface RowViewProps {
  readonly row: Row;
  readonly inThread: boolean;
  readonly marked: boolean;
}

function RowView({ row, inThread, marked }: RowViewProps): VNode {
  switch (row.kind) {
    case 'day':
      return <Day at={row.at} />;
    case 'new':
      return (
        <li>
          <div class="chat-new-line" role="separator" aria-label="New messages">
            <span>New</span>
          </div>
        </li>
      );
    case 'message':
      return <MessageRow message={row.message} grouped={row.grouped} inThread={inThread} marked={marked} />;
    case 'note':
      return <NoteRow note={row.note} />;
  }
}

function Day({ at }: { readonly at: Date }): VNode {
  const { names } = useChat();
  const { now, timezone = 'UTC' } = names.value;
  return (
    <>
      <li class="chat-day-line" aria-hidden="true" />
      <li class="chat-day">
        <span>{dayLabel(at, now, timezone)}</span>
      </li>
    </>
  );
}

interface JumpProps {
  readonly away: ReadonlySignal<boolean>;
  readonly unread: boolean;
  toEnd(): void;
}

function JumpToEnd({ away, toEnd, unread }: JumpProps): VNode | null {
  if (!away.value) return null;
  return (
    <button type="button" class="chat-jump" data-unread={unread} onClick={toEnd}>
      <Icon name="arrow" size={16} /> {unread ? 'New messages' : 'Jump to latest'}
    </button>
  );
}
