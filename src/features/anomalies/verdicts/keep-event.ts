// Keeps days that somebody names as different, and takes them back. The next look at them, and at those of the last five
// weeks, takes it into account.
import type { Turn } from '#features/people/turn.ts';
import type { WatchTx } from '../desk.ts';
import type { KnownEvent } from '../store.ts';
import { recordedEvent } from './known-event.ts';
import type { EventDraft } from './known-event.ts';

type At = Pick<Turn, 'by' | 'correlationId'> & { readonly at: Date };

/** Runs inside the caller's transaction. */
export async function addEvent(
  tx: Pick<WatchTx, 'watches' | 'audit'>,
  draft: EventDraft & Pick<KnownEvent, 'incident'>,
  { by, correlationId, at }: At,
): Promise<KnownEvent> {
  const event = await tx.watches.addEvent({ ...draft, createdBy: by.id, createdAt: at });
  await tx.audit.append({
    at,
    action: 'event.added',
    actor: { kind: 'person', slack: by.id },
    subject: `event:${event.id}`,
    after: recordedEvent(event),
    correlationId,
  });
  return event;
}

/** False when it was taken back before. Runs inside the caller's transaction. */
export async function endEvent(
  tx: Pick<WatchTx, 'watches' | 'audit'>,
  event: KnownEvent,
  { by, correlationId, at }: At,
): Promise<boolean> {
  if (!(await tx.watches.endEvent(event.id, at))) return false;
  await tx.audit.append({
    at,
    action: 'event.ended',
    actor: { kind: 'person', slack: by.id },
    subject: `event:${event.id}`,
    before: recordedEvent(event),
    correlationId,
  });
  return true;
}
