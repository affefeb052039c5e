// A hint that a record changed, as whoever reads lists of a CRM puts it into the inbox. The same reading, the same hint.
import type { CorrelationId } from '#kernel/ids.ts';
import { refKey } from '#ports/crm.ts';
import type { Change, CrmEvent } from '#ports/crm.ts';

/** @param reading what tells a second look at the same version from the first. */
export function changeHint(
  { ref, modifiedAt, deleted = false }: Pick<Change, 'ref' | 'modifiedAt'> & Partial<Pick<Change, 'deleted'>>,
  correlationId: CorrelationId,
  reading = '',
): CrmEvent {
  return {
    crm: ref.crm,
    key: `poll:${refKey(ref)}:${modifiedAt.toISOString()}${deleted ? ':deleted' : reading}`,
    object: ref.object,
    recordId: ref.id,
    change: deleted ? 'deleted' : 'changed',
    occurredAt: modifiedAt,
    type: 'poll',
    correlationId,
  };
}
