// Faults on demand: what a network and a tired Salesforce do to a call. A fault is plain JSON, so that the control API
// and a test write the same thing.

type FaultKind =
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown; readonly contentType?: string }
  /** A page of whatever stands before Salesforce, with status 503. */
  | { readonly kind: 'html' }
  /** The connection is cut before anything happens. */
  | { readonly kind: 'reset' }
  /** No answer ever; nothing happens. */
  | { readonly kind: 'hang' }
  /** The answer comes late, after `ms`. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The call takes effect, then the connection is cut. */
  | { readonly kind: 'drop_after_commit' }
  | { readonly kind: 'lock_row' }
  /** The day's calls are used up. */
  | { readonly kind: 'limit_exceeded' }
  /** Too many calls are open at once; passes in a moment. */
  | { readonly kind: 'concurrency_exceeded' }
  /** The session counts as expired for this call. */
  | { readonly kind: 'session_expired' };

export type SalesforceFault = FaultKind & {
  /** HTTP methods that it befalls; any without it. */
  readonly methods?: readonly string[];
  /** Part of the path that it befalls, for example `/sobjects/Opportunity`; any without it. */
  readonly path?: string;
  /** How many calls it befalls; without it until removed. */
  readonly times?: number;
};

export interface Faults {
  /** Adds a fault; the returned function takes it away again. */
  inject(fault: SalesforceFault): () => void;
  clear(): void;
  /** Those that calls still meet. */
  armed(): readonly SalesforceFault[];
  /** The fault that befalls this call, counted as used. */
  take(method: string, path: string): SalesforceFault | null;
}

/** An empty set of faults. */
export function createFaults(): Faults {
  const active = new Map<SalesforceFault, number>();
  return {
    inject(fault) {
      const own = { ...fault };
      active.set(own, fault.times ?? Number.POSITIVE_INFINITY);
      return () => void active.delete(own);
    },
    clear() {
      active.clear();
    },
    armed: () => [...active.keys()],
    take(method, path) {
      for (const [fault, left] of active) {
        if (fault.methods !== undefined && !fault.methods.includes(method)) continue;
        if (fault.path !== undefined && !path.includes(fault.path)) continue;
        if (left <= 1) active.delete(fault);
        else active.set(fault, left - 1);
        return fault;
      }
      return null;
    },
  };
}
