// What detectors remember of the series behind an incident, changed in a turn that no look at them shares: whoever looks
// reads how far a watch was looked at before anything else, and gives up when that has moved on.
import { Fault } from '#kernel/errors.ts';
import type { JsonObject } from '#ports/json.ts';
import type { WatchTx } from '../desk.ts';
import type { Incident, Watch, WatchProgress } from '../store.ts';
import { planSeries } from '../series/plan-series.ts';
import type { SeriesDeps, SeriesPlan } from '../series/plan-series.ts';

/** A series of the incident that learns what is normal. */
export interface Learned {
  readonly watch: Watch;
  /** Value of the watch's dimension; '' for the whole. */
  readonly series: string;
  readonly plan: SeriesPlan;
}

/**
 * What changed for the whole changed for its parts, and what changed for a part for the whole. Those that are told at a limit,
 * or whose watch is gone, learn nothing. Throws what the stores throw.
 */
export async function learnedSeries(
  deps: SeriesDeps & { readonly stores: Pick<WatchTx, 'watches'> },
  { signals }: Pick<Incident, 'signals'>,
  watches: readonly Watch[],
): Promise<readonly Learned[]> {
  const found: Learned[] = [];
  for (const watch of watches) {
    if (watch.threshold !== null) continue;
    const plan = await planSeries(deps, watch);
    if (plan.kind === 'refused' || plan.series === 'threshold_only') continue;
    const hit = signals.filter((signal) => signal.watch === watch.key).map(({ series }) => series);
    const known = hit.includes('') ? await deps.stores.watches.series([watch.key]) : [];
    const names = new Set(['', ...hit, ...known.map(({ series }) => series)]);
    found.push(...[...names].map((series) => ({ watch, series, plan })));
  }
  return found;
}

/** How far the watches of these series were looked at; before anything else is read. */
export async function reachedBy(
  { watches }: Pick<WatchTx, 'watches'>,
  learned: readonly Learned[],
): Promise<ReadonlyMap<string, WatchProgress>> {
  return watches.progress([...new Set(learned.map(({ watch }) => watch.key))]);
}

/**
 * For the beginning of a transaction, before anything else is locked: looks that began before are dropped and made anew.
 * Throws Fault `unavailable` when one was made since `reached` was read.
 */
export async function interruptLooks(
  tx: Pick<WatchTx, 'watches'>,
  reached: ReadonlyMap<string, WatchProgress>,
): Promise<void> {
  for (const [, progress] of [...reached].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (await tx.watches.advance(progress)) continue;
    throw new Fault('unavailable', 'This number is being looked at right now. Try again in a moment.');
  }
}

/** Runs inside the caller's transaction. @param change undefined: this series stays as it is. */
export async function changeLearned<One extends Learned>(
  tx: Pick<WatchTx, 'watches'>,
  learned: readonly One[],
  change: (one: One, state: JsonObject | null) => JsonObject | null | undefined,
): Promise<void> {
  const states = await tx.watches.series([...new Set(learned.map(({ watch }) => watch.key))]);
  const changed = learned.flatMap((one) => {
    const { watch, series } = one;
    const kept = states.find((state) => state.watch === watch.key && state.series === series);
    const state = change(one, kept?.state ?? null);
    return state === undefined ? [] : [{ watch: watch.key, series, state, shift: kept?.shift ?? 0 }];
  });
  if (changed.length > 0) await tx.watches.keepSeries(changed);
}
