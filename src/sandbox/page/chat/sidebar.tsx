// The sidebar of one person: the workspace, who they are, their channels with what is unread, the app.
import type { VNode } from 'preact';
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import { APP_HOME, APP_MESSAGES } from '../frame/address.ts';
import { Avatar } from './avatar.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { PaneTools, PersonaMenu } from './persona-menu.tsx';
import { channelParam, directOf } from './place.ts';
import type { Place } from './place.ts';
import './sidebar.css';

export interface SidebarProps {
  readonly place: Place;
  readonly onSwitch: () => void;
  readonly onBrowse: () => void;
  readonly onHelp: () => void;
}

export function Sidebar({ place, onSwitch, onBrowse, onHelp }: SidebarProps): VNode {
  const { pane } = useChat();
  const snapshot = pane.snapshot.value;
  if (snapshot === null) return <aside class="chat-sidebar" aria-busy="true" />;
  const current = place.kind === 'conversation' ? place.conversation.id : null;
  const channels = snapshot.conversations.filter(({ kind }) => kind !== 'im');
  const direct = directOf(snapshot);
  const app = snapshot.people.find(({ id }) => id === snapshot.bot);
  const inApp = place.kind === 'home' || place.kind === 'app' || (direct !== undefined && current === direct.id);
  return (
    <aside class="chat-sidebar" aria-label="Sidebar">
      <div class="chat-sidebar-head">
        <h2 class="chat-team">{snapshot.team}</h2>
        <button type="button" class="chat-side-tool" aria-label="Keys" title="Keys (?)" onClick={onHelp}>
          <Icon name="keyboard" />
        </button>
        <button type="button" class="chat-side-tool" aria-label="Go to …" title="Go to … (Ctrl+K)" onClick={onSwitch}>
          <Icon name="search" />
        </button>
        <PaneTools canOpen />
      </div>
      <PersonaMenu />
      <nav class="chat-sidebar-lists" aria-label="Conversations" data-region="sidebar" tabIndex={-1}>
        <h3>Channels</h3>
        <ul>
          {channels.map((conversation) => (
            <li key={conversation.id}>
              <ChannelLink conversation={conversation} current={conversation.id === current} />
            </li>
          ))}
          {place.kind === 'conversation' && !place.joined ? (
            <li>
              <ChannelLink conversation={place.conversation} current />
            </li>
          ) : null}
          <li>
            <button type="button" class="chat-side-item" onClick={onBrowse}>
              <Icon name="plus" />
              <span class="chat-side-name">Browse channels</span>
            </button>
          </li>
        </ul>
        <h3>Apps</h3>
        <ul>
          <li>
            <SideLink
              channel={snapshot.appTabs.messages || !snapshot.appTabs.home ? APP_MESSAGES : APP_HOME}
              current={inApp}
              unread={direct?.unread ?? 0}
              pings={direct?.pings ?? 0}
            >
              {app === undefined ? <Icon name="bolt" /> : <Avatar person={app} size={20} />}
              <span class="chat-side-name">{app?.realName ?? 'The app'}</span>
            </SideLink>
          </li>
        </ul>
      </nav>
    </aside>
  );
}

function ChannelLink({ conversation, current }: { conversation: SeenConversation; current: boolean }): VNode {
  return (
    <SideLink
      channel={channelParam(conversation)}
      current={current}
      unread={conversation.unread}
      pings={conversation.pings}
    >
      <Icon name={conversation.kind === 'private' ? 'lock' : 'hash'} />
      <span class="chat-side-name">{conversation.name}</span>
    </SideLink>
  );
}

interface SideLinkProps {
  readonly channel: string;
  readonly current: boolean;
  readonly unread: number;
  readonly pings: number;
  readonly children: readonly VNode[];
}

function SideLink({ channel, current, unread, pings, children }: SideLinkProps): VNode {
  const { ways } = useChat();
  const there = { channel, thread: null, message: null };
  return (
    <a
      class="chat-side-item"
      href={ways.hrefOf(there)}
      data-unread={unread > 0}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        // With these a browser opens the link elsewhere, as everybody expects.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        ways.goTo(there);
      }}
    >
      {children}
      {unread > 0 ? <span class="chat-visually-hidden">, {unread} unread</span> : null}
      {pings > 0 ? (
        <span class="chat-ping-badge">
          {pings}
          <span class="chat-visually-hidden"> for you</span>
        </span>
      ) : null}
    </a>
  );
}
