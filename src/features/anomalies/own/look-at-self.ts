// A look of Signalbox at itself: reading, webhooks, claims, messages and writes, API calls. It decides nothing but what is
// unusual; incidents are opened, told and closed by whoever keeps those of all watches.
import { elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Delay } from '#ports/outlook.ts';
import type { SyncStore } from '#features/history/store.ts';
import type { DryRunStore, PauseStore } from '#features/operations/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Finding } from '../incident-groups.ts';
import type { Evaluation, SeriesState, Watch, WatchStore } from '../store.ts';
import { readClaimSla } from './claim-sla.ts';
import { learnedIntents, readErrorRate } from './error-rate.ts';
import { lookAtCrm } from './look-at-crm.ts';
import { AWAKE_MS, EARLY_MS, LOOK_EVERY_MS } from './look-times.ts';
import { MEMORY, newMemory, readMemory, writeMemory } from './memory.ts';
import type { SelfMemory } from './memory.ts';
import { ownWatches } from './own-watches.ts';
import type { Reading } from './reading.ts';
import type { Cases } from './shares.ts';
import { judge, troubleKey } from './troubles.ts';

interface SelfFigures {
  readonly webhooks: ReadonlyMap<CrmName, WebhookFigures>;
  /** Leads whose time to be claimed ended in the last 24 hours, and on the same day of the four weeks before. */
  readonly claims: { readonly now: Cases; readonly usual: Cases };
  /** Messages and CRM writes of the last hour: done, given up or refused. */
  readonly intents: Cases;
}

export interface WebhookFigures {
  /** Null: none lately. */
  readonly last: Date | null;
  /** Changes that polling found since then. */
  readonly polled: number;
}

export interface SelfDeps {
  readonly stores: {
    readonly watches: Pick<WatchStore, 'series'>;
    readonly sync: Pick<SyncStore, 'states' | 'fill'>;
    readonly pauses: Pick<PauseStore, 'current'>;
    readonly dryRuns: Pick<DryRunStore, 'current'>;
  };
  readonly crms: readonly CrmName[];
  /** @param claimMs within which a lead is due to be claimed, where its offer does not say so. */
  readonly figures: (claimMs: number) => Promise<SelfFigures>;
  readonly delay: (crm: CrmName) => Delay | null;
  /** What the CRM last said of its quota; null: nothing yet. */
  readonly usage: (crm: CrmName) => { readonly used: number; readonly limit: number } | null;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface SelfLook {
  readonly evaluations: readonly Evaluation[];
  /** What began, or became much worse. */
  readonly findings: readonly Finding[];
  readonly watches: readonly Watch[];
  /** To be kept together with the evaluations, by one process alone. */
  readonly series: readonly SeriesState[];
}

/** Null: it is not time yet, or nobody wants to know (`itself: false`, a pause, a dry run). Throws Fault. */
export async function lookAtSelf(deps: SelfDeps): Promise<SelfLook | null> {
  const { stores, clock, figures } = deps;
  const { playbook } = deps.playbook();
  const watches = ownWatches(playbook);
  const now = clock.now();
  const [kept] = await stores.watches.series([MEMORY.watch]);
  const before = readMemory(kept?.state ?? null);
  if (watches.length === 0 || (before !== null && isEarly(before.at, now))) return null;
  if ((await stores.pauses.current()) !== null || (await stores.dryRuns.current()) !== null) return null;
  const memory = { ...(before ?? newMemory(now)), at: now, awake: awakeSince(before, now) };
  const seen = await figures(playbook.kpis.first_touch);
  const crms = await Promise.all(deps.crms.map((crm) => lookAtCrm(deps, crm, memory, seen.webhooks.get(crm))));
  const own = [readClaimSla(seen.claims), readErrorRate(seen.intents, memory.intents)];
  const readings = [...crms.flatMap((look) => look.readings), ...own.filter((reading) => reading !== null)];
  const judged = readings.map((reading) => ({ reading, ...judgedIn(memory, reading, now, playbook.channels.ops) }));
  const isFailing = judged.some(({ reading, trouble }) => reading.metric === 'error_rate' && trouble !== null);
  const after: SelfMemory = {
    ...memory,
    webhooks: Object.fromEntries(crms.map(({ crm, webhooks }) => [crm, webhooks])),
    calls: Object.fromEntries(crms.map(({ crm, calls }) => [crm, calls])),
    intents: learnedIntents(memory.intents, seen.intents, isFailing, now),
    troubles: troublesAfter(memory, judged),
  };
  return {
    evaluations: judged.map(({ evaluation }) => evaluation),
    findings: judged.flatMap(({ finding }) => finding ?? []),
    watches,
    series: [{ ...MEMORY, state: writeMemory(after), shift: 0 }],
  };
}

/** A clock that was moved back waits for nobody. */
function isEarly(at: Date, now: Date): boolean {
  const passed = elapsed(at, now);
  return passed >= 0 && passed < LOOK_EVERY_MS - EARLY_MS;
}

/** What happened while nobody looked says nothing: not of the CRMs, and not of us. */
function awakeSince(before: SelfMemory | null, now: Date): Date {
  if (before === null) return now;
  const passed = elapsed(before.at, now);
  return passed < 0 || passed > AWAKE_MS ? now : before.awake;
}

function judgedIn(memory: SelfMemory, reading: Reading, now: Date, channel: string): ReturnType<typeof judge> {
  return judge(reading, memory.troubles[troubleKey(reading)] ?? null, now, channel);
}

/** Trouble of what could not be read just now goes on. */
function troublesAfter(
  { troubles }: SelfMemory,
  judged: readonly (ReturnType<typeof judge> & { readonly reading: Reading })[],
): SelfMemory['troubles'] {
  const after = new Map(Object.entries(troubles));
  for (const { reading, trouble } of judged) {
    if (trouble === null) after.delete(troubleKey(reading));
    else after.set(troubleKey(reading), trouble);
  }
  return Object.fromEntries(after);
}
