// Slack's mrkdwn as elements. Text of people and CRMs is only ever text here: nothing is set as HTML.
import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { NodeType, parse } from 'slack-message-parser';
import type { Command, Node, URL } from 'slack-message-parser';
import { webAddress } from './address.ts';
import { formatDate } from './dates.ts';
import { emojiNamed } from './emoji.ts';
import { Link } from './link.tsx';
import { BroadcastMention, ChannelMention, GroupMention, PersonMention } from './mention.tsx';
import type { Goes } from './mention.tsx';
import { DateText } from './date-text.tsx';
import type { Names } from './surface.ts';
import './text.css';

export interface MrkdwnProps {
  readonly text: string;
  readonly names: Names;
  /** Drawn within a line, as in a label; else as a block of its own. */
  readonly inline?: boolean;
  readonly goes?: Goes;
}

interface Reading {
  readonly names: Names;
  readonly goes: Goes | undefined;
}

export function Mrkdwn({ text, names, inline = false, goes }: MrkdwnProps): VNode {
  const { children } = useMemo(() => parse(text), [text]);
  const drawn = drawAll(children, { names, goes });
  return inline ? <span class="block-words">{drawn}</span> : <div class="block-words">{drawn}</div>;
}

/** Slack's three entities, the only ones that it writes. */
function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function drawAll(nodes: readonly Node[], reading: Reading): ComponentChildren {
  return nodes.map((node) => draw(node, reading));
}

function draw(node: Node, reading: Reading): ComponentChildren {
  const { names, goes } = reading;
  switch (node.type) {
    case NodeType.Text:
      return decoded(node.text);
    case NodeType.Bold:
      return <strong>{drawAll(node.children, reading)}</strong>;
    case NodeType.Italic:
      return <em>{drawAll(node.children, reading)}</em>;
    case NodeType.Strike:
      return <s>{drawAll(node.children, reading)}</s>;
    case NodeType.Code:
      return <code class="block-code">{codeText(node.text)}</code>;
    case NodeType.PreText:
      return <pre class="block-pre">{codeText(node.text).replace(/^\n|\n$/gu, '')}</pre>;
    case NodeType.Quote:
      return <blockquote class="block-quote">{drawAll(node.children.map(unpadded), reading)}</blockquote>;
    case NodeType.Emoji:
      return <EmojiText name={node.name} variation={node.variation} source={decoded(node.source)} />;
    case NodeType.URL:
      return drawLink(node, reading);
    case NodeType.UserLink:
      return <PersonMention id={node.userID} label={labelText(node.label)} names={names} goes={goes} />;
    case NodeType.ChannelLink:
      return <ChannelMention id={node.channelID} label={labelText(node.label)} names={names} goes={goes} />;
    case NodeType.Command:
      return drawCommand(node, reading);
    case NodeType.Root:
      return drawAll(node.children, reading);
  }
}

// Without a label, what is no address is shown as it was written, its signs included.
function drawLink(node: URL, reading: Reading): ComponentChildren {
  const address = decoded(node.url);
  if (node.label) return <Link url={address}>{drawAll(node.label, reading)}</Link>;
  if (address.startsWith('mailto:')) return address.slice('mailto:'.length);
  return webAddress(address) === null ? decoded(node.source) : <Link url={address}>{address}</Link>;
}

function drawCommand(node: Command, { names }: Reading): ComponentChildren {
  const label = labelText(node.label);
  const [first = '', format = '', link] = node.arguments;
  switch (node.name) {
    case 'here':
    case 'channel':
    case 'everyone':
      return <BroadcastMention range={node.name} />;
    case 'subteam':
      return <GroupMention id={first} label={label} />;
    case 'date': {
      const text = formatDate(Number(first), decoded(format), names) ?? label ?? decoded(node.source);
      return <DateText seconds={Number(first)} text={text} link={link} names={names} />;
    }
  }
  return label ?? decoded(node.source);
}

interface EmojiTextProps {
  readonly name: string;
  readonly variation?: string | undefined;
  /** What is shown when nobody knows the name. */
  readonly source: string;
}

/** An emoji that says its name to whoever points at it or hears it. */
export function EmojiText({ name, variation, source }: EmojiTextProps): VNode {
  const emoji = emojiNamed(name, variation);
  if (emoji === null) return <>{source}</>;
  return (
    <span class="block-emoji" role="img" aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
      {emoji}
    </span>
  );
}

// Code shows links as their labels, without following them.
function codeText(text: string): string {
  return decoded(
    text.replace(/<([^|<>\n]+)(?:\|([^<>\n]+))?>/gu, (_, target: string, label?: string) => label ?? target),
  );
}

// "> text" is quoted without the space after the sign.
function unpadded(node: Node): Node {
  return node.type === NodeType.Text ? { ...node, text: node.text.replace(/^ /u, '') } : node;
}

function labelText(label: readonly Node[] | undefined): string | undefined {
  return label === undefined ? undefined : decoded(label.map((node) => node.source).join(''));
}
