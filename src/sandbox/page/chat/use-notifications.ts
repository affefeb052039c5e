// What a person is told while they look elsewhere: a toast for each notification, and for what did not work.
import { useEffect, useRef } from 'preact/hooks';
import type { SeenMessage } from '#sandbox/web/protocol.ts';
import type { Chat } from './context.ts';
import { channelParam } from './place.ts';

const LONGEST = 180;

/** `open`: the conversation that is open; nobody is told of what comes in before their eyes. */
export function useNotifications(chat: Chat, open: string | null): void {
  const current = useRef(open);
  current.current = open;
  useEffect(() => {
    if (open !== null) chat.toasts.dismissAbout(open);
  }, [chat, open]);
  useEffect(
    () =>
      chat.pane.listen((event) => {
        if (event.kind === 'trouble') {
          chat.toasts.show({ kind: 'trouble', title: 'That did not work', text: event.said, open: null });
          return;
        }
        const { message, text } = event;
        if (document.visibilityState === 'visible' && message.channel === current.current) return;
        chat.toasts.show({
          kind: 'notification',
          title: titleOf(chat, message),
          text: text.slice(0, LONGEST),
          open: () => goTo(chat, message),
          about: message.channel,
        });
      }),
    [chat],
  );
}

function titleOf({ people, names }: Chat, { user, channel }: SeenMessage): string {
  const sender = people.peek().get(user)?.realName ?? user;
  const place = names.peek().conversations.find(({ id }) => id === channel);
  return place === undefined || place.kind === 'im' ? sender : `${sender} in #${place.name}`;
}

function goTo({ ways, names }: Chat, { channel, ts, thread_ts: thread }: SeenMessage): void {
  const place = names.peek().conversations.find(({ id }) => id === channel);
  if (place === undefined) return;
  ways.goTo({
    channel: channelParam(place),
    thread: thread === undefined || thread === ts ? null : thread,
    message: ts,
  });
}
