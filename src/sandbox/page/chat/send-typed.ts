// Sends what was typed: a command to the app, anything else as a message.
import type { SeenConversation } from '#sandbox/web/protocol.ts';
import type { Chat } from './context.ts';
import { wireText } from './wire-text.ts';

export interface Typed {
  readonly typed: string;
  readonly conversation: SeenConversation;
  readonly threadTs: string | null;
}

/** `because`: a sentence for below the composer. */
export type Sent = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly because: string };

const COMMAND = /^\/([\w-]+)(?:\s+([\s\S]*))?$/u;

export async function sendTyped({ pane, names }: Chat, { typed, conversation, threadTs }: Typed): Promise<Sent> {
  const command = COMMAND.exec(typed.trim());
  if (command === null) {
    try {
      await pane.acts.say(conversation.id, wireText(typed.trim(), names.peek()), threadTs ?? undefined);
      return { kind: 'sent' };
    } catch (error) {
      return { kind: 'refused', because: error instanceof Error ? error.message : String(error) };
    }
  }
  const [, name = '', text = ''] = command;
  const known = pane.snapshot.peek()?.commands.some((each) => each.command === `/${name}`) ?? false;
  if (!known) return { kind: 'refused', because: `/${name} is not a valid command.` };
  if (threadTs !== null) return { kind: 'refused', because: `/${name} is not supported in threads. Sorry!` };
  // Slack itself says in the conversation when the app fails a command.
  await pane.acts.command(`/${name}`, text.trim(), conversation.id);
  return { kind: 'sent' };
}
