// Attachments of a message: the older way of Slack, beside a bar of a colour. Their blocks, or their text and fields.
import type { VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import { BlockList } from './block-list.tsx';
import { jsonsIn, textIn } from './json.ts';
import { Link } from './link.tsx';
import { Mrkdwn } from './mrkdwn.tsx';
import { Thumbnail } from './picture.tsx';
import type { Surface } from './surface.ts';
import './cards.css';

export interface AttachmentListProps {
  readonly attachments: readonly Json[];
  readonly surface: Surface;
}

const NAMED_COLOURS = new Map<string, string>(
  Object.entries({
    good: 'var(--success)',
    warning: 'var(--warning)',
    danger: 'var(--danger)',
  }),
);

export function AttachmentList({ attachments, surface }: AttachmentListProps): VNode {
  return (
    <>
      {attachments.map((attachment) => (
        <div class="block-attachment">
          <span class="block-attachment-bar" style={{ background: barColour(textIn(attachment, 'color')) }} />
          <div class="block-attachment-body">
            <Attachment attachment={attachment} surface={surface} />
          </div>
        </div>
      ))}
    </>
  );
}

function Attachment({ attachment, surface }: { readonly attachment: Json; readonly surface: Surface }): VNode {
  const words = (text: string): VNode => <Mrkdwn text={text} names={surface.names} goes={surface} />;
  const blocks = jsonsIn(attachment, 'blocks');
  const title = textIn(attachment, 'title');
  const author = textIn(attachment, 'author_name') || textIn(attachment, 'service_name');
  const text = textIn(attachment, 'text') || (blocks.length === 0 ? textIn(attachment, 'fallback') : '');
  const image = textIn(attachment, 'image_url') || textIn(attachment, 'thumb_url');
  const footer = textIn(attachment, 'footer');
  return (
    <>
      {textIn(attachment, 'pretext') !== '' && words(textIn(attachment, 'pretext'))}
      {author !== '' && <strong>{author}</strong>}
      {title !== '' && (
        <Link url={textIn(attachment, 'title_link')}>
          <strong class="block-words">{title}</strong>
        </Link>
      )}
      {text !== '' && words(text)}
      {jsonsIn(attachment, 'fields').map((field) => (
        <div>
          <strong class="block-words">{textIn(field, 'title')}</strong>
          {words(textIn(field, 'value'))}
        </div>
      ))}
      {blocks.length > 0 && <BlockList blocks={blocks} surface={surface} />}
      {image !== '' && <Thumbnail address={image} alt={title || 'Picture'} />}
      {footer !== '' && <small class="block-card-subtitle">{footer}</small>}
    </>
  );
}

function barColour(colour: string): string | undefined {
  if (/^#?[0-9a-f]{6}$/iu.test(colour)) return `#${colour.replace('#', '')}`;
  return NAMED_COLOURS.get(colour);
}
