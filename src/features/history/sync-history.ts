// One round of reading a CRM's past: what was never read is filled kind by kind, what was is followed. One process at a
// time reads a CRM; where a round ends, however it ends, the next one goes on.
import { isTransient, messageOf } from '#kernel/errors.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName, CrmRecord } from '#ports/crm.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import type { CrmHistory, HistoryKind } from '#ports/crm-history.ts';
import type { Log } from '#ports/log.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import { fillKind } from './fill.ts';
import { followKind } from './follow.ts';
import type { Progress } from './progress.ts';
import { isWorthTelling } from './progress-view.ts';
import type { FillState, HistoryRef, HistoryRules, HistoryStore, SyncState, SyncStore } from './store.ts';

/** A CRM, as far as its past goes. */
export interface HistorySource {
  readonly name: CrmName;
  readonly history: CrmHistory;
}

export interface SyncTx {
  readonly sync: SyncStore;
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
}

export interface SyncDeps {
  readonly stores: { readonly history: HistoryStore; readonly sync: SyncStore };
  readonly transact: Transact<SyncTx>;
  readonly rules: () => HistoryRules;
  /** What intake does with the same records. Repeatable. */
  readonly takeRecords: (records: readonly CrmRecord[]) => Promise<unknown>;
  /** Records that a list of changes says are gone. Repeatable. */
  readonly noticeGone: (refs: readonly HistoryRef[]) => Promise<void>;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds, never going back. */
  readonly monotonic: () => number;
  /** The app is ending: what is under way is left between two pages. */
  readonly enough: () => boolean;
}

/** `filled`: everything is here, for the first time. */
export type RoundOutcome = 'done' | 'filled' | 'paused' | 'elsewhere' | 'left';

/** Kinds that were read once are followed this often while others are still filled. */
const FOLLOW_EVERY_MS = 60_000;

/**
 * @param only kinds to follow, where a webhook told of them; nothing is filled then.
 * Throws the CRM's Fault, for a kind after the others where that kind alone is refused. What is wrong is kept in the state.
 */
export async function syncHistory(
  deps: SyncDeps,
  source: HistorySource,
  only?: ReadonlySet<HistoryKind>,
): Promise<RoundOutcome> {
  const outcome = await deps.stores.sync.hold(source.name, () => round(deps, source, only));
  return outcome === false ? 'elsewhere' : outcome;
}

async function round(
  deps: SyncDeps,
  source: HistorySource,
  only: ReadonlySet<HistoryKind> | undefined,
): Promise<Exclude<RoundOutcome, 'elsewhere'>> {
  const { sync } = deps.stores;
  const known = await sync.fill(source.name);
  if (known !== null && known.pausedAt !== null) return 'paused';
  if (only !== undefined) return followed(deps, source, (kind) => only.has(kind));
  const offered = await source.history.kinds();
  const kinds = HISTORY_KINDS.filter((kind) => offered.includes(kind));
  const fill = await begun(deps, source, kinds, known);
  await followed(deps, source, () => true);
  // What campaigns have spent by now grows by the day, whatever comes.
  await deps.stores.history.put([], deps.rules(), deps.clock.now());
  const states = await sync.states(source.name);
  // A process that was taken for dead and goes on may have put a kind back to where it was, once all were filled.
  const isOpen = states.some(({ kind, phase }) => phase === 'fill' && kinds.includes(kind));
  if (fill.finishedAt !== null && !isOpen) return 'done';
  deps.progress.about(source.name, isWorthTelling(fill, states));
  await deps.progress.tell(source.name);
  return filled(deps, source, kinds);
}

/** Begins a fill where there are kinds that nobody ever began: at first, and when the CRM offers more than before. */
async function begun(
  deps: SyncDeps,
  { name, history }: HistorySource,
  kinds: readonly HistoryKind[],
  known: FillState | null,
): Promise<FillState> {
  const there = new Set((await deps.stores.sync.states(name)).map(({ kind }) => kind));
  const missing = kinds.filter((kind) => !there.has(kind));
  if (known !== null && missing.length === 0) return known;
  const startedAt = deps.clock.now();
  const counted = missing.map(async (kind) => [kind, (await history.totals(kind)).count] as const);
  const totals = new Map(await Promise.all(counted));
  const nobody = { pausedAt: null, pausedBy: null, channel: null, ts: null, hash: null };
  const fill: FillState = { ...nobody, crm: name, startedAt, finishedAt: null };
  await deps.transact(async (tx) => {
    await tx.sync.saveFill(fill);
    for (const kind of missing) await tx.sync.save(newState(name, kind, totals.get(kind) ?? null, startedAt));
    await tx.audit.append({
      at: startedAt,
      action: 'history.begun',
      actor: { kind: 'system', part: 'history' },
      subject: `crm:${name}`,
      after: { kinds: missing },
      correlationId: newCorrelationId(),
    });
  });
  deps.log.info('the past of a CRM is being read', { crm: name, kinds: missing });
  return fill;
}

function newState(crm: CrmName, kind: HistoryKind, total: number | null, startedAt: Date): SyncState {
  const empty = { cursor: null, follow: null, done: 0, filledAt: null, freshAt: null, trouble: null };
  return { crm, kind, phase: 'fill', total, startedAt, ...empty };
}

async function filled(
  deps: SyncDeps,
  source: HistorySource,
  kinds: readonly HistoryKind[],
): Promise<Exclude<RoundOutcome, 'elsewhere'>> {
  let followedAt = deps.monotonic();
  const meanwhile = async (): Promise<void> => {
    if (deps.monotonic() - followedAt < FOLLOW_EVERY_MS) return;
    followedAt = deps.monotonic();
    await followed(deps, source, () => true);
  };
  const refusals: unknown[] = [];
  for (const kind of kinds) {
    const state = await stateOf(deps, source, kind);
    if (state?.phase !== 'fill') continue;
    try {
      const end = await fillKind(deps, source, state, meanwhile);
      if (end !== 'filled') return end;
    } catch (error) {
      await troubled(deps, source, kind, error);
      if (isTransient(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
  await finished(deps, source);
  return 'filled';
}

/** Every kind that was filled, to be followed. A kind that the CRM refuses does not keep the others from it. */
async function followed(
  deps: SyncDeps,
  source: HistorySource,
  wanted: (kind: HistoryKind) => boolean,
): Promise<'done' | 'left'> {
  const refusals: unknown[] = [];
  for (const kind of HISTORY_KINDS.filter(wanted)) {
    if (deps.enough()) return 'left';
    const state = await stateOf(deps, source, kind);
    if (state?.phase !== 'follow') continue;
    try {
      await followKind(deps, source, state);
    } catch (error) {
      await troubled(deps, source, kind, error);
      if (isTransient(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
  return 'done';
}

async function stateOf({ stores }: SyncDeps, { name }: HistorySource, kind: HistoryKind): Promise<SyncState | null> {
  const states = await stores.sync.states(name);
  return states.find((state) => state.kind === kind) ?? null;
}

/** Kept where people look, and said once. */
async function troubled(deps: SyncDeps, source: HistorySource, kind: HistoryKind, error: unknown): Promise<void> {
  const state = await stateOf(deps, source, kind);
  const trouble = messageOf(error);
  if (state === null || state.trouble === trouble) return;
  await deps.stores.sync.save({ ...state, trouble });
  deps.log.warn('the past of a CRM cannot be read', { crm: source.name, kind, trouble });
  if (state.phase === 'fill') await deps.progress.tell(source.name, true);
}

async function finished(deps: SyncDeps, { name }: HistorySource): Promise<void> {
  const finishedAt = deps.clock.now();
  const states = await deps.stores.sync.states(name);
  const fill = await deps.stores.sync.fill(name);
  const since = fill?.startedAt ?? finishedAt;
  const own = states.filter(({ startedAt }) => startedAt >= since);
  const records = own.reduce((sum, { done }) => sum + done, 0);
  const ms = finishedAt.getTime() - since.getTime();
  await deps.transact(async (tx) => {
    await tx.sync.changeFill(name, { finishedAt });
    await tx.audit.append({
      at: finishedAt,
      action: 'history.filled',
      actor: { kind: 'system', part: 'history' },
      subject: `crm:${name}`,
      after: { records, ms },
      correlationId: newCorrelationId(),
    });
  });
  deps.log.info('the past of a CRM is read', { crm: name, records, ms });
  await deps.progress.tell(name, true);
}
