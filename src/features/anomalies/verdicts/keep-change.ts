// Keeps what somebody did to an incident, with everything that follows from it: the audit entry, the message as it is now, a
// line in its thread, and the Home tabs that show it.
import type { SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { AUDITED_OF_WATCHES } from '#features/audit/watch-actions.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { showOnHomes } from '../asking/show-on-homes.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { cardIntent, lineIntent } from '../intents.ts';
import type { Incident } from '../store.ts';

/** What the verbs of incidents work with. */
export type VerdictDesk<Tx extends WatchTx = WatchTx> = Pick<
  WatchDesk<Tx>,
  'transact' | 'stores' | 'playbook' | 'clock'
>;

export interface IncidentInput extends Turn {
  readonly incident: number;
}

export interface IncidentChange {
  readonly before: Incident;
  readonly after: Incident;
  readonly action: keyof typeof AUDITED_OF_WATCHES;
  readonly recorded: { readonly before?: JsonObject; readonly after?: JsonObject };
  /** Plain text for the thread; null: nothing to say there. */
  readonly line: string | null;
  /** Who hears of the line; null: nobody is pinged. */
  readonly mention?: SlackUserId | null;
}

/** Runs inside the caller's transaction, behind the incident's lock. Returns it as it is kept. */
export async function keepChange(
  tx: Pick<WatchTx, 'incidents' | 'audit' | 'outbox' | 'directory'>,
  playbook: Playbook,
  { before, after, action, recorded, line, mention = null }: IncidentChange,
  { by, correlationId, at }: Pick<Turn, 'by' | 'correlationId'> & { readonly at: Date },
): Promise<Incident> {
  const kept = await tx.incidents.save({ ...after, changedAt: at });
  await tx.audit.append({
    at,
    action,
    actor: { kind: 'person', slack: by.id },
    subject: `incident:${kept.id}`,
    ...recorded,
    correlationId,
  });
  // What somebody just did must show where they did it.
  await tx.outbox.put({ ...cardIntent(kept, false, correlationId), urgency: 0 });
  if (line !== null) {
    await tx.outbox.put(lineIntent({ incident: kept.id, text: line, mention }, `said:${kept.version}`, correlationId));
  }
  await showOnHomes(tx, playbook, [before.assignee, kept.assignee], { at, correlationId });
  return kept;
}

/** Whether an incident goes on: nobody and nothing has ended it. */
export function goesOn({ state }: Pick<Incident, 'state'>): boolean {
  return state === 'open' || state === 'acknowledged';
}

/** Somebody has seen it: nobody is reminded of it any more. */
export function acknowledged(incident: Incident, by: SlackUserId, at: Date): Incident {
  return {
    ...incident,
    state: incident.state === 'open' ? 'acknowledged' : incident.state,
    acknowledgedBy: incident.acknowledgedBy ?? by,
    acknowledgedAt: incident.acknowledgedAt ?? at,
  };
}
