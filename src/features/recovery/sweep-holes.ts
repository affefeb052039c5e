// Looks for what should not be there and mends it: cards that nobody will post, owner changes that nobody will write,
// rules that were never asked. What a mend did not help is told to ops. Runs beside itself on other replicas.
import { newCorrelationId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import { after, DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import { opsIntent } from '#features/messages/intents.ts';
import type { Gates } from '#features/approvals/gate.ts';
import type { IntakeTx } from '#features/intake/absorbing.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { mendCard, mendClaim, mendHold, mendLists, mendRules, tellEndedOffer } from './mend-holes.ts';
import type { RulesTx } from '#features/rules/fired.ts';
import type { HoleQuery, HoleStore } from './store.ts';

export type RecoveryTx = IntakeTx & { readonly holes: HoleStore };

export interface SweepDeps {
  readonly transact: Transact<RecoveryTx>;
  /** For the searches, outside of a transaction. */
  readonly holes: HoleStore;
  readonly playbook: PlaybookInForce;
  readonly gates: Gates<RulesTx>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is mended, as the log, ops and the audit log call it. */
export type Hole = 'card' | 'list' | 'claim' | 'rules' | 'offer' | 'hold';

/** `stuck`: it was mended once already, and is there again: a person must look. */
export type Mend = 'mended' | 'gone' | 'stuck';

/** Work under way is no hole. */
const GRACE_MS = 5 * MINUTE_MS;
/** How far back holes are looked for that no index of their own holds. */
const BACK_MS = 3 * DAY_MS;
/** Of each kind in one round; the next round finds the others. */
const MOST = 100;

/** Repeatable and cut off anywhere: each mend is one transaction that looks again behind a lock. Returns what was mended. */
export async function sweepHoles(deps: SweepDeps): Promise<Readonly<Record<Hole, number>>> {
  const { holes, clock } = deps;
  const now = clock.now();
  const query: HoleQuery = { before: after(now, -GRACE_MS), limit: MOST };
  const recent = { ...query, since: after(now, -BACK_MS) };
  const ended = await holes.endImpossibleLeases();
  if (ended > 0) deps.log.warn('leases that could not have been given were taken back', { rows: ended });
  return {
    rules: await mendEach(deps, 'rules', await holes.withoutRules(recent), mendRules),
    hold: await mendEach(deps, 'hold', await holes.strandedHolds(recent), mendHold),
    card: await mendEach(deps, 'card', await holes.withoutCard(query), mendCard),
    list: await mendEach(deps, 'list', await holes.stalledChannels(query), mendLists),
    claim: await mendEach(deps, 'claim', await holes.withStuckClaim(query), mendClaim),
    offer: await mendEach(deps, 'offer', await holes.endedOffers({ ...recent, before: now }), tellEndedOffer),
  };
}

/** What a mend works with, inside its transaction. */
export interface Mending {
  readonly deps: SweepDeps;
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

async function mendEach<Found>(
  deps: SweepDeps,
  hole: Hole,
  found: readonly Found[],
  mend: (tx: RecoveryTx, found: Found, mending: Mending) => Promise<Mend>,
): Promise<number> {
  let mended = 0;
  let stuck = 0;
  for (const one of found) {
    const mending = { deps, at: deps.clock.now(), correlationId: newCorrelationId() };
    const outcome = await deps.transact((tx) => mend(tx, one, mending));
    if (outcome === 'mended') mended += 1;
    if (outcome === 'stuck') stuck += 1;
  }
  if (mended > 0 && hole !== 'offer') deps.log.warn('holes were mended', { hole, mended });
  if (stuck > 0) await tellStuck(deps, hole, stuck);
  return mended;
}

const STUCK: Readonly<Record<Hole, string>> = {
  card: 'announced leads have no card, although one was asked for again',
  list: 'channels have lists or lines that nobody sends',
  claim: 'claims wait for a CRM write that does not end, although it was asked for again',
  rules: 'leads were never shown to the rules, although that was tried again',
  offer: 'ended offers could not be told of',
  hold: 'decided imports still hold leads, although their release was asked for again',
};

/** Once a kind of hole and day. */
async function tellStuck({ transact, clock, log }: SweepDeps, hole: Hole, count: number): Promise<void> {
  const at = clock.now();
  log.error('holes could not be mended', { hole, count });
  const text = `${count} ${STUCK[hole]}. /signalbox doctor and the log say more.`;
  const key = `sweep:stuck:${hole}:${at.toISOString().slice(0, 10)}`;
  await transact((tx) =>
    tx.outbox.put(opsIntent(key, { text, hold: null }, { at, correlationId: newCorrelationId() })),
  );
}
