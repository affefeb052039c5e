// The app's own place: its Home tab, and its messages before it has sent any.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { HomeTab } from '../blocks/home-tab.tsx';
import { useChat } from './context.ts';
import { AppHead } from './conversation-head.tsx';
import { Blank } from './states.tsx';

/** Slack tells the app each time that somebody opens it. */
export function AppHome(): VNode {
  const { pane, names } = useChat();
  const ready = pane.snapshot.value !== null;
  useEffect(() => {
    // Troubles are told by the pane.
    if (ready) pane.acts.openHome('home').catch(() => undefined);
  }, [pane, ready]);
  return (
    <section class="chat-conversation" aria-label="Home of the app">
      <AppHead tab="home" />
      <div class="chat-home" data-region="messages" tabIndex={-1}>
        <HomeTab pane={pane} now={names.value.now} />
      </div>
    </section>
  );
}

export function AppWithoutMessages(): VNode {
  const { pane } = useChat();
  useEffect(() => {
    pane.acts.openHome('messages').catch(() => undefined);
  }, [pane]);
  return (
    <section class="chat-conversation" aria-label="Messages of the app">
      <AppHead tab="messages" />
      <Blank title="No messages yet">
        <p>What Signalbox has to tell you alone arrives here.</p>
      </Blank>
    </section>
  );
}
