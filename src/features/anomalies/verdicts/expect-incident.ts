// "Expected": somebody says what it was, or that nothing happened at all. What it was is remembered with its days, which are
// neither judged nor learned from then on; the next look at them takes that into account.
import type { WatchTx } from '../desk.ts';
import type { KnownEvent } from '../store.ts';
import { cannotJudge, closedBy } from './judge-incident.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { keepVerdict } from './keep-verdict.ts';
import { addEvent } from './keep-event.ts';
import { daysWords, eventProblems } from './known-event.ts';
import type { EventDraft, EventProblem } from './known-event.ts';
import { daysOf } from './incident-days.ts';
import { refuse } from './outcome.ts';
import type { IncidentOutcome } from './outcome.ts';
import { mayTeach, watchesBehind } from './rights.ts';

export interface ExpectInput extends IncidentInput {
  /** Null: nothing happened, chance alone did it. */
  readonly event: EventDraft | null;
}

export type ExpectOutcome = IncidentOutcome | { readonly kind: 'wrong'; readonly problems: readonly EventProblem[] };

export function expectIncident<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  { incident: id, event, ...turn }: ExpectInput,
): Promise<ExpectOutcome> {
  return transact(async (tx): Promise<ExpectOutcome> => {
    const before = await tx.incidents.find(id);
    const because = cannotJudge(before, 'expected');
    if (before === null || because !== null) return refuse(because ?? 'unknown', before);
    const { playbook: active } = playbook();
    const watches = await watchesBehind(tx, active, before);
    if (event !== null && !mayTeach(active, turn.by, watches)) return refuse('not_allowed', before);
    const problems = event === null ? [] : eventProblems(event, daysOf(before));
    if (problems.length > 0) return { kind: 'wrong', problems };
    const at = clock.now();
    const kept = event === null ? null : await addEvent(tx, { ...event, incident: id }, { ...turn, at });
    const incident = await keepVerdict(
      tx,
      active,
      {
        before,
        after: closedBy(before, 'expected', { by: turn.by, at }),
        ...(kept === null ? {} : { event: kept.id }),
        line: `${turn.by.name}: ${kept === null ? 'nothing happened, this was chance.' : eventLine(kept)}`,
        watches,
      },
      { ...turn, at },
    );
    return { kind: 'done', incident };
  });
}

function eventLine(event: KnownEvent): string {
  const yearly = event.everyYear ? ', every year' : '';
  return `this was expected. ${event.name} (${daysWords(event)}${yearly}) is remembered: its days are not judged.`;
}
