// How often Slack wants to hear from us: about one message a second a channel, and fifty edits a minute in all.
import type { ChannelId } from '#kernel/ids.ts';
import type { Pace, Turn } from '#ports/pace.ts';

/** Where turns are kept, for all processes together. */
export interface Turns {
  take(request: {
    readonly key: string;
    readonly ticket: string;
    readonly urgency: number;
    readonly intervalMs: number;
    readonly burst: number;
    readonly patienceMs: number | null;
  }): Promise<Turn>;
  /** Counts a call that did not ask. */
  spend(key: string, intervalMs: number): Promise<void>;
  hold(key: string, ms: number): Promise<void>;
  crowd(key: string, ms: number): Promise<void>;
  isCrowded(key: string): Promise<boolean>;
}

export interface SlackPace extends Pace {
  /** Slack said 429: nothing goes out in this channel, or no edit at all, before that many milliseconds have passed. */
  hold(what: ChannelId | 'edits', ms: number): Promise<void>;
}

/** Source: docs.slack.dev/apis/web-api/rate-limits (chat.postMessage). */
const MESSAGES = { intervalMs: 1_000, burst: 1 };
/** Of the fifty a minute of tier 3, ten are left to edits that follow clicks, which do not ask. */
const EDITS = { key: 'chat.update', intervalMs: 1_500, burst: 30 };
/** Long enough to reach from one turn of a crowded channel to the next, and soon over. */
const CROWDED_MS = 3_000;

export function createSlackPace(turns: Turns): SlackPace {
  return {
    post: (channel, { id, urgency }, patienceMs) =>
      turns.take({ ...MESSAGES, key: channel, ticket: id, urgency, patienceMs: patienceMs ?? null }),
    async edit(channel, { id, urgency }, of) {
      if (of === 'list' || (await turns.isCrowded(channel))) {
        const turn = await turns.take({ ...MESSAGES, key: channel, ticket: id, urgency, patienceMs: null });
        if (turn.kind !== 'now') return waited(turn);
      }
      if (urgency === 9) return waited(await turns.take({ ...EDITS, ticket: id, urgency, patienceMs: null }));
      await turns.spend(EDITS.key, EDITS.intervalMs);
      return { kind: 'now' };
    },
    crowd: (channel) => turns.crowd(channel, CROWDED_MS),
    hold: (what, ms) => turns.hold(what === 'edits' ? EDITS.key : what, ms),
  };
}

function waited(turn: Turn): Exclude<Turn, { kind: 'crowded' }> {
  // Nobody is turned away who named no patience.
  return turn.kind === 'crowded' ? { kind: 'wait', ms: MESSAGES.intervalMs } : turn;
}
