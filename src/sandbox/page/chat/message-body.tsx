// What a message or private note says: its blocks where it has some, otherwise its text; attachments, files, reactions.
import type { VNode } from 'preact';
import type { Json, PrivateNote, SeenMessage } from '#sandbox/web/protocol.ts';
import { AttachmentList } from '../blocks/attachment-list.tsx';
import { BlockList } from '../blocks/block-list.tsx';
import { Mrkdwn } from '../blocks/mrkdwn.tsx';
import { useChat } from './context.ts';
import { Icon } from './icons.tsx';
import { useMessageSurface } from './message-surface.ts';
import './message-body.css';

export interface MessageBodyProps {
  readonly message: SeenMessage | PrivateNote;
  readonly edited: boolean;
}

const NO_BLOCKS: readonly Json[] = [];

export function MessageBody({ message, edited }: MessageBodyProps): VNode {
  const { channel, ts, blocks = NO_BLOCKS } = message;
  const surface = useMessageSurface({ channel, ts, blocks });
  return (
    <div class="chat-body">
      {blocks.length === 0 ? (
        <div class="chat-body-text">
          <Mrkdwn text={message.text} names={surface.names} />
          {edited ? <span class="chat-edited"> (edited)</span> : null}
        </div>
      ) : (
        <>
          <BlockList blocks={blocks} surface={surface} />
          {edited ? <span class="chat-edited">(edited)</span> : null}
        </>
      )}
      {'attachments' in message ? (
        <AttachmentList attachments={message.attachments ?? NO_BLOCKS} surface={surface} />
      ) : null}
      {'files' in message ? <Files files={message.files ?? []} /> : null}
      {'reactions' in message ? <Reactions message={message} /> : null}
    </div>
  );
}

function Files({ files }: { readonly files: readonly Json[] }): VNode | null {
  if (files.length === 0) return null;
  return (
    <ul class="chat-files">
      {files.map((file) => {
        const id = String(file['id']);
        const title = file['title'] ?? file['name'];
        return (
          <li key={id}>
            <a class="chat-file" href={`/files/${encodeURIComponent(id)}`} target="_blank" rel="noreferrer noopener">
              <Icon name="file" /> {typeof title === 'string' ? title : id}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function Reactions({ message: { reactions = [] } }: { readonly message: SeenMessage }): VNode | null {
  const { names, people } = useChat();
  if (reactions.length === 0) return null;
  return (
    <ul class="chat-reactions" aria-label="Reactions">
      {reactions.map(({ name, users, count }) => (
        <li
          key={name}
          class="chat-reaction"
          title={`${users.map((id) => people.value.get(id)?.realName ?? id).join(', ')} reacted with :${name}:`}
        >
          <Mrkdwn text={`:${name}:`} names={names.value} /> {count}
        </li>
      ))}
    </ul>
  );
}
