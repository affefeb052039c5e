// Whoever takes an incident has it: it is acknowledged, and nobody is reminded of it any more. Of two who press at once the
// first has it, and the other is told.
import type { WatchTx } from '../desk.ts';
import { acknowledged, goesOn, keepChange } from './keep-change.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { refuse } from './outcome.ts';
import type { IncidentOutcome } from './outcome.ts';

export function takeIncident<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  { incident: id, ...turn }: IncidentInput,
): Promise<IncidentOutcome> {
  return transact(async (tx) => {
    const before = await tx.incidents.find(id);
    if (before === null) return refuse('unknown', null);
    if (!goesOn(before)) return refuse('over', before);
    const { state, assignee } = before;
    if (state === 'acknowledged' && assignee !== null) {
      return refuse(assignee === turn.by.id ? 'yours' : 'taken', before);
    }
    const at = clock.now();
    const after = { ...acknowledged(before, turn.by.id, at), assignee: turn.by.id };
    const incident = await keepChange(
      tx,
      playbook().playbook,
      {
        before,
        after,
        action: 'incident.acknowledged',
        recorded: { before: { state }, after: { state: after.state, assignee: turn.by.id } },
        line: `${turn.by.name} takes this.`,
      },
      { ...turn, at },
    );
    return { kind: 'done', incident };
  });
}
