// How the world outside is doing, as far as it delays what is to be done there.
import type { CrmName } from './crm.ts';

export interface Delay {
  /** `down`: it does not answer. `budget`: its API calls of the day are used up, or kept for people who wait. */
  readonly because: 'down' | 'budget';
  /** Until it is worth to look again. */
  readonly retryAfterMs: number;
}

export interface Outlook {
  /** Why calls to this CRM have to wait; null when they need not. A claim's may go where others wait, a poll waits first. */
  crm(name: CrmName, urgency: 'claim' | 'normal' | 'scan'): Delay | null;
  slack(): Delay | null;
}
