// One message in a list: who, when, what, and what hangs on it. Drawn again only when the message itself changed.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { PrivateNote, SeenMessage, SeenPerson } from '#sandbox/web/protocol.ts';
import { Avatar } from './avatar.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageToolbar } from './message-toolbar.tsx';
import { ThreadSummary } from './thread-summary.tsx';
import { clockTime, fullTime, instantOf } from './times.ts';
import './message-row.css';

export interface MessageRowProps {
  readonly message: SeenMessage;
  /** Goes on from the message before: neither avatar nor name again. */
  readonly grouped: boolean;
  readonly inThread: boolean;
  readonly marked: boolean;
}

export function MessageRow({ message, grouped, inThread, marked }: MessageRowProps): VNode {
  const { people, names } = useChat();
  const active = useSignal(false);
  const sender = people.value.get(message.user) ?? stranger(message.user);
  const zone = names.value.timezone ?? 'UTC';
  return (
    <li
      class="chat-row"
      data-ts={message.ts}
      data-grouped={grouped}
      data-blocks={message.blocks !== undefined}
      data-marked={marked}
      tabIndex={-1}
      onPointerEnter={() => void (active.value = true)}
      onPointerLeave={() => void (active.value = false)}
      onFocusCapture={() => void (active.value = true)}
      onBlurCapture={({ currentTarget, relatedTarget }) => {
        active.value = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
      }}
    >
      <div class="chat-row-side">
        {grouped ? <Time ts={message.ts} zone={zone} /> : <Avatar person={sender} size={36} />}
      </div>
      <div class="chat-row-main">
        {grouped ? (
          <span class="chat-visually-hidden">{sender.realName}</span>
        ) : (
          <p class="chat-row-head">
            <Sender person={sender} />
            <Time ts={message.ts} zone={zone} />
          </p>
        )}
        <MessageBody message={message} edited={message.edited !== undefined} />
        {inThread ? null : <ThreadSummary message={message} />}
      </div>
      {active.value ? <MessageToolbar message={message} inThread={inThread} /> : null}
    </li>
  );
}

/** What one person alone sees: the app's word to them, or Slackbot's about a failure. */
export function NoteRow({ note }: { readonly note: PrivateNote }): VNode {
  const { people, names, pane } = useChat();
  const app = people.value.get(pane.snapshot.peek()?.bot ?? '');
  const sender = note.from === 'slackbot' || app === undefined ? 'slackbot' : app;
  return (
    <li class="chat-row chat-row-note" data-ts={note.ts} data-from={note.from} tabIndex={-1}>
      <p class="chat-note-mark">
        <Icon name="eye" size={14} /> Only visible to you
      </p>
      <div class="chat-row-side">
        <Avatar person={sender} size={36} />
      </div>
      <div class="chat-row-main">
        <p class="chat-row-head">
          {sender === 'slackbot' ? <span class="chat-sender">Slackbot</span> : <Sender person={sender} />}
          <Time ts={note.ts} zone={names.value.timezone ?? 'UTC'} />
        </p>
        <MessageBody message={note} edited={false} />
      </div>
    </li>
  );
}

function Sender({ person }: { readonly person: SeenPerson }): VNode {
  return (
    <>
      <span class="chat-sender">{person.realName}</span>
      {person.isBot ? <span class="chat-app-badge">APP</span> : null}
      {person.deleted ? <span class="chat-app-badge">DEACTIVATED</span> : null}
    </>
  );
}

function Time({ ts, zone }: { readonly ts: string; readonly zone: string }): VNode {
  return (
    <time class="chat-time" dateTime={instantOf(ts).toISOString()} title={fullTime(ts, zone)}>
      {clockTime(ts, zone)}
    </time>
  );
}

/** Somebody whom the workspace does not list, such as an account from elsewhere. */
function stranger(id: string): SeenPerson {
  return { id, name: id, realName: id, role: '', timezone: 'UTC', isBot: false, deleted: false };
}
