// Which happenings the app hears of: the events it subscribed to, for conversations its bot is in.
import { botIsMember } from '../world/conversations.ts';
import type { Change } from '../world/changes.ts';
import type { Channel, Json, WireMessage } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { Deliver } from './deliver.ts';

export interface SubscriptionDeps {
  readonly world: World;
  readonly deliver: Deliver;
  readonly subscriptions: ReadonlySet<string>;
  readonly unfurlDomains: readonly string[];
}

const CHANNEL_TYPE = { public: 'channel', private: 'group', im: 'im' } as const;
const MESSAGE_EVENT = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;

/** Watches the world's changes and sends the events they raise. */
export function forwardEvents(deps: SubscriptionDeps): void {
  deps.world.emitter.on('change', (change: Change) => {
    for (const event of eventsOf(deps, change)) void deps.deliver.event(event);
  });
}

function eventsOf(deps: SubscriptionDeps, change: Change): readonly Json[] {
  if (change.kind === 'member_joined') return joined(deps, change.user, change.channel);
  if (change.kind !== 'message_posted') return [];
  const channel = deps.world.channels.get(change.message.channel);
  if (!channel || !botIsMember(deps.world, channel)) return [];
  return [...said(deps, channel, change.message), ...mentioned(deps, change.message), ...linked(deps, change.message)];
}

function joined({ world, subscriptions }: SubscriptionDeps, user: string, channelId: string): readonly Json[] {
  const channel = world.channels.get(channelId);
  if (!subscriptions.has('member_joined_channel') || !channel || !botIsMember(world, channel)) return [];
  const channel_type = channel.kind === 'private' ? 'G' : 'C';
  const event_ts = world.mintTs();
  return [
    { type: 'member_joined_channel', user, channel: channelId, channel_type, team: world.identity.teamId, event_ts },
  ];
}

function said({ subscriptions }: SubscriptionDeps, channel: Channel, message: WireMessage): readonly Json[] {
  if (!subscriptions.has(MESSAGE_EVENT[channel.kind])) return [];
  return [{ ...message, channel_type: CHANNEL_TYPE[channel.kind], event_ts: message.ts }];
}

function mentioned({ world, subscriptions }: SubscriptionDeps, message: WireMessage): readonly Json[] {
  const { botUserId } = world.identity;
  const isMention = message.text.includes(`<@${botUserId}>`) && message.user !== botUserId;
  if (!isMention || !subscriptions.has('app_mention')) return [];
  return [{ ...message, type: 'app_mention', event_ts: message.ts }];
}

function linked({ world, subscriptions, unfurlDomains }: SubscriptionDeps, message: WireMessage): readonly Json[] {
  if (!subscriptions.has('link_shared') || message.user === world.identity.botUserId) return [];
  const urls = [...message.text.matchAll(/https?:\/\/[^\s>|]+/gu)]
    .map(([url]) => url)
    .filter((url) => URL.canParse(url));
  const links = urls
    .map((url) => ({ url, domain: new URL(url).hostname }))
    .filter(({ domain }) => unfurlDomains.some((known) => domain === known || domain.endsWith(`.${known}`)));
  if (links.length === 0) return [];
  const { channel, user, ts, thread_ts } = message;
  const where = { channel, user, message_ts: ts, ...(thread_ts === undefined ? {} : { thread_ts }) };
  return [
    {
      type: 'link_shared',
      ...where,
      links,
      is_bot_user_member: true,
      unfurl_id: `${channel}.${ts}`,
      source: 'conversations_history',
      event_ts: ts,
    },
  ];
}
