// Tells an owner that somebody chose in the CRM from one that our own claims wrote there. Pure.
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { CrmRecord } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { Claim } from '#features/leads/claim.ts';

/** Readings of a record overtake each other, and the CRM's clock differs from ours. */
const LATE_MS = MINUTE_MS;

/**
 * Whether the owner in this reading is the doing of a claim. `history` is newest first. The newest claim's owner always
 * is; an earlier claim's only in a reading from about the time at which the lead changed hands again. A claim that
 * ended without a successor was ended by somebody in the CRM, so nothing after it is ours.
 */
export function isOwnEcho(history: readonly Claim[], record: CrmRecord): boolean {
  const [newest, ...earlier] = history;
  if (!newest || newest.state === 'ended') return false;
  if (wrote(newest, record)) return true;
  const overtaken = newest.state === 'writing' || record.modifiedAt <= after(newest.at, LATE_MS);
  return overtaken && earlier.some((claim) => wrote(claim, record));
}

function wrote(claim: Claim, { ref, ownerId }: CrmRecord): boolean {
  return claim.writes.some(
    (write) =>
      refKey(write) === refKey(ref) &&
      write.target === ownerId &&
      (write.outcome === 'pending' || write.outcome === 'assigned' || write.outcome === 'unchanged'),
  );
}
