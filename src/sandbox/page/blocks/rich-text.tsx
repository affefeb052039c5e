// The rich_text block: sections, lists, quotes and preformatted text, and what stands in their lines.
import type { ComponentChildren, VNode } from 'preact';
import type { Json } from '#sandbox/web/protocol.ts';
import type { BlockProps } from './block-props.ts';
import { DateText } from './date-text.tsx';
import { formatDate } from './dates.ts';
import { jsonIn, jsonsIn, numberIn, textIn } from './json.ts';
import { Link } from './link.tsx';
import { BroadcastMention, ChannelMention, GroupMention, PersonMention } from './mention.tsx';
import { EmojiText } from './mrkdwn.tsx';
import type { Surface } from './surface.ts';
import { Unknown } from './unknown.tsx';

export function RichText({ block, surface }: BlockProps): VNode {
  return (
    <div class="block-rich">
      {jsonsIn(block, 'elements').map((part) => (
        <Part part={part} surface={surface} />
      ))}
    </div>
  );
}

interface PartProps {
  readonly part: Json;
  readonly surface: Surface;
}

function Part({ part, surface }: PartProps): VNode {
  switch (part['type']) {
    case 'rich_text_section':
      return <div class="block-words">{lineOf(part, surface)}</div>;
    case 'rich_text_quote':
      return <blockquote class="block-quote block-words">{lineOf(part, surface)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class="block-pre">{lineOf(part, surface)}</pre>;
    case 'rich_text_list':
      return <List part={part} surface={surface} />;
  }
  return <Unknown what="part" json={part} />;
}

function List({ part, surface }: PartProps): VNode {
  const items = jsonsIn(part, 'elements').map((item) => <li class="block-words">{lineOf(item, surface)}</li>);
  const indent = { '--indent': numberIn(part, 'indent') ?? 0 };
  if (part['style'] !== 'ordered') {
    return (
      <ul class="block-bullets" style={indent}>
        {items}
      </ul>
    );
  }
  return (
    <ol class="block-bullets" style={indent} start={(numberIn(part, 'offset') ?? 0) + 1}>
      {items}
    </ol>
  );
}

function lineOf(part: Json, surface: Surface): ComponentChildren {
  return jsonsIn(part, 'elements').map((piece) => styled(piece, pieceOf(piece, surface)));
}

function pieceOf(piece: Json, surface: Surface): ComponentChildren {
  const { names } = surface;
  switch (piece['type']) {
    case 'text':
      return textIn(piece, 'text');
    case 'link':
      return <Link url={textIn(piece, 'url')}>{textIn(piece, 'text') || textIn(piece, 'url')}</Link>;
    case 'user':
      return <PersonMention id={textIn(piece, 'user_id')} names={names} goes={surface} />;
    case 'channel':
      return <ChannelMention id={textIn(piece, 'channel_id')} names={names} goes={surface} />;
    case 'usergroup':
      return <GroupMention id={textIn(piece, 'usergroup_id')} />;
    case 'team':
      return <GroupMention id={textIn(piece, 'team_id')} />;
    case 'broadcast':
      return <BroadcastMention range={textIn(piece, 'range')} />;
    case 'emoji':
      return <EmojiText name={textIn(piece, 'name')} source={`:${textIn(piece, 'name')}:`} />;
    case 'color':
      return <Colour value={textIn(piece, 'value')} />;
    case 'date':
      return <RichDate piece={piece} surface={surface} />;
  }
  return <Unknown what="part" json={piece} />;
}

function RichDate({ piece, surface }: { readonly piece: Json; readonly surface: Surface }): VNode {
  const seconds = numberIn(piece, 'timestamp') ?? Number.NaN;
  const format = textIn(piece, 'format');
  const text = formatDate(seconds, format, surface.names) ?? (textIn(piece, 'fallback') || format);
  return <DateText seconds={seconds} text={text} link={textIn(piece, 'url')} names={surface.names} />;
}

function Colour({ value }: { readonly value: string }): VNode {
  const isColour = /^#[0-9a-f]{3,8}$/iu.test(value);
  return (
    <span>
      {value}
      {isColour && <span class="block-swatch" style={{ background: value }} aria-hidden="true" />}
    </span>
  );
}

function styled(piece: Json, inner: ComponentChildren): ComponentChildren {
  const style = jsonIn(piece, 'style');
  if (style === undefined) return inner;
  let drawn = inner;
  if (style['code'] === true) drawn = <code class="block-code">{drawn}</code>;
  if (style['bold'] === true) drawn = <strong>{drawn}</strong>;
  if (style['italic'] === true) drawn = <em>{drawn}</em>;
  if (style['strike'] === true) drawn = <s>{drawn}</s>;
  if (style['underline'] === true) drawn = <u>{drawn}</u>;
  return drawn;
}
