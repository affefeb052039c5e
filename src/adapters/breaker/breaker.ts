// One circuit breaker a dependency: when it does not answer, calls fail at once instead of each waiting for a time-out.
// Being refused (4xx, 429, 409) is an answer and opens nothing. Knows no dependency.
import {
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
} from 'cockatiel';
import { Fault, messageOf } from '#kernel/errors.ts';

/** `half_open`: one call is on its way to see whether it answers again; all others still fail at once. */
export type BreakerState = 'closed' | 'open' | 'half_open';

interface BreakerStatus {
  readonly state: BreakerState;
  /** Since when it has not answered; null while it does. */
  readonly since: Date | null;
  /** What its newest failure said; null while it answers. */
  readonly because: string | null;
  /** Until the next call is let through; 0 while calls are. */
  readonly retryAfterMs: number;
}

export interface Breaker {
  /** As people read it, for example `Salesforce`. */
  readonly name: string;
  /** Throws Fault `unavailable`, with when to come back, where `run` would do so now. */
  admit(): void;
  /** Does the work, or throws Fault `unavailable` at once without beginning it. What the work throws passes unchanged. */
  run<T>(work: () => Promise<T>): Promise<T>;
  status(): BreakerStatus;
  /** Called after each change of state. */
  onChange(told: (status: BreakerStatus) => void): void;
}

export interface BreakerOptions {
  readonly name: string;
  /** Whether this failure means that the dependency is down. */
  readonly isOutage: (error: unknown) => boolean;
  /** Failures in a row that open it (default 5). */
  readonly failures?: number;
  /** First wait before a call is let through again; doubles with each that fails (default 1 s). */
  readonly firstWaitMs?: number;
  /** Longest such wait (default 5 s): one call is little to ask of a dependency that is down. */
  readonly longestWaitMs?: number;
}

/** While somebody else's call is on its way to see, this is how soon it is worth to come back. */
const PROBING_MS = 1000;

type Outcome<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: unknown };

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
};

export function createBreaker(options: BreakerOptions): Breaker {
  const { name, isOutage, failures = 5, firstWaitMs = 1000, longestWaitMs = 5000 } = options;
  let since: Date | null = null;
  let because: string | null = null;
  let retryAt = 0;
  const policy = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: new DelegateBackoff(({ attempt }: { readonly attempt: number }) => {
      const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempt - 1, 16));
      // Replicas that opened together shall not all come back at once.
      const waitMs = Math.round(ceiling * (0.75 + Math.random() / 4));
      retryAt = performance.now() + waitMs;
      return waitMs;
    }),
  });
  policy.onBreak((reason) => {
    since ??= new Date();
    because = 'error' in reason ? messageOf(reason.error) : null;
  });
  policy.onReset(() => {
    since = null;
    because = null;
  });

  function status(): BreakerStatus {
    const state = STATES[policy.state];
    return { state, since, because, retryAfterMs: waitMs(state) };
  }

  function waitMs(state: BreakerState): number {
    if (state === 'closed') return 0;
    return state === 'half_open' ? PROBING_MS : Math.max(0, Math.ceil(retryAt - performance.now()));
  }

  function admit(): void {
    const { retryAfterMs } = status();
    if (retryAfterMs > 0) throw refusal(retryAfterMs);
  }

  function refusal(retryAfterMs: number): Fault {
    const words = because === null ? '' : `: ${because}`;
    return new Fault('unavailable', `${name} does not answer for now${words}`, { retryAfterMs });
  }

  async function run<T>(work: () => Promise<T>): Promise<T> {
    // Before the library is asked: while one call looks whether the dependency answers, it lets the others wait.
    admit();
    const outcome = await policy
      .execute(() => attempt(work))
      .catch((error: unknown) => {
        throw isBrokenCircuitError(error) ? refusal(Math.max(1, status().retryAfterMs)) : error;
      });
    if (outcome.kind === 'refused') throw outcome.error;
    return outcome.value;
  }

  /** A refusal comes from somebody who answers. */
  async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      return { kind: 'answered', value: await work() };
    } catch (error) {
      if (isOutage(error)) throw error;
      return { kind: 'refused', error };
    }
  }

  return { name, admit, run, status, onChange: (told) => void policy.onStateChange(() => told(status())) };
}
