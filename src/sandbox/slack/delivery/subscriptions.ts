// The app's event subscriptions: which events it hears of, and that Slack turns them off when nearly all deliveries fail.
// Source: docs.slack.dev/apis/events-api, "Failure conditions".
import type { Json } from '../world/wire.ts';
import type { World } from '../world/world.ts';

interface SubscriptionStatus {
  readonly enabled: boolean;
  readonly events: readonly string[];
  /** Attempts within the last hour, redeliveries included, and how many of them failed. */
  readonly attempts: number;
  readonly failed: number;
}

export interface Subscriptions {
  /** Whether Slack sends this event: subscribed, within the bot's scopes, not disabled. */
  readonly wants: (event: Json) => boolean;
  readonly enabled: () => boolean;
  /** Counts an attempt; may turn the subscriptions off. */
  readonly record: (taken: boolean) => void;
  readonly status: () => SubscriptionStatus;
  readonly set: (events: readonly string[]) => void;
  /** Turns them on again and forgets the failures, as the app's developer does in its settings. */
  readonly enable: () => void;
}

const WINDOW_MS = 60 * 60_000;
const FAILED_SHARE = 0.95;
/** Apps with fewer deliveries an hour are not disabled. */
export const FEWEST_ATTEMPTS = 1_000;

const MESSAGES: Readonly<Record<string, string>> = {
  im: 'message.im',
  channel: 'message.channels',
  group: 'message.groups',
};
const SCOPES: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  link_shared: 'links:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  subteam_created: 'usergroups:read',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
};
const MEMBERSHIP = new Set(['member_joined_channel', 'member_left_channel']);

export interface SubscriptionsDeps {
  readonly world: World;
  readonly events: readonly string[];
  readonly fewestAttempts: number;
}

export function createSubscriptions({ world, events, fewestAttempts }: SubscriptionsDeps): Subscriptions {
  let subscribed = new Set(events);
  let enabled = true;
  let attempts: { readonly at: number; readonly taken: boolean }[] = [];
  function recent(): typeof attempts {
    const since = performance.now() - WINDOW_MS;
    const first = attempts.findIndex(({ at }) => at > since);
    if (first > 0) attempts = attempts.slice(first);
    else if (first === -1) attempts = [];
    return attempts;
  }
  return {
    wants: (event) => {
      const name = nameOf(event);
      const needed = scopeFor(name, event);
      const scopes = world.tokens.get(world.identity.botToken)?.scopes;
      return enabled && subscribed.has(name) && (needed === undefined || (scopes?.has(needed) ?? false));
    },
    enabled: () => enabled,
    record: (taken) => {
      attempts.push({ at: performance.now(), taken });
      const counted = recent();
      if (taken || counted.length < fewestAttempts) return;
      const failed = counted.filter((attempt) => !attempt.taken).length;
      if (failed / counted.length > FAILED_SHARE) enabled = false;
    },
    status: () => ({
      enabled,
      events: [...subscribed],
      attempts: recent().length,
      failed: recent().filter(({ taken }) => !taken).length,
    }),
    set: (next) => {
      subscribed = new Set(next);
    },
    enable: () => {
      enabled = true;
      attempts = [];
    },
  };
}

function nameOf(event: Json): string {
  const type = String(event['type']);
  return type === 'message' ? (MESSAGES[String(event['channel_type'])] ?? type) : type;
}

function scopeFor(name: string, event: Json): string | undefined {
  if (MEMBERSHIP.has(name)) return event['channel_type'] === 'G' ? 'groups:read' : 'channels:read';
  return SCOPES[name];
}
