// Lets an incident say nothing for some days, or speak again. It is kept all the while.
import { after, DAY_MS } from '#kernel/time.ts';
import { dayWords } from '../telling/day-words.ts';
import type { WatchTx } from '../desk.ts';
import { acknowledged, goesOn, keepChange } from './keep-change.ts';
import type { IncidentInput, VerdictDesk } from './keep-change.ts';
import { refuse } from './outcome.ts';
import type { IncidentOutcome } from './outcome.ts';

export interface SnoozeInput extends IncidentInput {
  /** 0: it may speak again. */
  readonly days: number;
}

export function snoozeIncident<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  { incident: id, days, ...turn }: SnoozeInput,
): Promise<IncidentOutcome> {
  return transact(async (tx) => {
    const before = await tx.incidents.find(id);
    if (before === null) return refuse('unknown', null);
    if (!goesOn(before)) return refuse('over', before);
    if (days === 0 && before.snoozedUntil === null) return refuse('nothing', before);
    const at = clock.now();
    const until = days === 0 ? null : after(at, days * DAY_MS);
    const { playbook: active } = playbook();
    const incident = await keepChange(
      tx,
      active,
      {
        before,
        after: { ...acknowledged(before, turn.by.id, at), snoozedUntil: until },
        action: 'incident.snoozed',
        recorded: { before: { until: iso(before.snoozedUntil) }, after: { until: iso(until) } },
        line:
          until === null
            ? `${turn.by.name} woke this: it may speak again.`
            : `${turn.by.name} snoozed this. It says nothing more until ${dayWords(until.toISOString(), active.organization.timezone)}.`,
      },
      { ...turn, at },
    );
    return { kind: 'done', incident };
  });
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
