// The head of a conversation: what it is, what it is about, who is in it.
import type { VNode } from 'preact';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { APP_HOME, APP_MESSAGES, CHANNEL_LIST } from '../frame/address.ts';
import { Avatar } from './avatar.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { PersonaMenu } from './persona-menu.tsx';
import './conversation-head.css';

export interface ConversationHeadProps {
  readonly conversation: SeenConversation;
  readonly joined: boolean;
}

export function ConversationHead({ conversation, joined }: ConversationHeadProps): VNode {
  const { kind, name, topic, members } = conversation;
  if (kind === 'im') return <AppHead tab="messages" />;
  return (
    <header class="chat-head">
      <BackToList />
      <h2 class="chat-head-name">
        <Icon name={kind === 'private' ? 'lock' : 'hash'} />
        <span>{name}</span>
      </h2>
      <p class="chat-head-topic" title={topic}>
        {topic}
      </p>
      <Members members={members} conversation={conversation} joined={joined} />
      <PersonaMenu compact />
    </header>
  );
}

/** The app's own place has two tabs, as its manifest says. */
export function AppHead({ tab }: { readonly tab: 'home' | 'messages' }): VNode {
  const { pane, ways } = useChat();
  const snapshot = pane.snapshot.value;
  const app = snapshot?.people.find(({ id }) => id === snapshot.bot);
  const tabs = [
    { key: 'home', label: 'Home', channel: APP_HOME, shown: snapshot?.appTabs.home ?? false },
    { key: 'messages', label: 'Messages', channel: APP_MESSAGES, shown: snapshot?.appTabs.messages ?? false },
  ] as const;
  return (
    <header class="chat-head chat-head-app">
      <BackToList />
      <h2 class="chat-head-name">
        {app === undefined ? null : <Avatar person={app} size={24} />}
        <span>{app?.realName ?? 'App'}</span>
        <span class="chat-app-badge">APP</span>
      </h2>
      <nav class="chat-head-tabs" aria-label="Tabs of the app">
        {tabs
          .filter(({ shown, key }) => shown || key === tab)
          .map(({ key, label, channel }) => (
            <a
              key={key}
              href={ways.hrefOf({ channel, thread: null, message: null })}
              aria-current={key === tab ? 'page' : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey) return;
                event.preventDefault();
                ways.goTo({ channel, thread: null, message: null });
              }}
            >
              {label}
            </a>
          ))}
      </nav>
      <PersonaMenu compact />
    </header>
  );
}

function BackToList(): VNode {
  const { ways } = useChat();
  return (
    <button
      type="button"
      class="chat-head-back"
      aria-label="Back to the list of channels"
      onClick={() => ways.goTo({ channel: CHANNEL_LIST, thread: null, message: null })}
    >
      <Icon name="back" size={20} />
    </button>
  );
}

interface MembersProps extends ConversationHeadProps {
  readonly members: readonly string[];
}

const FACES = 3;

function Members({ members, conversation, joined }: MembersProps): VNode {
  const { people, pane, ways } = useChat();
  const there = members.flatMap((id) => people.value.get(id) ?? []);
  const shown = there.filter(({ isBot }) => !isBot);
  const leave = {
    key: 'leave',
    label: <span class="chat-menu-danger">Leave channel</span>,
    choose: () => {
      pane.acts.leave(conversation.id).then(
        () => ways.goTo({ channel: null, thread: null, message: null }),
        () => undefined,
      );
    },
  };
  const items = there.map((person) => ({
    key: person.id,
    label: (
      <span class="chat-menu-person">
        <Avatar person={person} size={28} />
        <span class="chat-menu-two">
          <span>{person.realName}</span>
          <small>{person.isBot ? 'App' : person.role}</small>
        </span>
      </span>
    ),
    choose: () => undefined,
  }));
  return (
    <Menu
      title={`Members of #${conversation.name}`}
      buttonClass="chat-members"
      button={
        <>
          <span class="chat-members-faces">
            {shown.slice(0, FACES).map((person) => (
              <Avatar key={person.id} person={person} size={20} />
            ))}
          </span>
          {members.length}
          <span class="chat-visually-hidden"> members of #{conversation.name}</span>
        </>
      }
      items={joined ? [...items, leave] : items}
    />
  );
}
