// Which events the happenings in the workspace raise. Whether the app is told is the subscriptions' to say.
import { botIsMember } from '../world/conversations.ts';
import type { Change } from '../world/changes.ts';
import { shownMessage } from '../world/messages.ts';
import { profileOf } from '../world/profile.ts';
import { shownGroup } from '../world/user-groups.ts';
import type { Channel, Json, WireMessage } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { Deliver } from './deliver.ts';

export interface EventDeps {
  readonly world: World;
  readonly deliver: Deliver;
  /** Domains whose links raise `link_shared`. */
  readonly unfurlDomains: readonly string[];
}

const CHANNEL_TYPE = { public: 'channel', private: 'group', im: 'im' } as const;

/** Watches the world's changes and sends the events they raise. */
export function forwardEvents(deps: EventDeps): void {
  deps.world.emitter.on('change', (change: Change) => {
    for (const event of eventsOf(deps, change)) void deps.deliver.event(event);
  });
}

function eventsOf(deps: EventDeps, change: Change): readonly Json[] {
  switch (change.kind) {
    case 'member_joined':
      return membership(deps, 'member_joined_channel', change);
    case 'member_left':
      return membership(deps, 'member_left_channel', change);
    case 'message_posted':
      return inSight(deps, change.message, (channel) => [
        said(channel, change.message),
        ...mentioned(deps, change.message),
      ]).concat(linked(deps, change.message));
    case 'message_updated':
      return inSight(deps, change.message, (channel) => [changed(deps, channel, change.message)]);
    case 'message_deleted':
      return inSight(deps, change.message, (channel) => [deleted(deps, channel, change.message)]);
    case 'person_changed':
      return [userChange(deps, change.user)];
    case 'group_changed':
      return [groupChange(deps, change)];
    case 'note_shown':
    case 'note_replaced':
    case 'note_removed':
    case 'view_opened':
    case 'view_pushed':
    case 'view_updated':
    case 'view_closed':
    case 'home_published':
    case 'conversation_read':
    case 'conversation_changed':
    case 'file_processed':
      return [];
  }
}

function userChange({ world }: EventDeps, id: string): Json {
  const user = world.users.get(id);
  if (!user) throw new Error(`the sandbox lost the user ${id}`);
  return { type: 'user_change', user: profileOf(world, user, true), cache_ts: 0, event_ts: world.mintTs() };
}

function groupChange({ world }: EventDeps, change: Extract<Change, { kind: 'group_changed' }>): Json {
  const group = world.userGroups.get(change.group);
  if (!group) throw new Error(`the sandbox lost the user group ${change.group}`);
  const event_ts = world.mintTs();
  if (change.how !== 'members') {
    return { type: `subteam_${change.how}`, subteam: { ...shownGroup(world, group), users: group.users }, event_ts };
  }
  const { added, removed } = change;
  return {
    type: 'subteam_members_changed',
    subteam_id: group.id,
    team_id: world.identity.teamId,
    date_previous_update: 0,
    date_update: Math.floor(world.clock.now().getTime() / 1000),
    added_users: added,
    added_users_count: String(added.length),
    removed_users: removed,
    removed_users_count: String(removed.length),
    event_ts,
  };
}

// Of messages the app hears where its bot is.
function inSight({ world }: EventDeps, { channel: id }: WireMessage, events: (channel: Channel) => Json[]): Json[] {
  const channel = world.channels.get(id);
  return channel && botIsMember(world, channel) ? events(channel) : [];
}

function membership(
  { world }: EventDeps,
  type: 'member_joined_channel' | 'member_left_channel',
  { user, channel: id }: { user: string; channel: string },
): readonly Json[] {
  const channel = world.channels.get(id);
  if (!channel || !(botIsMember(world, channel) || user === world.identity.botUserId)) return [];
  const channel_type = channel.kind === 'private' ? 'G' : 'C';
  return [{ type, user, channel: id, channel_type, team: world.identity.teamId, event_ts: world.mintTs() }];
}

function said(channel: Channel, message: WireMessage): Json {
  return { ...message, channel_type: CHANNEL_TYPE[channel.kind], event_ts: message.ts };
}

function hidden({ world }: EventDeps, channel: Channel, subtype: string): Json {
  const ts = world.mintTs();
  const channel_type = CHANNEL_TYPE[channel.kind];
  return { type: 'message', subtype, hidden: true, channel: channel.id, channel_type, ts, event_ts: ts };
}

function changed(deps: EventDeps, channel: Channel, message: WireMessage): Json {
  return { ...hidden(deps, channel, 'message_changed'), message: shownMessage(deps.world, message, false) };
}

function deleted(deps: EventDeps, channel: Channel, message: WireMessage): Json {
  const previous_message = shownMessage(deps.world, message, false);
  return { ...hidden(deps, channel, 'message_deleted'), deleted_ts: message.ts, previous_message };
}

function mentioned({ world }: EventDeps, message: WireMessage): readonly Json[] {
  const { botUserId } = world.identity;
  const isMention = new RegExp(`<@${botUserId}(\\|[^>]*)?>`, 'u').test(message.text) && message.user !== botUserId;
  // A mention in the app's own direct messages is a message.im and nothing else.
  if (!isMention || world.channels.get(message.channel)?.kind === 'im') return [];
  return [{ ...message, type: 'app_mention', event_ts: message.ts }];
}

// Links are told of wherever they are shared, whether or not the bot is there.
function linked({ world, unfurlDomains }: EventDeps, message: WireMessage): readonly Json[] {
  const channel = world.channels.get(message.channel);
  if (!channel || message.user === world.identity.botUserId) return [];
  const urls = [...message.text.matchAll(/https?:\/\/[^\s>|]+/gu)].map(([url]) => url.replaceAll('&amp;', '&'));
  const links = [...new Set(urls)]
    .filter((url) => URL.canParse(url))
    .map((url) => ({ url, domain: new URL(url).hostname }))
    .filter(({ domain }) => unfurlDomains.some((known) => domain === known || domain.endsWith(`.${known}`)));
  if (links.length === 0) return [];
  const { user, ts, thread_ts } = message;
  return [
    {
      type: 'link_shared',
      channel: channel.id,
      user,
      message_ts: ts,
      ...(thread_ts === undefined ? {} : { thread_ts }),
      links,
      is_bot_user_member: botIsMember(world, channel),
      unfurl_id: `${channel.id}.${ts}`,
      source: 'conversations_history',
      event_ts: ts,
    },
  ];
}
