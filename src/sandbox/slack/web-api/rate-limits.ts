// Slack's rate limits as token buckets on real time: so many calls a minute a method, one message a second a channel.
// Source: docs.slack.dev/apis/web-api/rate-limits
import type { Tier } from './method.ts';

export type LimitsMode = 'slack' | 'off';

export interface RateLimits {
  /** Undefined if the call may go on; otherwise the seconds to put into Retry-After. */
  readonly take: (method: string, tier: Tier, channel: string) => number | undefined;
  readonly mode: () => LimitsMode;
  /** Buckets are full again after a change. */
  readonly set: (mode: LimitsMode) => void;
}

const PER_MINUTE: Readonly<Record<Exclude<Tier, 'post'>, number>> = {
  tier1: 1,
  tier2: 20,
  tier3: 50,
  tier4: 100,
  special: 600,
};
/** "Short bursts" of chat.postMessage are allowed; Slack does not say how short. */
const POST_BURST = 3;
/** apps.connections.open is tier 1, but reconnecting apps are let in more often than once a minute. */
const SMALLEST_BURST = 10;

export function createRateLimits(initial: LimitsMode): RateLimits {
  let mode = initial;
  const buckets = new Map<string, { tokens: number; at: number }>();
  function takeFrom(key: string, capacity: number, perSecond: number): number | undefined {
    const now = performance.now();
    const bucket = buckets.get(key) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    const left = tokens >= 1 ? tokens - 1 : tokens;
    buckets.set(key, { tokens: left, at: now });
    return tokens >= 1 ? undefined : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  }
  return {
    take: (method, tier, channel) => {
      if (mode === 'off') return undefined;
      if (tier === 'post') return takeFrom(`${method} ${channel}`, POST_BURST, 1);
      const perMinute = PER_MINUTE[tier];
      return takeFrom(method, Math.max(perMinute, SMALLEST_BURST), perMinute / 60);
    },
    mode: () => mode,
    set: (next) => {
      mode = next;
      buckets.clear();
    },
  };
}
