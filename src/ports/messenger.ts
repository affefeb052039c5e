// What features need from Slack beyond answering a click: posting, updating, finding people and channels.
import type { HomeView } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';

/** `text` is what a notification and a screen reader show, so it is never empty. Plain: the adapter escapes it. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface Posting {
  readonly channel: ChannelId;
  /** Thread to reply in: the `ts` of its first message. */
  readonly thread?: string;
  readonly message: Message;
  /** Kept in the message's metadata; how a message is found again after an unclear answer. */
  readonly key: string;
  /** True when an earlier try may have been posted: look for `key` first. */
  readonly repeat: boolean;
  /** When it was decided: an earlier try cannot be older, so the look-up ends there (default: a day ago). */
  readonly since?: Date;
}

/** Why a channel cannot take a message; a person must mend it. */
export type ChannelProblem = 'channel_not_found' | 'not_in_channel' | 'is_archived' | 'restricted';

export interface Undeliverable {
  readonly kind: 'undeliverable';
  readonly because: ChannelProblem;
}

export type PostOutcome =
  /** `found`: an earlier try had been posted, and may say what was true then. */
  { readonly kind: 'posted'; readonly channel: ChannelId; readonly ts: string; readonly found?: true } | Undeliverable;

export interface NewFile {
  /** `mqls.csv`: its end tells Slack what it is. */
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
}

export type FileOutcome = { readonly kind: 'sent'; readonly channel: ChannelId } | Undeliverable;

export type EditOutcome =
  | { readonly kind: 'edited' }
  /** Somebody deleted it in Slack. */
  | { readonly kind: 'message_gone' }
  | Undeliverable;

export interface SlackPerson {
  readonly id: SlackUserId;
  readonly name: string;
  readonly email: string | null;
  /** IANA zone from the Slack profile. */
  readonly timeZone: string | null;
  readonly active: boolean;
  /** Their status says that they are on holiday or ill. */
  readonly away: boolean;
}

/** A Slack user group, `@marketing-managers`. */
export interface SlackGroup {
  readonly id: string;
  /** Without @. */
  readonly handle: string;
  readonly name: string;
  /** Empty where the group was switched off. */
  readonly members: readonly SlackUserId[];
  readonly active: boolean;
}

/** All calls throw Fault for outages, rate limits (with retryAfterMs), revoked tokens and missing scopes. */
export interface Messenger {
  post(posting: Posting): Promise<PostOutcome>;
  edit(channel: ChannelId, ts: string, message: Message): Promise<EditOutcome>;
  /** A note that only this person sees, in a channel that both are in. */
  whisper(channel: ChannelId, to: SlackUserId, message: Message): Promise<void>;
  /** A direct message from the bot. */
  direct(to: SlackUserId, posting: Omit<Posting, 'channel'>): Promise<PostOutcome>;
  /**
   * Uploads an image for a message to show as `slack_file`, and answers with its id once it can be shown. Throws Fault
   * `timeout` where Slack takes longer than 20 s over it.
   */
  uploadImage(file: NewFile): Promise<string>;
  /** Posts a file, in a channel or to one person alone. Not found again after an unclear answer: for direct answers. */
  sendFile(to: ChannelId | { readonly person: SlackUserId }, file: NewFile, comment: string): Promise<FileOutcome>;
  /** `#enterprise-leads` or `enterprise-leads` or an id; null when the workspace has no such channel we can see. */
  channelNamed(name: string): Promise<ChannelId | null>;
  /** What is wrong with each of these channels, by the given name; null for one that takes our messages. Asked anew. */
  channelTroubles(names: readonly string[]): Promise<ReadonlyMap<string, ChannelProblem | null>>;
  personByEmail(email: string): Promise<SlackPerson | null>;
  person(id: SlackUserId): Promise<SlackPerson | null>;
  /** All user groups, with their members, switched-off ones too. */
  groups(): Promise<readonly SlackGroup[]>;
  /** What this person sees in the app's Home tab. */
  publishHome(person: SlackUserId, view: HomeView): Promise<void>;
}
