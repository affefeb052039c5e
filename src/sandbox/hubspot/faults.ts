// What goes wrong on demand: a queue of faults, each for calls that match it, each a number of times.

type FaultKind = 'status' | 'reset' | 'hang' | 'slow' | 'drop_after_commit' | 'rate_limited' | 'html';

export interface FaultOrder {
  readonly kind: FaultKind;
  /** Only calls with this method. */
  readonly method?: string;
  /** Only calls whose path contains this. */
  readonly path?: string;
  /** How many calls it hits (default 1). */
  readonly times?: number | 'until_cleared';
  /** `status` and `html`: the status (default 500 and 502). */
  readonly status?: number;
  /** `slow`: how long the answer is held back. */
  readonly ms?: number;
  /** `rate_limited`: sent as Retry-After where given. */
  readonly retryAfterSeconds?: number;
  readonly policyName?: 'SECONDLY' | 'TEN_SECONDLY_ROLLING' | 'DAILY';
}

export interface ArmedFault extends FaultOrder {
  /** Calls still to be hit; null: until it is cleared. */
  readonly left: number | null;
}

export interface Faults {
  /** Returns how to take it back. */
  add(order: FaultOrder): () => void;
  clear(): void;
  /** How many calls are still to be hit; Infinity while a fault stays until it is cleared. */
  pending(): number;
  armed(): readonly ArmedFault[];
  /** The first fault that fits, used up by one. */
  take(method: string, path: string): FaultOrder | null;
}

export function createFaults(): Faults {
  let pending: { readonly order: FaultOrder; left: number }[] = [];
  return {
    add(order) {
      const added = { order, left: order.times === 'until_cleared' ? Infinity : (order.times ?? 1) };
      pending.push(added);
      return () => void (pending = pending.filter((each) => each !== added));
    },
    clear() {
      pending = [];
    },
    pending: () => pending.reduce((sum, { left }) => sum + left, 0),
    armed: () => pending.map(({ order, left }) => ({ ...order, left: Number.isFinite(left) ? left : null })),
    take(method, path) {
      const hit = pending.find(({ order }) => (order.method ?? method) === method && path.includes(order.path ?? ''));
      if (hit === undefined) return null;
      hit.left -= 1;
      pending = pending.filter(({ left }) => left > 0);
      return hit.order;
    },
  };
}
