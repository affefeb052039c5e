// How far each watch's bar is moved right now, by the verdicts on the incidents that it raised. Nothing of it is kept: it is
// worked out anew each time, so it fades by itself and nothing can be counted twice.
import { after } from '#kernel/time.ts';
import type { WatchTx } from '../desk.ts';
import type { RaisedIncident, Watch } from '../store.ts';
import { calibrate, FORGOTTEN_AFTER_MS } from './calibrate.ts';
import type { Lesson } from './calibrate.ts';

/** More than anybody reads; the newest count most. */
const MOST = 5_000;

/** By the key of each watch: what is added to the score from which it alarms. */
export async function taughtShifts(
  { incidents, watches: store }: Pick<WatchTx, 'incidents' | 'watches'>,
  watches: readonly Pick<Watch, 'key' | 'sensitivity' | 'threshold'>[],
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const keys = watches.map(({ key }) => key);
  if (keys.length === 0) return new Map();
  const openedSince = after(now, -FORGOTTEN_AFTER_MS);
  const [raised, startedOver] = await Promise.all([
    incidents.raised({ watches: keys, openedSince, limit: MOST }),
    store.startedOver(keys),
  ]);
  return new Map(
    watches.map((watch): [string, number] => {
      const lessons = lessonsFor(watch.key, raised, startedOver.get(watch.key) ?? null);
      // A number is beyond a limit or it is not.
      return [watch.key, watch.threshold === null ? calibrate(lessons, watch.sensitivity, now) : 0];
    }),
  );
}

/** What was said of the alarms of one watch since it last started over. */
export function lessonsFor(
  watch: string,
  incidents: readonly Omit<RaisedIncident, 'id' | 'acknowledgedAt'>[],
  since: Date | null,
): readonly Lesson[] {
  return incidents.flatMap(({ kind, verdict, openedAt, watches }) => {
    // What is wrong with the data says nothing of how eager a watch should be.
    if (kind !== 'business' || verdict === null || (since !== null && openedAt < since)) return [];
    return watches.includes(watch) ? [{ verdict, raisedAt: openedAt }] : [];
  });
}
