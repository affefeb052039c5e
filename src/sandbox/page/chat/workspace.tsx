// The workspace as one person sees it: sidebar, what is open, the thread beside it, and what lies in front.
import { useSignal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { ModalStack } from '../blocks/modal-stack.tsx';
import { CHANNEL_LIST } from '../frame/address.ts';
import type { PaneAddress } from '../frame/address.ts';
import type { Pane } from '../live/pane.ts';
import { AppHome, AppWithoutMessages } from './app-tabs.tsx';
import { BrowseDialog } from './browse-dialog.tsx';
import { ChatContext, createChat } from './context.ts';
import type { Ways } from './context.ts';
import { Conversation } from './conversation.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { LinkBar } from './link-bar.tsx';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import { QuickSwitcher } from './quick-switcher.tsx';
import { Sidebar } from './sidebar.tsx';
import { Blank, Loading } from './states.tsx';
import { ThreadPanel } from './thread-panel.tsx';
import { ToastsView } from './toasts-view.tsx';
import { useNotifications } from './use-notifications.ts';
import { useWorkspaceKeys } from './use-workspace-keys.ts';
import type { Front } from './use-workspace-keys.ts';
import './workspace.css';

export interface WorkspaceProps {
  readonly pane: Pane;
  readonly ways: Ways;
  /** The sandbox's clock. */
  readonly now: ReadonlySignal<Date>;
  /** Takes the keys while the focus is in no pane. */
  readonly primary: boolean;
}

export function Workspace({ pane, ways, now, primary }: WorkspaceProps): VNode {
  const chat = useMemo(() => createChat(pane, ways, now), [pane, ways, now]);
  const front = useSignal<Front>('nothing');
  const root = useRef<HTMLDivElement>(null);
  const snapshot = pane.snapshot.value;
  const address = ways.address.value;
  const place = snapshot === null ? null : placeOf(snapshot, address.channel);
  useNotifications(chat, place?.kind === 'conversation' ? place.conversation.id : null);
  useWorkspaceKeys({ root, primary, ways, front });

  const close = (): void => void (front.value = 'nothing');
  const screen = screenOf(address);
  const name = snapshot?.as.realName ?? pane.as;
  return (
    <ChatContext.Provider value={chat}>
      <div ref={root} class="chat-workspace" role="group" aria-label={`Slack as ${name}`}>
        <LinkBar />
        {place === null ? (
          <div class="chat-panels" data-screen={screen}>
            <aside class="chat-sidebar" aria-busy="true" />
            <div class="chat-main">
              {pane.link.value === 'lost' ? (
                <Blank title="The sandbox does not answer">
                  <p>Either it is being started again, or nobody in it is called “{pane.as}”.</p>
                  <p>
                    <a href="/">Begin as somebody who is there</a>
                  </p>
                </Blank>
              ) : (
                <Loading />
              )}
            </div>
          </div>
        ) : (
          <div class="chat-panels" data-screen={screen} inert={(snapshot?.modals.length ?? 0) > 0}>
            <Sidebar
              place={place}
              onSwitch={() => void (front.value = 'switch')}
              onBrowse={() => void (front.value = 'browse')}
              onHelp={() => void (front.value = 'help')}
            />
            <div class="chat-main">
              <Opened place={place} marked={address.thread === null ? address.message : null} />
            </div>
            {place.kind === 'conversation' && address.thread !== null ? (
              <ThreadPanel
                key={`${place.conversation.id} ${address.thread}`}
                conversation={place.conversation}
                joined={place.joined}
                ts={address.thread}
                marked={address.message}
              />
            ) : null}
          </div>
        )}
        <ToastsView />
        <ModalStack pane={pane} now={chat.names.value.now} />
        {front.value === 'switch' ? <QuickSwitcher onClose={close} /> : null}
        {front.value === 'browse' ? <BrowseDialog onClose={close} /> : null}
        {front.value === 'help' ? <HelpDialog onClose={close} /> : null}
      </div>
    </ChatContext.Provider>
  );
}

/** What a narrow pane shows; `start`: nothing was chosen yet. */
function screenOf({ channel, thread }: PaneAddress): 'start' | 'list' | 'conversation' | 'thread' {
  if (channel === CHANNEL_LIST) return 'list';
  if (thread !== null) return 'thread';
  return channel === null ? 'start' : 'conversation';
}

function Opened({ place, marked }: { readonly place: Place; readonly marked: string | null }): VNode {
  switch (place.kind) {
    case 'conversation':
      return (
        <Conversation
          key={place.conversation.id}
          conversation={place.conversation}
          joined={place.joined}
          marked={marked}
        />
      );
    case 'home':
      return <AppHome />;
    case 'app':
      return <AppWithoutMessages />;
    case 'nowhere':
      return (
        <Blank title={`There is no #${place.name} here`}>
          <p>Either it does not exist, or this person is not in it.</p>
        </Blank>
      );
    case 'none':
      return (
        <Blank title="No channels yet">
          <p>This person is in no channel. Browse channels to find one.</p>
        </Blank>
      );
  }
}
