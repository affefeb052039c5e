// A thread at the side of its conversation: the message it hangs on, the replies, where one writes the next.
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { Arrivals } from './arrivals.tsx';
import { Composer } from './composer.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { MessageList } from './message-list.tsx';
import { Failed, Loading } from './states.tsx';
import { useThreadFocus } from './use-thread-focus.ts';
import { useStickyScroll } from './use-sticky-scroll.ts';
import './thread-panel.css';

export interface ThreadPanelProps {
  readonly conversation: SeenConversation;
  /** Whether one may write here. */
  readonly joined: boolean;
  readonly ts: string;
  readonly marked: string | null;
}

export function ThreadPanel({ conversation, joined, ts, marked }: ThreadPanelProps): VNode {
  const { pane, ways } = useChat();
  const { id, name, kind, archived } = conversation;
  const loaded = pane.thread(id, ts).value;
  const scroll = useStickyScroll(
    loaded?.messages[0]?.ts ?? null,
    (loaded?.messages.length ?? 0) + (loaded?.notes.length ?? 0),
  );
  const missing = pane.missing.value.get(`${id} ${ts}`);
  const panel = useRef<HTMLElement>(null);
  useThreadFocus(panel, ts);
  return (
    <section ref={panel} class="chat-thread" aria-label="Thread" data-region="thread">
      <header class="chat-thread-head">
        <h2 tabIndex={-1}>
          Thread <small>{kind === 'im' ? name : `#${name}`}</small>
        </h2>
        <button
          type="button"
          class="chat-tool"
          aria-label="Close thread"
          title="Close (Esc)"
          onClick={() => ways.goTo({ thread: null, message: null })}
        >
          <Icon name="close" />
        </button>
      </header>
      {loaded === null ? (
        missing === undefined ? (
          <Loading />
        ) : (
          <Failed said={missing} retry={() => pane.retry()} />
        )
      ) : (
        <>
          <MessageList
            label="Replies"
            loaded={loaded}
            scroll={scroll}
            newFrom={null}
            unread={false}
            marked={marked}
            inThread
            top={null}
          />
          <Arrivals loaded={loaded} />
        </>
      )}
      {joined && !archived ? (
        <Composer key={ts} conversation={conversation} threadTs={ts} onSent={scroll.toEnd} />
      ) : null}
    </section>
  );
}
