// The first reading of one kind of record, page by page. Pages are kept, then the place behind them: what a crash cuts
// off is read again, and counted when it is kept for good.
import { failpoint } from '#kernel/failpoints.ts';
import { after, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import type { HistoryPage } from '#ports/crm-history.ts';
import { readAhead } from './read-ahead.ts';
import type { HistorySource, SyncDeps } from './sync-history.ts';
import type { SyncState } from './store.ts';

/** Search indexes lag, so following looks back this far from what the CRM last told. */
export const OVERLAP_MS = 5 * MINUTE_MS;
/**
 * As much as the CRM's clock and ours may ever differ: where ours says from when on the CRM is asked, it looks back this
 * far. A place too late would leave out whatever changes until the CRM's clock has come to it.
 */
export const CLOCKS_APART_MS = HOUR_MS;

/** @param meanwhile what is due between two pages. */
export async function fillKind(
  deps: SyncDeps,
  source: HistorySource,
  state: SyncState,
  meanwhile: () => Promise<void>,
): Promise<'filled' | 'paused' | 'left'> {
  const { name, history } = source;
  const ahead = readAhead((cursor) => history.list(state.kind, cursor), state.cursor);
  try {
    for (let at = state; ;) {
      const pages = await ahead.take();
      await failpoint('history.read', name);
      at = await kept(deps, source, at, pages);
      if (at.phase === 'follow') return 'filled';
      await meanwhile();
      const end = await ending(deps, source);
      if (end !== null) return end;
    }
  } finally {
    // A call that nobody waits for would outlive the round.
    await ahead.end();
  }
}

async function kept(
  deps: SyncDeps,
  { name }: HistorySource,
  state: SyncState,
  pages: readonly HistoryPage[],
): Promise<SyncState> {
  const { stores, rules, takeRecords, progress, clock } = deps;
  const rows = pages.flatMap((page) => page.rows);
  // Side by side, because they have nothing in common; neither is still under way when the other's failure is thrown.
  const keeping = await Promise.allSettled([
    stores.history.put(rows, rules(), clock.now()),
    takeRecords(pages.flatMap((page) => page.records)),
  ]);
  for (const outcome of keeping) if (outcome.status === 'rejected') throw outcome.reason;
  await failpoint('history.kept', name);
  const cursor = pages.at(-1)?.next ?? null;
  const done = state.done + rows.filter(({ kind }) => kind === state.kind).length;
  const went = { ...state, cursor, done, trouble: null };
  const at: SyncState = cursor === null ? followable(went, clock.now()) : went;
  await stores.sync.save(at);
  progress.note(name, state.kind, done);
  await progress.tell(name);
  return at;
}

/** What changed while it was filled is followed from before its beginning. */
function followable(state: SyncState, now: Date): SyncState {
  const follow = { at: after(state.startedAt, -CLOCKS_APART_MS), id: '' };
  return { ...state, phase: 'follow', follow, filledAt: now, freshAt: state.startedAt };
}

async function ending(
  { stores, enough, progress }: SyncDeps,
  { name }: HistorySource,
): Promise<'paused' | 'left' | null> {
  if (enough()) return 'left';
  const fill = await stores.sync.fill(name);
  if (fill?.pausedAt == null) return null;
  await progress.tell(name, true);
  return 'paused';
}
