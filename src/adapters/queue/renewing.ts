// Holds on to leases while their work runs.
import { RENEW_MS } from '#adapters/postgres/leases.ts';

/** Calls `renew` again and again, never beside itself: a database that is slow is not asked the more. Answers how to end it. */
export function startRenewing(renew: () => Promise<void>): () => void {
  let renewing = false;
  const timer = setInterval(() => {
    if (renewing) return;
    renewing = true;
    void renew().finally(() => (renewing = false));
  }, RENEW_MS);
  return () => clearInterval(timer);
}
