// The first reading of one kind of record, page by page. A page is kept, then the place behind it: what a crash cuts off
// is read again, and counted when it is kept for good.
import { failpoint } from '#kernel/failpoints.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { HistoryPage } from '#ports/crm-history.ts';
import type { HistorySource, SyncDeps } from './sync-history.ts';
import type { SyncState } from './store.ts';

/** Search indexes lag and clocks differ, so following looks back this far. */
export const OVERLAP_MS = 5 * MINUTE_MS;

/**
 * The next page is asked for while the one before is kept; no more than these two are held.
 * @param meanwhile what is due between two pages.
 */
export async function fillKind(
  deps: SyncDeps,
  source: HistorySource,
  state: SyncState,
  meanwhile: () => Promise<void>,
): Promise<'filled' | 'paused' | 'left'> {
  const { name, history } = source;
  let at = state;
  let coming = history.list(at.kind, at.cursor);
  for (;;) {
    const page = await coming;
    await failpoint('history.read', name);
    const next = page.next === null ? null : history.list(at.kind, page.next);
    // Whoever waits for it is told; until then its failure is nobody's.
    next?.catch(() => undefined);
    try {
      at = await kept(deps, source, at, page);
      if (next === null) return 'filled';
      await meanwhile();
      const end = await ending(deps, source);
      if (end !== null) return end;
    } finally {
      // A call that nobody waits for would outlive the round.
      await next?.catch(() => undefined);
    }
    coming = next;
  }
}

async function kept(deps: SyncDeps, { name }: HistorySource, state: SyncState, page: HistoryPage): Promise<SyncState> {
  const { stores, rules, takeRecords, progress, clock } = deps;
  await stores.history.put(page.rows, rules(), clock.now());
  await failpoint('history.put', name);
  await takeRecords(page.records);
  await failpoint('history.kept', name);
  const done = state.done + page.rows.filter(({ kind }) => kind === state.kind).length;
  const went = { ...state, cursor: page.next, done, trouble: null };
  const at: SyncState = page.next === null ? followable(went, clock.now()) : went;
  await stores.sync.save(at);
  progress.note(name, state.kind, done);
  await progress.tell(name);
  return at;
}

/** What changed while it was filled is followed from before its beginning. */
function followable(state: SyncState, now: Date): SyncState {
  const follow = { at: after(state.startedAt, -OVERLAP_MS), id: '' };
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
