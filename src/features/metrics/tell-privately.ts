// An answer to one person alone, where no response_url is at hand: in the channel where they asked, else as a direct message.
import { randomUUID } from 'node:crypto';
import { Fault, isTransient } from '#kernel/errors.ts';
import type { ChannelId } from '#kernel/ids.ts';
import type { Message, Messenger, SlackPerson } from '#ports/messenger.ts';

/** @param channel null: nobody knows where. */
export async function tellPrivately(
  { messenger }: { readonly messenger: Pick<Messenger, 'whisper' | 'direct'> },
  channel: ChannelId | null,
  to: SlackPerson,
  message: Message,
): Promise<void> {
  if (channel !== null) {
    try {
      return await messenger.whisper(channel, to.id, message);
    } catch (error) {
      // A command works in channels that the app is not in, where it cannot speak.
      if (!(error instanceof Fault) || isTransient(error)) throw error;
    }
  }
  await messenger.direct(to.id, { message, key: `kpi:${randomUUID()}`, repeat: false });
}
