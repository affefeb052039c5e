// The tick of the watch: each day that is over and settled is looked at once for each watch, whoever looks, and what is found
// becomes an incident in the same transaction.
import { newCorrelationId } from '#kernel/ids.ts';
import { opsIntent, whisperIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { dayAfter } from '../judging/calendar-day.ts';
import { ownWatches } from '../own/own-watches.ts';
import type { Watch, WatchProgress } from '../store.ts';
import { closeUnwatched } from './close-unwatched.ts';
import { endOfDay, newestSettled } from './due-days.ts';
import { findingsOf } from './findings-of.ts';
import { keepFindings } from './keep-incidents.ts';
import { lookAtWatch, STALE_DAYS } from './look-at-watch.ts';
import type { WatchLook } from './look-at-watch.ts';
import { beginRound, hoursOf } from './round.ts';
import type { Round } from './round.ts';
import { createPatience } from './systems.ts';
import type { Patience } from './systems.ts';
import { watchesOf } from './watches-of.ts';

type LookedAt = Extract<WatchLook, { kind: 'looked' }>;
type Known = ReadonlyMap<string, WatchProgress>;

/** To learn from two years takes its time: who is looked at for the first time waits for a turn. */
const FIRST_AT_ONCE = 10;
const STATES_AT_ONCE = 100;

/** `waiting`: days are due whose data is not there yet. */
export type Evaluated = 'done' | 'waiting';

/**
 * For a tick each minute. Throws what the last watch that failed threw, after all others were looked after.
 * @param patience of this process, with what it has seen in earlier rounds.
 */
export async function evaluateWatches(desk: WatchDesk, patience: Patience = createPatience()): Promise<Evaluated> {
  const { stores, clock } = desk;
  const { playbook } = desk.playbook();
  const watches = watchesOf(playbook, await stores.watches.asked());
  const progress = await stores.watches.progress(watches.map(({ key }) => key));
  const living = new Set(watches.map(({ key }) => key));
  const own = new Set(ownWatches(playbook).map(({ key }) => key));
  await closeUnwatched(desk, (key) => living.has(key) || own.has(key));
  const latest = newestSettled(clock.now(), hoursOf(playbook));
  const due = watches.filter(({ key }) => (progress.get(key)?.through ?? '') < latest);
  if (due.length === 0) return 'done';
  const round = await beginRound(desk, watches, patience);
  const failures: unknown[] = [];
  const fresh = due.filter(({ key }) => !progress.has(key));
  const known = due.filter(({ key }) => progress.has(key));
  await lookAtKnown(round, { watches, due: known, progress }, failures);
  await beginFresh(round, watches, fresh, failures);
  if (failures.length > 0) throw failures.at(-1);
  const end = endOfDay(latest, round.hours.zone);
  return round.health.some(({ readThrough }) => readThrough !== null && readThrough < end) ? 'waiting' : 'done';
}

interface Due {
  readonly watches: readonly Watch[];
  readonly due: readonly Watch[];
  readonly progress: Known;
}

async function lookAtKnown(round: Round, { watches, due, progress }: Due, failures: unknown[]): Promise<void> {
  if (due.length === 0) return;
  const stale = await knownStale(round, due);
  const looked: WatchLook[] = [];
  for (const watch of due) {
    const waiting = { watch, progress: progress.get(watch.key) ?? null, stale: stale.get(watch.key) ?? NONE };
    await lookAtWatch(round, waiting).then(
      (look) => looked.push(look),
      (error: unknown) => failures.push(error),
    );
  }
  await keepRound(round, watches, looked);
}

/** Whoever waits for a first reading takes nobody's turn. */
async function beginFresh(
  round: Round,
  watches: readonly Watch[],
  fresh: readonly Watch[],
  failures: unknown[],
): Promise<void> {
  let begun = 0;
  for (const watch of fresh) {
    if (begun >= FIRST_AT_ONCE) return;
    try {
      const look = await lookAtWatch(round, { watch, progress: null, stale: NONE });
      await keepRound(round, watches, [look]);
      if (look.kind !== 'waiting') begun += 1;
    } catch (error) {
      failures.push(error);
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

/** By watch the days of which it was said already that they wait for their data. */
async function knownStale(
  { desk, latest, behind }: Round,
  due: readonly Watch[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (behind.size === 0) return new Map();
  const watches = due.map(({ key }) => key);
  const from = dayAfter(latest, -STALE_DAYS);
  const looks = await desk.stores.watches.looks({ watches, series: '', from, to: latest });
  const stale = looks.filter(({ state }) => state === 'stale');
  return new Map(
    [...Map.groupBy(stale, ({ watch }) => watch)].map(([watch, days]) => [watch, new Set(days.map(({ day }) => day))]),
  );
}

/** Whatever another process was first with is dropped. */
async function keepRound(round: Round, watches: readonly Watch[], found: readonly WatchLook[]): Promise<void> {
  const told = found.filter((look) => look.kind !== 'waiting').toSorted((a, b) => (a.watch.key < b.watch.key ? -1 : 1));
  if (told.length === 0) return;
  const looked = told.filter((look) => look.kind === 'looked');
  const findings = await findingsOf(round, looked);
  const { desk, now, playbook, health } = round;
  await desk.transact(async (tx) => {
    const cause: Cause = { at: now, correlationId: newCorrelationId() };
    const won = new Set<string>();
    for (const look of told) {
      if (!(await tx.watches.advance(look.progress))) continue;
      won.add(look.watch.key);
      if (look.kind === 'refused') await tellRefused(tx, look, cause);
    }
    const kept = looked.filter(({ watch }) => won.has(watch.key));
    await keepStates(tx, kept);
    const looks = kept.flatMap((look) => look.looks);
    await tx.watches.record(looks);
    const own = findings.filter(({ signal }) => won.has(signal.watch));
    await keepFindings(tx, { playbook, watches, health }, own, looks, cause);
  });
}

/** What a detector remembers is up to 14 kB: as many at once as a statement takes with ease. */
async function keepStates({ watches }: WatchTx, looked: readonly LookedAt[]): Promise<void> {
  const states = looked.flatMap((look) => look.states);
  for (let at = 0; at < states.length; at += STATES_AT_ONCE) {
    await watches.keepSeries(states.slice(at, at + STATES_AT_ONCE));
  }
}

/** Once, as far as the queue remembers: its key follows from what is wrong. */
async function tellRefused(
  tx: WatchTx,
  { watch, because }: Extract<WatchLook, { kind: 'refused' }>,
  cause: Cause,
): Promise<void> {
  const text = `“${watch.question}” cannot be watched any more: ${because}`;
  const key = `watch-refused:${watch.key}:${because}`;
  await tx.outbox.put(opsIntent(key, { text, hold: null }, cause));
  if (watch.createdBy === null) return;
  const note = whisperIntent({ channel: null, to: watch.createdBy, text }, cause);
  await tx.outbox.put({ ...note, key: `whisper:${key}`, lane: `whisper:${key}` });
}
