// Where a message is to be seen.
import type { ChannelId } from '#kernel/ids.ts';

export interface MessagePlace {
  readonly channel: ChannelId;
  readonly ts: string;
}

/** Slack leads whoever is signed in to the message in their own workspace. */
export function messageAddress({ channel, ts }: MessagePlace): string {
  return `https://slack.com/archives/${channel}/p${ts.replace('.', '')}`;
}
