// What hangs below a message with replies: who wrote, how many, when last; it opens the thread.
import type { VNode } from 'preact';
import type { SeenMessage } from '#sandbox/web/protocol.ts';
import { Avatar } from './avatar.tsx';
import { useChat } from './context.ts';
import { agoLabel } from './times.ts';

const FACES = 5;

export function ThreadSummary({ message }: { readonly message: SeenMessage }): VNode | null {
  const { people, ways, names } = useChat();
  const { reply_count: count = 0, reply_users: users = [], latest_reply: latest } = message;
  if (count === 0) return null;
  const faces = users.flatMap((id) => people.value.get(id) ?? []).slice(0, FACES);
  const { now, timezone = 'UTC' } = names.value;
  // Names know the time by the hour, which may be before the reply: then it is new.
  return (
    <button type="button" class="chat-thread-summary" onClick={() => ways.goTo({ thread: message.ts, message: null })}>
      <span class="chat-thread-faces">
        {faces.map((person) => (
          <Avatar key={person.id} person={person} size={22} />
        ))}
      </span>
      <strong>
        {count} {count === 1 ? 'reply' : 'replies'}
      </strong>
      {latest === undefined ? null : <span class="chat-thread-when">Last reply {agoLabel(latest, now, timezone)}</span>}
    </button>
  );
}
