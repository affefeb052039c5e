// A Slack in memory that keeps the port's promises, and looks at each message as Slack would.
import type { HomeView } from '@slack/types';
import { checkMessage } from '#blockkit/check-blocks.ts';
import { fallback } from '#blockkit/replies.ts';
import { ChannelId } from '#kernel/ids.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type {
  ChannelProblem,
  Message,
  Messenger,
  NewFile,
  Posting,
  SlackGroup,
  SlackPerson,
} from '#ports/messenger.ts';

export interface FakeMessenger extends Messenger {
  readonly channels: Map<string, ChannelId>;
  readonly people: SlackPerson[];
  readonly userGroups: SlackGroup[];
  readonly homes: Map<SlackUserId, HomeView>;
  readonly posts: (Posting & { readonly ts: string })[];
  readonly edits: { readonly channel: ChannelId; readonly ts: string; readonly message: Message }[];
  readonly whispers: { readonly channel: ChannelId; readonly to: SlackUserId; readonly text: string }[];
  readonly directs: { readonly to: SlackUserId; readonly text: string }[];
  /** The same, as they were posted. */
  readonly directPosts: (Posting & { readonly to: SlackUserId; readonly ts: string })[];
  /** Who takes no direct message: they left, or let no app write to them. */
  readonly unreachable: Set<SlackUserId>;
  /** Channels that take nothing, and why. */
  readonly problems: Map<ChannelId, ChannelProblem>;
  /** Messages that somebody deleted. */
  readonly deleted: Set<string>;
  /** Images that were uploaded, in their order: the first is F1. */
  readonly images: NewFile[];
  readonly files: { readonly to: ChannelId | SlackUserId; readonly file: NewFile; readonly comment: string }[];
  /** Thrown by the next private notes. */
  readonly whisperFaults: Error[];
}

/** @param channels names with `#`; their ids are C0 and the name's letters. */
export function aFakeMessenger(channels: readonly string[] = []): FakeMessenger {
  const slack: FakeMessenger = {
    channels: new Map(channels.map((name) => [name, channelIdOf(name)])),
    people: [],
    userGroups: [],
    homes: new Map(),
    posts: [],
    edits: [],
    whispers: [],
    directs: [],
    directPosts: [],
    unreachable: new Set(),
    problems: new Map(),
    deleted: new Set(),
    whisperFaults: [],
    images: [],
    files: [],
    async post(posting) {
      const because = slack.problems.get(posting.channel);
      if (because) return { kind: 'undeliverable', because };
      acceptable(posting.message);
      const earlier = posting.repeat ? slack.posts.find(({ key }) => key === posting.key) : undefined;
      const ts = earlier?.ts ?? `1700000000.${String(slack.posts.length + 1).padStart(6, '0')}`;
      if (!earlier) slack.posts.push({ ...posting, ts });
      return { kind: 'posted', channel: posting.channel, ts, ...(earlier ? { found: true } : {}) };
    },
    async edit(channel, ts, message) {
      acceptable(message);
      const because = slack.problems.get(channel);
      if (because) return { kind: 'undeliverable', because };
      if (slack.deleted.has(ts)) return { kind: 'message_gone' };
      slack.edits.push({ channel, ts, message });
      return { kind: 'edited' };
    },
    async whisper(channel, to, message) {
      const fault = slack.whisperFaults.shift();
      if (fault) throw fault;
      acceptable(message);
      slack.whispers.push({ channel, to, text: message.text });
    },
    async direct(to, posting) {
      if (slack.unreachable.has(to)) return { kind: 'undeliverable', because: 'restricted' };
      acceptable(posting.message);
      const channel = ChannelId.parse(`D${to.slice(1)}`);
      const earlier = posting.repeat
        ? slack.directPosts.find((one) => one.to === to && one.key === posting.key)
        : undefined;
      if (earlier) return { kind: 'posted', channel, ts: earlier.ts, found: true };
      const ts = `1700000001.${String(slack.directPosts.length + 1).padStart(6, '0')}`;
      slack.directs.push({ to, text: posting.message.text });
      slack.directPosts.push({ ...posting, to, channel, ts });
      return { kind: 'posted', channel, ts };
    },
    uploadImage: async (file) => `F${slack.images.push(file)}`,
    async sendFile(to, file, comment) {
      const direct = typeof to !== 'string';
      slack.files.push({ to: direct ? to.person : to, file, comment });
      return { kind: 'sent', channel: direct ? ChannelId.parse(`D${to.person.slice(1)}`) : to };
    },
    channelTroubles: async (names) =>
      new Map(
        names.map((name) => {
          const channel = slack.channels.get(name) ?? [...slack.channels.values()].find((id) => id === name);
          return [name, channel === undefined ? 'channel_not_found' : (slack.problems.get(channel) ?? null)];
        }),
      ),
    channelNamed: async (name) => slack.channels.get(name) ?? null,
    personByEmail: async (email) => slack.people.find((one) => one.active && one.email === email) ?? null,
    groups: async () => slack.userGroups,
    publishHome: async (person, view) => void slack.homes.set(person, view),
    person: async (id) => slack.people.find((one) => one.id === id) ?? null,
  };
  return slack;
}

/** `#smb-leads` -> `C0SMBLEADS`. */
export function channelIdOf(name: string): ChannelId {
  return ChannelId.parse(`C0${name.replaceAll(/[^a-z0-9]/gu, '').toUpperCase()}`);
}

function acceptable({ text, blocks }: Message): void {
  const problems = checkMessage({ text: fallback(text), blocks });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
}
