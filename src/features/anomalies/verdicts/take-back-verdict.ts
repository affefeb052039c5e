// Takes a verdict back with everything that followed from it: the event is no longer known, what was learned as normal is
// learned anew from the days, what it taught the watch is gone, and an incident that it closed goes on.
import type { WatchTx } from '../desk.ts';
import type { SeriesDeps } from '../series/plan-series.ts';
import type { Incident } from '../store.ts';
import { endEvent } from './keep-event.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { keepVerdict } from './keep-verdict.ts';
import { learnAnew } from './learn-anew.ts';
import { changeLearned, interruptLooks, learnedSeries, reachedBy } from './learned-series.ts';
import { refuse, VERDICT_WORDS } from './outcome.ts';
import type { IncidentOutcome, IncidentRefusal } from './outcome.ts';
import { mayTeach, watchesBehind } from './rights.ts';

/** Throws Fault `unavailable` when a number that was the new normal is being looked at right now. */
export async function takeBackVerdict<Tx extends WatchTx>(
  desk: VerdictDesk<Tx> & SeriesDeps,
  { incident: id, ...turn }: IncidentInput,
): Promise<IncidentOutcome> {
  const { stores, transact, clock, playbook } = desk;
  const { playbook: active } = playbook();
  const seen = await stores.incidents.find(id);
  if (seen === null) return refuse('unknown', null);
  const watches = await watchesBehind(stores, active, seen);
  const may = seen.judgedBy === turn.by.id || mayTeach(active, turn.by, watches);
  const learned = seen.verdict === 'new_normal' && may ? await learnedSeries(desk, seen, watches) : [];
  const reached = await reachedBy(stores, learned);
  const anew = await learnAnew(desk, learned, reached, seen);
  return transact(async (tx) => {
    await interruptLooks(tx, reached);
    const before = await tx.incidents.find(id);
    const because = cannotTakeBack(before, seen, may);
    if (before?.verdict == null || because !== null) return refuse(because ?? 'nothing', before);
    const at = clock.now();
    const events = (await tx.watches.events()).filter(({ incident }) => incident === id);
    for (const event of events) await endEvent(tx, event, { ...turn, at });
    await changeLearned(tx, anew, ({ state }) => state);
    const line = `${turn.by.name} took “${VERDICT_WORDS[before.verdict]}” back.`;
    const after = reopened(before);
    const incident = await keepVerdict(tx, active, { before, after, line, watches }, { ...turn, at });
    return { kind: 'done', incident };
  });
}

/** @param seen as it was when what taking it back needs was read. */
function cannotTakeBack(incident: Incident | null, seen: Incident, may: boolean): IncidentRefusal | null {
  if (incident === null) return 'unknown';
  if (incident.verdict === null || incident.verdict !== seen.verdict) return 'nothing';
  return may ? null : 'not_allowed';
}

function reopened(incident: Incident): Incident {
  const unjudged: Incident = { ...incident, verdict: null, judgedBy: null };
  return incident.state === 'closed' ? { ...unjudged, state: 'acknowledged', endedAt: null } : unjudged;
}
