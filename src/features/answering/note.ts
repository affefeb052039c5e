// The plainest answer: one sentence.
import { section } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';

/** One sentence as a message. `text` is plain. */
export function note(text: string): Message {
  return { text, blocks: [section(escape(text, 2900))] };
}
