// A message's fallback text as a phone shows it: read aloud, without marks. Null where nobody's phone would ring.
import { NodeType, parse } from 'slack-message-parser';
import type { Node } from 'slack-message-parser';
import { emojiNamed } from '#sandbox/page/blocks/emoji.ts';
import type { User, WireMessage } from '#sandbox/slack/world/wire.ts';
import type { Workspace } from '#sandbox/slack/workspace.ts';
import { asksFor } from './attention.ts';

/** A phone cuts off what is longer. */
const LONGEST = 300;

/** What this person is notified of: what is said to them directly, and what pings them. */
export function notificationOf(workspace: Workspace, viewer: User, message: WireMessage): string | null {
  const channel = workspace.channel(message.channel);
  if (!asksFor(workspace, viewer, channel, message)) return null;
  const text = readAloud(workspace, message.text).trim();
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** mrkdwn as plain text: names for ids, labels for links, emoji for their names. */
function readAloud(workspace: Workspace, mrkdwn: string): string {
  return textOf(workspace, parse(mrkdwn));
}

function textOf(workspace: Workspace, node: Node): string {
  const all = (nodes: readonly Node[]): string => nodes.map((each) => textOf(workspace, each)).join('');
  switch (node.type) {
    case NodeType.Text:
      return plain(node.text);
    case NodeType.Code:
    case NodeType.PreText:
      return plain(node.text);
    case NodeType.Bold:
    case NodeType.Italic:
    case NodeType.Strike:
    case NodeType.Quote:
    case NodeType.Root:
      return all(node.children);
    case NodeType.Emoji:
      return emojiNamed(node.name, node.variation) ?? plain(node.source);
    case NodeType.URL:
      return node.label === undefined ? plain(node.url).replace(/^mailto:/u, '') : all(node.label);
    case NodeType.UserLink:
      return `@${nameIn(workspace.users(), node.userID) ?? node.userID}`;
    case NodeType.ChannelLink:
      return `#${nameIn(workspace.channels(), node.channelID) ?? node.channelID}`;
    case NodeType.Command:
      if (node.name === 'here' || node.name === 'channel' || node.name === 'everyone') return `@${node.name}`;
      return node.label === undefined ? '' : all(node.label);
  }
}

function nameIn(
  named: readonly { readonly id: string; readonly name: string; readonly realName?: string }[],
  id: string,
): string | undefined {
  const found = named.find((each) => each.id === id);
  return found?.realName ?? found?.name;
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
