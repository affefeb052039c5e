// A message as the direct answer to a command or click, in the words of `ack` and `respond`. Knows no Slack client.
import type { Block } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { escape } from './mrkdwn.ts';
import type { Mrkdwn } from './mrkdwn.ts';

/** As `Message` of the messenger port: `text` is plain, and escaped here. */
export interface Answer {
  readonly text: string;
  readonly blocks?: readonly Block[];
}

export interface Reply {
  response_type: 'ephemeral' | 'in_channel';
  replace_original: boolean;
  text: Mrkdwn;
  blocks?: Block[];
}

/** Only the person sees it, below what is there. */
export function privately(answer: Answer): Reply {
  return reply(answer, 'ephemeral', false);
}

/** Everyone in the channel sees it, because the person asked to share. */
export function publicly(answer: Answer): Reply {
  return reply(answer, 'in_channel', false);
}

/** Takes the place of the private message that was clicked, for example the next page of a list. */
export function replacing(answer: Answer): Reply {
  return reply(answer, 'ephemeral', true);
}

function reply({ text, blocks }: Answer, type: Reply['response_type'], replace: boolean): Reply {
  return {
    response_type: type,
    replace_original: replace,
    text: fallback(text),
    ...(blocks === undefined ? {} : { blocks: [...blocks] }),
  };
}

/** A message's plain `text` for the wire: what a notification and a screen reader show, pinging nobody. */
export function fallback(text: string): Mrkdwn {
  return escape(text, LIMITS.message.text);
}
