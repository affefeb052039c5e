// One channel or direct conversation: its head, its messages, where one writes.
import type { VNode } from 'preact';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { Arrivals } from './arrivals.tsx';
import { Composer } from './composer.tsx';
import { ConversationHead } from './conversation-head.tsx';
import { useChat } from './context.ts';
import { ConversationIntro } from './conversation-intro.tsx';
import { JoinBar } from './join-bar.tsx';
import { MessageList } from './message-list.tsx';
import { Failed, Loading } from './states.tsx';
import { useNoteToast } from './use-note-toast.ts';
import { useStickyScroll } from './use-sticky-scroll.ts';
import { useTail } from './use-tail.ts';
import { useUnread } from './use-unread.ts';
import './conversation.css';

export interface ConversationProps {
  readonly conversation: SeenConversation;
  readonly joined: boolean;
  readonly marked: string | null;
}

export function Conversation({ conversation, joined, marked }: ConversationProps): VNode {
  const { pane } = useChat();
  const { id, name, kind, archived } = conversation;
  const whole = pane.conversation(id).value;
  const { tail: loaded, showOlder } = useTail(id, whole, marked);
  const first = loaded?.messages[0]?.ts ?? (loaded === null ? null : '');
  const scroll = useStickyScroll(first, (loaded?.messages.length ?? 0) + (loaded?.notes.length ?? 0));
  const newFrom = useUnread(conversation, whole, scroll.atEnd);
  useNoteToast(whole, scroll.away, scroll.toEnd);
  const missing = pane.missing.value.get(id);
  return (
    <section class="chat-conversation" aria-label={kind === 'im' ? name : `#${name}`}>
      <ConversationHead conversation={conversation} joined={joined} />
      {loaded === null ? (
        missing === undefined ? (
          <Loading />
        ) : (
          <Failed said={missing} retry={() => pane.retry()} />
        )
      ) : (
        <MessageList
          label={`Messages in ${kind === 'im' ? name : `#${name}`}`}
          loaded={loaded}
          scroll={scroll}
          newFrom={newFrom}
          unread={conversation.unread > 0}
          marked={marked}
          inThread={false}
          top={loaded.more ? <Loading /> : <ConversationIntro conversation={conversation} />}
          {...(loaded.more ? { onTop: showOlder } : {})}
        />
      )}
      {loaded === null ? null : <Arrivals loaded={loaded} />}
      {foot()}
    </section>
  );

  function foot(): VNode {
    const readOnly = kind === 'im' && (pane.snapshot.value?.appTabs.messagesReadOnly ?? false);
    if (archived) return <p class="chat-closed">#{name} is archived. Nobody can write here any more.</p>;
    if (readOnly) return <p class="chat-closed">Sending messages to this app has been turned off.</p>;
    if (!joined) return <JoinBar conversation={conversation} />;
    return <Composer conversation={conversation} threadTs={null} onSent={scroll.toEnd} />;
  }
}
