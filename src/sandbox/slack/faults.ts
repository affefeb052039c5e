// Faults on demand: what the next calls of the app, or the next deliveries to it, shall suffer.
import { Fault } from '#kernel/errors.ts';

/** What befalls a call. `drop_after_commit` does the work and loses the answer; the others never do the work, but `slow` does it late. */
export const CALL_FAULTS = ['drop_after_commit', 'status', 'rate_limited', 'reset', 'hang', 'slow', 'error'] as const;
/** What befalls a delivery to the app: sent twice, only after the one that follows it, late, or never. */
export const DELIVERY_FAULTS = ['duplicate', 'reorder', 'slow', 'lost'] as const;

/** How many calls or deliveries; 1 unless told. */
type Times = number | 'until_cleared';

export interface CallFault {
  /** A Web API method, `response_url`, `upload`, or `*` for all. */
  readonly method: string;
  readonly kind: (typeof CALL_FAULTS)[number];
  readonly times?: Times;
  /** Only calls for this channel: id, name or `#name`. */
  readonly channel?: string;
  /** HTTP status of `status`; 500 unless told. */
  readonly status?: number;
  /** Seconds in Retry-After of `rate_limited`; 1 unless told. */
  readonly retryAfter?: number;
  /** Delay of `slow` in milliseconds; 1000 unless told. */
  readonly delayMs?: number;
  /** The error code of `error`. */
  readonly error?: string;
}

export interface DeliveryFault {
  readonly delivery: 'events_api' | 'interactive' | 'slash_commands';
  readonly kind: (typeof DELIVERY_FAULTS)[number];
  readonly times?: Times;
  /** Delay of `slow` in milliseconds; 1000 unless told. */
  readonly delayMs?: number;
}

/** `times` is how often it will still happen. */
type ArmedFault = (CallFault | DeliveryFault) & { readonly id: number; readonly times: Times };

export interface Faults {
  /** Arms a fault; it is used up by what it befalls. Answers how to disarm it before. Throws `invalid_input`. */
  readonly next: (fault: CallFault | DeliveryFault) => () => void;
  /** Disarms the fault with this id, or all of them. Throws `not_found` for a fault that is not armed. */
  readonly clear: (id?: number) => void;
  /** The faults still waiting, in the order they were armed. */
  readonly armed: () => readonly ArmedFault[];
  /** `channels` is every way to call the channel that the call is about. */
  readonly takeForCall: (method: string, channels: readonly string[]) => CallFault | undefined;
  readonly takeForDelivery: (delivery: DeliveryFault['delivery']) => DeliveryFault | undefined;
}

interface Waiting {
  readonly id: number;
  readonly fault: CallFault | DeliveryFault;
  left: number;
}

export function createFaults(): Faults {
  let lastId = 0;
  let waiting: readonly Waiting[] = [];
  function drop(entry: Waiting): void {
    waiting = waiting.filter((each) => each !== entry);
  }
  function take<F extends CallFault | DeliveryFault>(
    matches: (fault: CallFault | DeliveryFault) => fault is F,
  ): F | undefined {
    for (const entry of waiting) {
      if (!matches(entry.fault)) continue;
      entry.left -= 1;
      if (entry.left === 0) drop(entry);
      return entry.fault;
    }
    return undefined;
  }
  return {
    next: (fault) => {
      const times = fault.times ?? 1;
      if (times !== 'until_cleared' && times < 1) {
        throw new Fault('invalid_input', 'A fault befalls at least one call.');
      }
      lastId += 1;
      const entry: Waiting = { id: lastId, fault, left: times === 'until_cleared' ? Infinity : times };
      waiting = [...waiting, entry];
      return () => drop(entry);
    },
    clear: (id) => {
      if (id === undefined) waiting = [];
      const entry = waiting.find((each) => each.id === id);
      if (entry) drop(entry);
      else if (id !== undefined) throw new Fault('not_found', `There is no armed fault ${id}.`);
    },
    armed: () =>
      waiting.map(({ id, fault, left }) => ({ ...fault, id, times: left === Infinity ? 'until_cleared' : left })),
    takeForCall: (method, channels) =>
      take(
        (fault): fault is CallFault =>
          'method' in fault &&
          (fault.method === method || fault.method === '*') &&
          (fault.channel === undefined || channels.includes(fault.channel)),
      ),
    takeForDelivery: (delivery) =>
      take((fault): fault is DeliveryFault => 'delivery' in fault && fault.delivery === delivery),
  };
}
