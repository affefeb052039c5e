// Reads the past of each connected CRM: each minute, as soon as one is connected, and soon after its webhooks.
import { settledWithin } from '#adapters/queue/drain.ts';
import { historyRules } from '#features/history/rules.ts';
import { createProgress } from '#features/history/progress.ts';
import { firstPlace, KIND_OF } from '#features/history/first-place.ts';
import { syncHistory } from '#features/history/sync-history.ts';
import type { SyncDeps } from '#features/history/sync-history.ts';
import { absorbBaseline } from '#features/intake/absorb-baseline.ts';
import type { CrmLink } from '#features/intake/crm-link.ts';
import { noticeGone } from '#features/intake/notice-gone.ts';
import type { PastKeeper } from '#features/intake/read-events.ts';
import type { ReconcileDeps } from '#features/intake/reconcile.ts';
import { isTransient, messageOf } from '#kernel/errors.ts';
import type { Crm, CrmEvent, CrmName } from '#ports/crm.ts';
import type { HistoryKind } from '#ports/crm-history.ts';
import type { Outlook } from '#ports/outlook.ts';
import { createCrmWatch } from './crm-watch.ts';
import type { OpenDatabase } from './database.ts';
import type { Desk } from './desk.ts';

export interface HistoryParts {
  readonly database: Pick<OpenDatabase, 'inbox' | 'stores'>;
  readonly desk: Pick<Desk, 'transact' | 'playbook' | 'clock' | 'log'>;
  /** Once everything in a CRM is read: what came in meanwhile is polled now and not a minute later. */
  readonly onFilled: (crm: CrmName) => Promise<void>;
  readonly outlook: Pick<Outlook, 'crm'>;
}

export interface HistoryReader {
  /** A round now; left out while the CRM is away, its calls are used up, or a round is under way. */
  run(link: Pick<CrmLink, 'crm' | 'isConnected'>): Promise<void>;
  /** Webhooks told of something: looked at soon, many together. */
  soon(link: Pick<CrmLink, 'crm' | 'isConnected'>, events: readonly Pick<CrmEvent, 'object'>[]): void;
  /** For who hears of deletions and merges. */
  readonly past: PastKeeper;
  readonly begin: ReconcileDeps['begin'];
  /** Leaves what is under way between two pages, and waits for that. False when it still was after `deadlineMs`. */
  stop(deadlineMs: number): Promise<boolean>;
}

/** Webhooks come many at once. */
const GATHER_MS = 2_000;
/** Where another process reads a CRM, its death is found out by trying. */
const TAKE_OVER_MS = 2_000;
/** Lists are no place to be looked at all the time. */
const LULL_MS = 10_000;

export function createHistoryReader({ database, desk, onFilled, outlook }: HistoryParts): HistoryReader {
  const { stores, inbox } = database;
  const { transact, playbook, clock, log } = desk;
  const monotonic = (): number => performance.now();
  const rules: SyncDeps['rules'] = () => historyRules(playbook().playbook);
  const running = new Map<CrmName, Promise<void>>();
  const told = new Map<CrmName, Set<HistoryKind>>();
  const timers = new Map<CrmName, NodeJS.Timeout>();
  const heirs = new Map<CrmName, NodeJS.Timeout>();
  const lookedAt = new Map<CrmName, number>();
  let ending = false;
  let recomputing: Promise<unknown> | null = null;

  const deps: SyncDeps = {
    stores,
    transact,
    rules,
    takeRecords: (records) => absorbBaseline({ transact, inbox, playbook, clock, log }, records),
    noticeGone: (refs) => noticeGone({ inbox, mirror: stores.mirror, clock }, refs),
    progress: createProgress({ transact, monotonic }),
    clock,
    log,
    monotonic,
    enough: () => ending,
  };
  const watch = createCrmWatch({ name: 'history', look: (crm) => round(crm), outlook, log });

  return {
    run: (link) => alone(link.crm.name, () => watch.run(link)),
    soon(link, events) {
      const { name } = link.crm;
      const kinds = events.flatMap(({ object }) => (object === null ? [] : [KIND_OF[object]]));
      if (kinds.length === 0 || ending) return;
      const waiting = told.get(name);
      told.set(name, new Set([...(waiting ?? []), ...kinds]));
      const lull = (lookedAt.get(name) ?? Number.NEGATIVE_INFINITY) + LULL_MS - monotonic();
      if (!timers.has(name)) wait(link, Math.max(GATHER_MS, lull));
    },
    past: {
      gone: (ref) => stores.history.markGone([ref], rules()),
      merged: (from, into) => stores.history.merge(from, into, rules()),
    },
    begin: ({ name }, object) => firstPlace({ ...stores, clock }, name, object),
    async stop(deadlineMs) {
      ending = true;
      for (const timer of [...timers.values(), ...heirs.values()]) clearTimeout(timer);
      return settledWithin([...running.values()], deadlineMs);
    },
  };

  /** One round a CRM in this process; the database sees to the other processes. */
  async function alone(name: CrmName, work: () => Promise<void>): Promise<void> {
    if (ending || running.has(name)) return;
    const round = work();
    running.set(
      name,
      round.catch(() => undefined),
    );
    await round.finally(() => running.delete(name));
  }

  async function round(crm: Crm): Promise<void> {
    const { name } = crm;
    await (recomputing ??= recompute());
    const outcome = await syncHistory(deps, crm);
    if (outcome === 'filled') await onFilled(name);
    // Whoever reads it may be dead, and a minute is long for what people watch.
    if (outcome === 'elsewhere') takeOver(crm);
  }

  function takeOver(crm: Crm): void {
    if (ending || heirs.has(crm.name)) return;
    const timer = setTimeout(() => {
      heirs.delete(crm.name);
      // What fails is tried by the next minute's round, which says so.
      void alone(crm.name, () => watch.run({ crm, isConnected: () => true })).catch(() => undefined);
    }, TAKE_OVER_MS);
    heirs.set(crm.name, timer.unref());
  }

  /** Another playbook may say otherwise what stages, sources and money mean. */
  async function recompute(): Promise<void> {
    try {
      if (await stores.history.recomputeIfChanged(rules())) log.info('KPIs are worked out anew: the playbook changed');
    } catch (error) {
      recomputing = null;
      throw error;
    }
  }

  function wait(link: Parameters<HistoryReader['soon']>[0], ms: number): void {
    const { name } = link.crm;
    const timer = setTimeout(() => void look(link), ms);
    timers.set(name, timer.unref());
  }

  /** What fails here is looked at by the next minute's round, which says so. */
  async function look(link: Parameters<HistoryReader['soon']>[0]): Promise<void> {
    const { name } = link.crm;
    const kinds = told.get(name);
    timers.delete(name);
    told.delete(name);
    lookedAt.set(name, monotonic());
    if (!kinds || !link.isConnected() || outlook.crm(name, 'scan') !== null) return;
    try {
      await alone(name, async () => void (await syncHistory(deps, link.crm, kinds)));
    } catch (error) {
      const because = messageOf(error);
      if (isTransient(error)) log.debug('the past of a CRM was not looked at', { crm: name, because });
      else log.warn('the past of a CRM could not be looked at', { crm: name, because });
    }
  }
}
