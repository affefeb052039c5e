// How the world outside is doing, as far as it delays what is to be done there.
import type { CrmName } from './crm.ts';

export interface Delay {
  /** `down`: it does not answer. `budget`: its API calls of the day are used up, or kept for people who wait. */
  readonly because: 'down' | 'budget';
  /** Until it is worth to look again. */
  readonly retryAfterMs: number;
}

export interface Outlook {
  /** Why a write to this CRM has to wait; null when it need not. A claim's may go where others must wait. */
  crm(name: CrmName, urgency: 'claim' | 'normal'): Delay | null;
  slack(): Delay | null;
}
