// Faults on demand: what the next calls of the app, or the next deliveries to it, shall suffer.
import { Fault } from '#kernel/errors.ts';

/** What befalls a Web API call. `drop_after_commit` does the work and loses the answer; the others never do the work, but `slow` does it late. */
type CallFaultKind = 'drop_after_commit' | 'status' | 'rate_limited' | 'reset' | 'hang' | 'slow' | 'error';
/** What befalls a delivery to the app: sent twice, or only after the one that follows it. */
type DeliveryFaultKind = 'duplicate' | 'reorder';

export interface CallFault {
  /** A Web API method, `response_url`, or `*`. */
  readonly method: string;
  readonly kind: CallFaultKind;
  /** How many calls; 1 unless told. */
  readonly times?: number;
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

interface DeliveryFault {
  readonly delivery: 'events_api' | 'interactive' | 'slash_commands';
  readonly kind: DeliveryFaultKind;
  readonly times?: number;
}

export interface Faults {
  /** Arms a fault; it is used up by the calls it befalls. Answers how to disarm it before. */
  readonly next: (fault: CallFault | DeliveryFault) => () => void;
  readonly clear: () => void;
  /** The faults still waiting. */
  readonly armed: () => readonly (CallFault | DeliveryFault)[];
  /** `channels` is every way to call the channel that the call is about. */
  readonly takeForCall: (method: string, channels: readonly string[]) => CallFault | undefined;
  readonly takeForDelivery: (delivery: DeliveryFault['delivery']) => DeliveryFault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: CallFault | DeliveryFault; left: number }[] = [];
  function take<F extends CallFault | DeliveryFault>(
    matches: (fault: CallFault | DeliveryFault) => fault is F,
  ): F | undefined {
    for (const entry of waiting) {
      if (!matches(entry.fault)) continue;
      entry.left -= 1;
      waiting = waiting.filter((each) => each.left > 0);
      return entry.fault;
    }
    return undefined;
  }
  return {
    next: (fault) => {
      const times = fault.times ?? 1;
      if (times < 1) throw new Fault('invalid_input', 'A fault befalls at least one call.');
      const armed = { fault, left: times };
      waiting.push(armed);
      return () => {
        waiting = waiting.filter((each) => each !== armed);
      };
    },
    clear: () => {
      waiting = [];
    },
    armed: () => waiting.map(({ fault, left }) => ({ ...fault, times: left })),
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
