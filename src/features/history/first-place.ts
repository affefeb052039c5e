// Where the poller of records begins in a CRM whose past is read: behind it, so that what was there is not looked at twice.
import { after, elapsed, MINUTE_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { ChangeCursor, CrmName, CrmObject } from '#ports/crm.ts';
import type { HistoryKind } from '#ports/crm-history.ts';
import type { ConnectionStore } from '#features/intake/store.ts';
import { CLOCKS_APART_MS } from './fill.ts';
import type { SyncStore } from './store.ts';

export interface FirstPlaceDeps {
  readonly sync: Pick<SyncStore, 'fill' | 'states'>;
  readonly connections: Pick<ConnectionStore, 'get'>;
  readonly clock: Clock;
}

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
 * A small CRM is read within this time, and polling it meanwhile would only read everything twice. A large one takes
 * hours, for which nobody's new leads shall wait.
 */
const PATIENCE_MS = MINUTE_MS;

/**
 * Null while the first reading has just begun, or is about to. Whatever becomes of that, what was made or changed since
 * its beginning is listed a minute later; the reading itself brings what was there before.
 */
export async function firstPlace(
  { sync, connections, clock }: FirstPlaceDeps,
  crm: CrmName,
  object: CrmObject,
): Promise<ChangeCursor | null> {
  const fill = await sync.fill(crm);
  const state = (await sync.states(crm)).find(({ kind }) => kind === KIND_OF[object]);
  if (fill !== null && !state) return BEGINNING;
  // One that cannot even begin is no reason to wait either: who is new speaks from the connection on.
  const since = state?.startedAt ?? (await connections.get(crm))?.connectedAt;
  if (since === undefined) return null;
  const isRead = state?.phase === 'follow';
  const goesOn = fill?.pausedAt == null && (state?.trouble ?? null) === null;
  if (!isRead && goesOn && elapsed(since, clock.now()) < PATIENCE_MS) return null;
  return { at: after(since, -CLOCKS_APART_MS), id: '' };
}
