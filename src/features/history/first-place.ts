// Where the poller of records begins in a CRM whose past is read: behind it, so that what was there is not looked at twice.
import { after } from '#kernel/time.ts';
import type { ChangeCursor, CrmName, CrmObject } from '#ports/crm.ts';
import type { HistoryKind } from '#ports/crm-history.ts';
import { OVERLAP_MS } from './fill.ts';
import type { SyncStore } from './store.ts';

/** Which kind of the past brings the records of an object. */
export const KIND_OF: Readonly<Record<CrmObject, HistoryKind>> = {
  lead: 'person',
  contact: 'person',
  company: 'company',
  opportunity: 'deal',
  task: 'activity',
};

/** The whole list, of a CRM that offers no past of this kind. */
const BEGINNING: ChangeCursor = { at: new Date(0), id: '' };

/**
 * Null while the first reading is under way. One that is paused or in trouble is not waited for: then what changed since
 * its beginning is listed, and the rest comes when it goes on.
 */
export async function firstPlace(
  sync: Pick<SyncStore, 'fill' | 'states'>,
  crm: CrmName,
  object: CrmObject,
): Promise<ChangeCursor | null> {
  const fill = await sync.fill(crm);
  if (fill === null) return null;
  const state = (await sync.states(crm)).find(({ kind }) => kind === KIND_OF[object]);
  if (!state) return BEGINNING;
  const goesOn = state.phase === 'fill' && fill.pausedAt === null && state.trouble === null;
  return goesOn ? null : { at: after(state.startedAt, -OVERLAP_MS), id: '' };
}
