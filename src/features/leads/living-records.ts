// Which of a lead's records its CRMs still have: one that was deleted, or merged into another, takes no write.
import { refKey } from '#ports/crm.ts';
import type { MirrorStore } from '#features/intake/store.ts';
import type { Lead, LeadRecord } from './lead.ts';

/** In the lead's own order; a record that was never mirrored counts as living. */
export async function livingRecords(
  mirror: Pick<MirrorStore, 'getMany'>,
  { records }: Lead,
): Promise<readonly LeadRecord[]> {
  const mirrored = await mirror.getMany(records);
  const gone = new Set(mirrored.filter((record) => record.gone).map(({ ref }) => refKey(ref)));
  return records.filter((record) => !gone.has(refKey(record)));
}
