// Slack as the people of a test see it: the cards of a channel, their threads, and what was said to one person alone.
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import { actionsIn, textIn } from './slack-shape.ts';

export interface SeenCard {
  /** Channel name. */
  readonly channel: string;
  readonly ts: string;
  /** The fallback text. */
  readonly text: string;
  /** Every text of its blocks. */
  readonly words: string;
  /** Action ids, in order. */
  readonly buttons: readonly string[];
  readonly links: readonly string[];
  /** Lines of its thread, oldest first; one message has several, where they waited for their turn together. */
  readonly thread: readonly string[];
}

/** All lead cards of a channel, oldest first. */
export function cardsIn({ workspace }: SlackSandbox, channel: string): readonly SeenCard[] {
  return workspace
    .messages(channel)
    .filter((message) => message.thread_ts === undefined && actionsIn(message.blocks).includes('leads.why'))
    .map((message) => seen(message, channel, workspace.thread(channel, message.ts)));
}

/** All lead cards of the workspace. */
export function allCards(slack: SlackSandbox): readonly SeenCard[] {
  return slack.workspace
    .channels()
    .filter(({ kind }) => kind !== 'im')
    .flatMap(({ name }) => cardsIn(slack, name));
}

/** The one card that names this lead. Throws while there is none, and when there are several. */
export function cardNaming(slack: SlackSandbox, lead: string): SeenCard {
  const found = allCards(slack).filter(({ text }) => text.includes(lead));
  const [card] = found;
  if (card === undefined || found.length > 1) throw new Error(`${found.length} cards name ${lead}`);
  return card;
}

function seen(message: WireMessage, channel: string, thread: readonly WireMessage[]): SeenCard {
  const words = textIn(message.blocks);
  return {
    channel,
    ts: message.ts,
    text: message.text,
    words,
    buttons: actionsIn(message.blocks),
    links: [...words.matchAll(/<(https?:[^|>]+)\|/gu)].map(([, url]) => url ?? ''),
    thread: thread.flatMap(({ text }) => text.split('\n')),
  };
}
