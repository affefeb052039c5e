// About one message a second a channel is what Slack takes. Hands out slots; who has to wait comes back when told.

export interface PaceOptions {
  /** Milliseconds, from any start, never going back. Default: the process's own. */
  readonly monotonic?: () => number;
  readonly perChannelMs?: number;
  /** Messages that a quiet channel takes at once (default 1). */
  readonly burst?: number;
}

export interface Pace {
  /**
   * Milliseconds until the channel takes the next post; 0 is now, and uses the slot up. A ticket (an intent's id) that
   * has to wait keeps its place, so those who wait together do not all come back for the same second.
   */
  reserve(channel: string, ticket?: string): number;
  /** Slack said 429 for this channel: nothing goes out before that many milliseconds have passed. */
  hold(channel: string, ms: number): void;
}

export interface DeliveryPace extends Pick<Pace, 'reserve' | 'hold'> {
  /** As `reserve`, for edits: Slack takes about fifty chat.update a minute, whatever their channels. */
  reserveEdit(ticket: string): number;
}

/** Ten of Slack's fifty a minute are left to edits that follow clicks, which do not ask. */
const EDITS: PaceOptions = { perChannelMs: 1_500, burst: 30 };

/** The paces of everything that the app sends by itself. */
export function createDeliveryPace(): DeliveryPace {
  const { reserve, hold } = createPace();
  const edits = createPace(EDITS);
  return { reserve, hold, reserveEdit: (ticket) => edits.reserve('chat.update', ticket) };
}

interface Channel {
  /** When the slot after the last one given is due. */
  next: number;
  readonly slots: Map<string, number>;
}

/** A slot not used this long after its time is forgotten: another replica posted it, or it died. */
const ABANDONED_MS = 30_000;

export function createPace(options: PaceOptions = {}): Pace {
  const monotonic = options.monotonic ?? (() => performance.now());
  const interval = options.perChannelMs ?? 1_000;
  const ahead = ((options.burst ?? 1) - 1) * interval;
  const channels = new Map<string, Channel>();

  function channelAt(id: string, now: number): Channel {
    for (const [other, { next, slots }] of channels) {
      for (const [ticket, slot] of slots) if (slot + ABANDONED_MS < now) slots.delete(ticket);
      if (slots.size === 0 && next + ahead + interval < now) channels.delete(other);
    }
    const channel = channels.get(id) ?? { next: now, slots: new Map<string, number>() };
    channels.set(id, channel);
    return channel;
  }

  function takeSlot(channel: Channel, now: number): number {
    const slot = Math.max(channel.next, now);
    channel.next = slot + interval;
    return Math.max(now, slot - ahead);
  }

  return {
    reserve(id, ticket) {
      const now = monotonic();
      const channel = channelAt(id, now);
      if (ticket === undefined && channel.next - ahead > now) return Math.ceil(channel.next - ahead - now);
      const slot = channel.slots.get(ticket ?? '') ?? takeSlot(channel, now);
      const wait = Math.ceil(Math.max(0, slot - now));
      if (ticket === undefined || wait === 0) channel.slots.delete(ticket ?? '');
      else channel.slots.set(ticket, slot);
      return wait;
    },
    hold(id, ms) {
      const now = monotonic();
      const channel = channelAt(id, now);
      const until = now + ms;
      channel.next = Math.max(channel.next, until + ahead);
      const waiting = [...channel.slots].sort(([, one], [, other]) => one - other);
      waiting.forEach(([ticket, slot], place) => channel.slots.set(ticket, Math.max(slot, until + place * interval)));
    },
  };
}
