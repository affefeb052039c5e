// Gives an incident to somebody, who is told in its thread and in a direct message. To give it to oneself is to take it.
import type { SlackPerson } from '#ports/messenger.ts';
import { whisperIntent } from '#features/messages/intents.ts';
import type { WatchTx } from '../desk.ts';
import { acknowledged, goesOn, keepChange } from './keep-change.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { refuse } from './outcome.ts';
import type { IncidentOutcome } from './outcome.ts';

export interface AssignInput extends IncidentInput {
  readonly to: SlackPerson;
  /** What it is about, for the direct message. Plain text. */
  readonly headline: string;
}

export function assignIncident<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  { incident: id, to, headline, ...turn }: AssignInput,
): Promise<IncidentOutcome> {
  return transact(async (tx) => {
    const before = await tx.incidents.find(id);
    if (before === null) return refuse('unknown', null);
    if (!goesOn(before)) return refuse('over', before);
    const { by, correlationId } = turn;
    const own = to.id === by.id;
    if (before.assignee === to.id && !(own && before.state === 'open')) {
      return refuse(own ? 'yours' : 'already_theirs', before);
    }
    if (!to.active) return refuse('inactive', before);
    const at = clock.now();
    const given = { ...before, assignee: to.id };
    const incident = await keepChange(
      tx,
      playbook().playbook,
      {
        before,
        after: own ? acknowledged(given, by.id, at) : given,
        action: 'incident.assigned',
        recorded: { before: { assignee: before.assignee }, after: { assignee: to.id } },
        line: own ? `${by.name} takes this.` : `${by.name} gave this to you.`,
        mention: own ? null : to.id,
      },
      { ...turn, at },
    );
    if (!own) {
      const text = `${by.name} gave you incident #${id}: ${headline} Press “Take it” on its message to say that you have it.`;
      await tx.outbox.put(whisperIntent({ channel: null, to: to.id, text }, { at, correlationId }));
    }
    return { kind: 'done', incident };
  });
}
