// Finds what webhooks missed: pages through the CRM's changes and puts hints for what the mirror lacks into the inbox.
import { isTransient } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoints.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import { after, elapsed, MINUTE_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Change, ChangeCursor, Crm, CrmObject } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import { changeHint } from './change-hint.ts';
import type { CursorStore, Inbox, MirroredVersion, MirrorStore } from './store.ts';

export interface ReconcileDeps {
  readonly inbox: Inbox;
  readonly mirror: MirrorStore;
  readonly cursors: CursorStore;
  /** Where an object begins that was never listed; null: not yet, since its first reading is under way. */
  readonly begin: (crm: Crm, object: CrmObject) => Promise<ChangeCursor | null>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Search indexes lag and clocks differ, so each round looks back this far. */
const OVERLAP_MS = 5 * MINUTE_MS;
/** A tick comes a little early or late; a round is not put off by a whole minute for that. */
const SLACK_MS = 5_000;
/** A second, and what the CRM's clock and ours may differ by. */
const DOUBT_MS = 10_000;

/** Whether the last whole round is longer ago than the playbook's `poll_every`, in milliseconds. */
export async function isPollDue({ cursors, clock }: ReconcileDeps, crm: Crm, everyMs: number): Promise<boolean> {
  const states = await Promise.all(crm.tracked.map((object) => cursors.read(crm.name, object)));
  return states.some(
    (state) => state === null || !state.caughtUp || elapsed(state.polledAt, clock.now()) >= everyMs - SLACK_MS,
  );
}

/**
 * One round over all tracked objects. The cursor is stored after each page, so a round that is cut off goes on where
 * it was. Throws the CRM's Fault; the next round tries again. An object that the CRM does not let us list is the last to
 * be complained about: the others are listed all the same.
 */
export async function reconcile(deps: ReconcileDeps, crm: Crm): Promise<void> {
  const refusals: unknown[] = [];
  for (const object of crm.tracked) {
    try {
      await reconcileObject(deps, crm, object);
    } catch (error) {
      if (isTransient(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

async function reconcileObject(deps: ReconcileDeps, crm: Crm, object: CrmObject): Promise<void> {
  const state = await deps.cursors.read(crm.name, object);
  const correlationId = newCorrelationId();
  let cursor = state === null ? await deps.begin(crm, object) : startOf(state);
  while (cursor !== null) {
    const page = await crm.changes(object, cursor);
    const found = await enqueueUnknown(deps, page.changes, correlationId);
    await failpoint('poll.received', crm.name);
    const polledAt = deps.clock.now();
    await deps.cursors.write(crm.name, object, { cursor: page.next, caughtUp: page.caughtUp, polledAt });
    if (found > 0) deps.log.info('changes found by polling', { crm: crm.name, object, found });
    if (page.caughtUp) return;
    cursor = page.next;
  }
}

function startOf(state: NonNullable<Awaited<ReturnType<CursorStore['read']>>>): ChangeCursor {
  if (!state.caughtUp) return state.cursor;
  return { at: after(state.cursor.at, -OVERLAP_MS), id: '' };
}

async function enqueueUnknown(
  deps: ReconcileDeps,
  changes: readonly Change[],
  correlationId: CorrelationId,
): Promise<number> {
  const versions = await deps.mirror.versions(changes.map((change) => change.ref));
  const events = changes.flatMap((change) => {
    const mirrored = versions.get(refKey(change.ref));
    if (mirrored === undefined || mirrored.modifiedAt < change.modifiedAt) return [changeHint(change, correlationId)];
    return isDoubtful(mirrored, change) ? [changeHint(change, correlationId, ':again')] : [];
  });
  return deps.inbox.receive(events, deps.clock.now());
}

/**
 * Where stamps count whole seconds, a reading from about that second may lack what changed later in it, and the stamp
 * does not tell. Such a record is read once more.
 */
function isDoubtful({ modifiedAt, mirroredAt }: MirroredVersion, change: Change): boolean {
  if (change.deleted || change.modifiedAt.getTime() % 1000 !== 0) return false;
  return mirroredAt < after(modifiedAt, DOUBT_MS);
}
