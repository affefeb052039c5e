// "Real": somebody says that an alarm was right. The incident stays open until it recovers; one that has can still be judged,
// because many are over before anybody looks. Of two who judge at once the first has, and the other is told.
import type { WatchTx } from '../desk.ts';
import type { Incident, VerdictGiven } from '../store.ts';
import { acknowledged } from './keep-change.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { keepVerdict } from './keep-verdict.ts';
import { refuse } from './outcome.ts';
import type { IncidentOutcome, IncidentRefusal } from './outcome.ts';
import { watchesBehind } from './rights.ts';

export function judgeReal<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  { incident: id, ...turn }: IncidentInput,
): Promise<IncidentOutcome> {
  return transact(async (tx) => {
    const before = await tx.incidents.find(id);
    const because = cannotJudge(before, 'real');
    if (before === null || because !== null) return refuse(because ?? 'unknown', before);
    const at = clock.now();
    const { playbook: active } = playbook();
    const watches = await watchesBehind(tx, active, before);
    const after: Incident = { ...acknowledged(before, turn.by.id, at), verdict: 'real', judgedBy: turn.by.id };
    const line = `${turn.by.name}: this is real.`;
    const incident = await keepVerdict(tx, active, { before, after, line, watches }, { ...turn, at });
    return { kind: 'done', incident };
  });
}

/** Null: this verdict can be given now. Pure. */
export function cannotJudge(incident: Incident | null, given: VerdictGiven): IncidentRefusal | null {
  if (incident === null) return 'unknown';
  const { kind, state, verdict } = incident;
  if (kind !== 'business') return 'no_opinion';
  // What was real may turn out to stay.
  const settled = verdict !== null && !(verdict === 'real' && given === 'new_normal');
  if (settled) return 'judged';
  return state === 'closed' || (state === 'recovered' && given === 'new_normal') ? 'over' : null;
}

/** The incident as a verdict that ends it leaves it; one that has recovered stays so. */
export function closedBy(
  incident: Incident,
  verdict: Exclude<VerdictGiven, 'real'>,
  { by, at }: { readonly by: IncidentInput['by']; readonly at: Date },
): Incident {
  const judged: Incident = { ...acknowledged(incident, by.id, at), verdict, judgedBy: by.id };
  if (incident.state === 'recovered') return judged;
  return { ...judged, state: 'closed', endedAt: at, snoozedUntil: null };
}
