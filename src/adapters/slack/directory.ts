// Who and what there is in the workspace: channels by name (kept a while, for the method is slow-lane), people by id or e-mail.
import { z } from 'zod';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { ChannelProblem, SlackPerson } from '#ports/messenger.ts';
import type { SlackClient } from './client.ts';
import { slackCode } from './errors.ts';

const KEPT_MS = 10 * MINUTE_MS;
/** A name that does not exist must not ask for the whole list each time: conversations.list takes 20 calls a minute. */
const REFRESH_MS = 30_000;

const ChannelPage = z.object({
  channels: z.array(z.object({ id: ChannelId, name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** What Slack itself offers as "Vacationing" and "Out sick"; it takes a status away when its time is over. */
const AWAY: ReadonlySet<string> = new Set([':palm_tree:', ':face_with_thermometer:']);

const UserAnswer = z.object({
  user: z.object({
    id: SlackUserId,
    name: z.string(),
    deleted: z.boolean().optional(),
    tz: z.string().nullish(),
    profile: z.object({
      display_name: z.string().optional(),
      real_name: z.string().optional(),
      email: z.string().optional(),
      status_emoji: z.string().optional(),
    }),
  }),
});

const MembershipPage = z.object({
  channels: z.array(
    z.object({
      id: ChannelId,
      name: z.string(),
      is_member: z.boolean().optional(),
      is_archived: z.boolean().optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export interface SlackDirectory {
  channelNamed(name: string): Promise<ChannelId | null>;
  channelTroubles(names: readonly string[]): Promise<ReadonlyMap<string, ChannelProblem | null>>;
  personByEmail(email: string): Promise<SlackPerson | null>;
  person(id: SlackUserId): Promise<SlackPerson | null>;
}

export interface DirectoryDeps {
  readonly slack: SlackClient;
  /** Milliseconds, never going back. Default: the process's own. */
  readonly monotonic?: () => number;
}

export function createDirectory(deps: DirectoryDeps): SlackDirectory {
  const monotonic = deps.monotonic ?? (() => performance.now());
  let list: { readonly at: number; readonly ids: ReadonlyMap<string, ChannelId> } | null = null;
  let reading: Promise<ReadonlyMap<string, ChannelId>> | null = null;

  async function channelNamed(name: string): Promise<ChannelId | null> {
    const id = ChannelId.safeParse(name);
    if (id.success) return id.data;
    const wanted = name.replace(/^#/u, '').toLowerCase();
    const age = list === null ? Number.POSITIVE_INFINITY : monotonic() - list.at;
    const kept = list?.ids.get(wanted);
    if (kept !== undefined && age < KEPT_MS) return kept;
    if (list !== null && kept === undefined && age < REFRESH_MS) return null;
    return (await readOnce()).get(wanted) ?? null;
  }

  /** Everyone who asks meanwhile gets the same answer. */
  function readOnce(): Promise<ReadonlyMap<string, ChannelId>> {
    reading ??= readChannels(deps.slack)
      .then((ids) => {
        list = { at: monotonic(), ids };
        return ids;
      })
      .finally(() => {
        reading = null;
      });
    return reading;
  }

  return {
    channelNamed,
    channelTroubles: (names) => channelTroubles(deps.slack, names),
    personByEmail: (email) => findPerson(() => deps.slack.call('users.lookupByEmail', { email }, UserAnswer)),
    person: (id) => findPerson(() => deps.slack.call('users.info', { user: id }, UserAnswer)),
  };
}

async function readChannels(slack: SlackClient): Promise<ReadonlyMap<string, ChannelId>> {
  const channels = await listChannels(slack, { exclude_archived: true }, ChannelPage);
  return new Map(channels.map(({ id, name }) => [name.toLowerCase(), id]));
}

async function channelTroubles(
  slack: SlackClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, ChannelProblem | null>> {
  const channels = await listChannels(slack, {}, MembershipPage);
  return new Map(
    names.map((name) => {
      const wanted = name.replace(/^#/u, '').toLowerCase();
      // A name may be an archived channel's and a living one's; the living one is meant.
      const [found] = channels
        .filter((channel) => channel.id === name || channel.name.toLowerCase() === wanted)
        .toSorted((one, other) => Number(one.is_archived ?? false) - Number(other.is_archived ?? false));
      if (!found) return [name, 'channel_not_found'];
      if (found.is_archived === true) return [name, 'is_archived'];
      return [name, found.is_member === false ? 'not_in_channel' : null];
    }),
  );
}

/** Every channel that the app can see, page by page. */
async function listChannels<Channel>(
  slack: SlackClient,
  options: Readonly<Record<string, unknown>>,
  shape: z.ZodType<{
    readonly channels: readonly Channel[];
    readonly response_metadata?: { readonly next_cursor?: string | undefined } | undefined;
  }>,
): Promise<readonly Channel[]> {
  const channels: Channel[] = [];
  let cursor: string | undefined;
  do {
    const page = await slack.call(
      'conversations.list',
      {
        types: 'public_channel,private_channel',
        ...options,
        limit: 1000,
        ...(cursor === undefined ? {} : { cursor }),
      },
      shape,
    );
    channels.push(...page.channels);
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return channels;
}

async function findPerson(ask: () => Promise<z.infer<typeof UserAnswer>>): Promise<SlackPerson | null> {
  try {
    const { user } = await ask();
    const { profile } = user;
    return {
      id: user.id,
      name:
        [profile.real_name, profile.display_name, user.name].find((name) => name !== undefined && name !== '') ??
        user.id,
      email: profile.email ?? null,
      timeZone: user.tz ?? null,
      active: user.deleted !== true,
      away: AWAY.has(profile.status_emoji ?? ''),
    };
  } catch (error) {
    const code = slackCode(error);
    if (code === 'users_not_found' || code === 'user_not_found') return null;
    throw error;
  }
}
