// What reps did: calls, e-mails, meetings and tasks that are over. HubSpot keeps each of the four apart; one cursor goes
// through all of them. Calls for 1,000 activities: 10.
import type { ChangeCursor } from '#ports/crm.ts';
import type { ActivityRow, HistoryChanges, HistoryPage, RowRef } from '#ports/crm-history.ts';
import { placesAfter, type Places } from '../changes.ts';
import type { HistoryDeps } from './deps.ts';
import { listPage, readBatch, tiesOf, type ListedRecord } from './listed.ts';
import { modifiedOf } from './modified.ts';
import type { RecycleBin } from './recycle-bin.ts';
import { tiesTo } from './ties.ts';
import { instantOf } from './values.ts';

export const ACTIVITY_OBJECTS = ['calls', 'emails', 'meetings', 'tasks'] as const;
export type ActivityObject = (typeof ACTIVITY_OBJECTS)[number];

const KINDS: Readonly<Record<ActivityObject, ActivityRow['activity']>> = {
  calls: 'call',
  emails: 'email',
  meetings: 'meeting',
  tasks: 'task',
};

const COMMON = ['hs_timestamp', 'hubspot_owner_id', 'hs_lastmodifieddate'];
const PROPERTIES: Readonly<Record<ActivityObject, readonly string[]>> = {
  calls: [...COMMON, 'hs_call_status', 'hs_call_direction'],
  emails: [...COMMON, 'hs_email_status', 'hs_email_direction'],
  meetings: [...COMMON, 'hs_meeting_outcome'],
  tasks: [...COMMON, 'hs_task_status', 'hs_task_completion_date'],
};

/** One page of one of them; `among`: those that may be read. Throws Fault. */
export async function activityPage(
  deps: HistoryDeps,
  among: readonly ActivityObject[],
  cursor: string | null,
): Promise<HistoryPage> {
  const [named = among[0], after = ''] = cursor?.split(':') ?? [];
  const object = among.find((each) => each === named);
  if (object === undefined) return { rows: [], records: [], next: null };
  const properties = PROPERTIES[object];
  const page = await listPage(deps.api, { object, properties, ties: ['contacts'], after: after || null });
  const following = among[among.indexOf(object) + 1];
  const next = page.next === null ? (following === undefined ? null : `${following}:`) : `${object}:${page.next}`;
  return { rows: page.records.flatMap((record) => activityRow(object, record) ?? []), records: [], next };
}

/** Places of the four stand in the cursor's id; a cursor without one begins with all of them at its instant. */
export async function activityChanges(
  deps: HistoryDeps,
  bin: RecycleBin,
  among: readonly ActivityObject[],
  after: ChangeCursor,
): Promise<HistoryChanges> {
  const before = placesIn(after);
  const found = await Promise.all(
    among.map(async (object) => {
      const places = await placesAfter(deps.api, object, before.get(object) ?? { at: after.at, id: '' });
      const records = await readActivities(
        deps,
        object,
        places.places.map(({ id }) => id),
      );
      const deleted = places.caughtUp ? await bin.deletedSince(object, after.at) : [];
      return { object, places, records, deleted };
    }),
  );
  const rows = found.flatMap(({ object, records }) => records.flatMap((record) => activityRow(object, record) ?? []));
  const told = new Set(rows.map(({ id }) => id));
  // What changed and is no activity (any more) was perhaps told of as one.
  const undone = found.flatMap(({ object, records }) => records.map(({ id }) => idOf(object, id)));
  const deleted = found.flatMap((each) => each.deleted.map((id) => idOf(each.object, id)));
  const gone = [...undone.filter((id) => !told.has(id)), ...deleted];
  return {
    rows: rows.toSorted((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime() || (a.id < b.id ? -1 : 1)),
    gone: gone.map((id): RowRef => ({ crm: 'hubspot', object: 'activity', id })),
    merged: [],
    next: cursorOf(after, found),
    caughtUp: found.every(({ places }) => places.caughtUp),
  };
}

/** By the ids of rows. */
export async function readActivityRows(deps: HistoryDeps, ids: readonly string[]): Promise<readonly ActivityRow[]> {
  const rows: ActivityRow[] = [];
  for (const object of ACTIVITY_OBJECTS) {
    const own = ids.filter((id) => id.startsWith(`${KINDS[object]}:`)).map((id) => id.slice(KINDS[object].length + 1));
    const records = await readActivities(deps, object, own);
    rows.push(...records.flatMap((record) => activityRow(object, record) ?? []));
  }
  return rows;
}

async function readActivities(
  deps: HistoryDeps,
  object: ActivityObject,
  ids: readonly string[],
): Promise<readonly ListedRecord[]> {
  if (ids.length === 0) return [];
  const records = await readBatch(deps.api, object, ids, { properties: PROPERTIES[object] });
  const ties = await tiesTo(deps, object, ids, 'contacts');
  return records.map((record) => ({ ...record, associations: { contacts: ties.get(record.id) ?? { results: [] } } }));
}

/** Null for what is yet to be done, did not come about, or was not the rep's doing. */
function activityRow(object: ActivityObject, record: ListedRecord): ActivityRow | null {
  const at = happenedAt(object, record);
  if (at === null) return null;
  return {
    kind: 'activity',
    crm: 'hubspot',
    id: idOf(object, record.id),
    createdAt: record.createdAt,
    modifiedAt: modifiedOf(object, record),
    activity: KINDS[object],
    at,
    ownerId: record.properties['hubspot_owner_id'] || null,
    people: tiesOf(record, 'contacts').map((id) => ({ crm: 'hubspot', object: 'lead', id })),
  };
}

/** A call that nobody answered is an attempt, and counts. */
const CALLED = new Set(['', 'COMPLETED', 'NO_ANSWER', 'BUSY']);
const SENT = new Set(['', 'SENT', 'BOUNCED']);

function happenedAt(object: ActivityObject, record: ListedRecord): Date | null {
  const text = (name: string): string => record.properties[name] ?? '';
  const at = instantOf(text('hs_timestamp'));
  switch (object) {
    case 'calls':
      return CALLED.has(text('hs_call_status')) ? at : null;
    case 'emails':
      return SENT.has(text('hs_email_status')) && text('hs_email_direction') !== 'INCOMING_EMAIL' ? at : null;
    case 'meetings': {
      const outcome = text('hs_meeting_outcome');
      // Nobody said what became of it: it counts where the record was touched after it had begun.
      if (outcome === '') return at !== null && at <= modifiedOf(object, record) ? at : null;
      return outcome === 'COMPLETED' ? at : null;
    }
    case 'tasks':
      return text('hs_task_status') === 'COMPLETED' ? (instantOf(text('hs_task_completion_date')) ?? at) : null;
  }
}

function idOf(object: ActivityObject, id: string): string {
  return `${KINDS[object]}:${id}`;
}

/** `calls@1764000000000/123 tasks@…`. */
function placesIn({ id }: ChangeCursor): ReadonlyMap<string, ChangeCursor> {
  const entries = [...id.matchAll(/(\w+)@(\d+)\/(\d*)/gu)].map(([, object = '', at = '', last = '']) => {
    return [object, { at: new Date(Number(at)), id: last }] as const;
  });
  return new Map(entries);
}

/** Its instant is one up to which all four have been seen. */
function cursorOf(
  after: ChangeCursor,
  found: readonly { readonly object: string; readonly places: Places }[],
): ChangeCursor {
  const nexts = found.map(({ places }) => places.next.at.getTime());
  const behind = found.filter(({ places }) => !places.caughtUp).map(({ places }) => places.next.at.getTime());
  const at = behind.length > 0 ? Math.min(...behind) : Math.max(after.at.getTime(), ...nexts);
  const id = found.map(({ object, places: { next } }) => `${object}@${next.at.getTime()}/${next.id}`).join(' ');
  return { at: new Date(at), id };
}
