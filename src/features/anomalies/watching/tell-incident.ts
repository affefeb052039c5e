// What becomes of an incident that has changed: its channel is told, within its noise budget; else the message is edited, and
// what the budget holds back waits for the digest. Keeps the incident.
import type { Cause } from '#features/messages/intents.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WatchTx } from '../desk.ts';
import { becameWorse } from '../incidents.ts';
import { cardIntent, lineIntent } from '../intents.ts';
import type { Incident } from '../store.ts';
import { hasRoom } from './budget.ts';
import { courseOf, incidentSubject, metricsOf, SYSTEM } from './incident-course.ts';

export interface Change {
  /** With what is new, as it is to be kept. */
  readonly incident: Incident;
  /** For the thread; null: the message says it all. */
  readonly line: string | null;
}

/** Throws Fault `conflict` where somebody has just changed it. */
export async function tellIncident(
  tx: Pick<WatchTx, 'incidents' | 'outbox' | 'audit'>,
  playbook: Playbook,
  { incident, line }: Change,
  cause: Cause,
): Promise<Incident> {
  const { told } = incident;
  const isWorse = told !== null && becameWorse(told, incident) !== null;
  const isNews = told === null || isWorse;
  if (isSnoozed(incident, cause.at) || !isNews) return follow(tx, { incident, line }, cause);
  if (isWorse && !isHeldBack(incident)) await recordWorse(tx, incident, told, cause);
  if (!(await hasRoom(tx.incidents, incident, playbook, cause.at))) return holdBack(tx, { incident, line }, cause);
  const saved = await tx.incidents.save({ ...incident, told: courseOf(incident), digested: false });
  const { id, channelName } = saved;
  await tx.incidents.tell({ channelName, incident: id, kind: isWorse ? 'again' : 'told', at: cause.at });
  await tx.outbox.put(cardIntent(saved, isWorse, cause.correlationId));
  return saved;
}

/** It says nothing for a while, whatever becomes of it. */
export function isSnoozed({ snoozedUntil }: Pick<Incident, 'snoozedUntil'>, now: Date): boolean {
  return snoozedUntil !== null && snoozedUntil > now;
}

/** Its channel has not heard of it as it is by now, and will with the next digest. */
export function isHeldBack(incident: Incident): boolean {
  const { digested, told } = incident;
  return digested && (told === null || becameWorse(told, incident) !== null);
}

/** Its message shows what is new; in silence, where somebody has asked for that. */
async function follow(
  tx: Pick<WatchTx, 'incidents' | 'outbox'>,
  { incident, line }: Change,
  cause: Cause,
): Promise<Incident> {
  const saved = await tx.incidents.save(incident);
  if (saved.told === null) return saved;
  const { id, version } = saved;
  await tx.outbox.put(cardIntent(saved, false, cause.correlationId));
  if (line === null || isSnoozed(saved, cause.at) || saved.card === null) return saved;
  const said = { incident: id, text: line, mention: null };
  await tx.outbox.put(lineIntent(said, `update:${version}`, cause.correlationId));
  return saved;
}

async function holdBack(
  tx: Pick<WatchTx, 'incidents' | 'outbox' | 'audit'>,
  { incident, line }: Change,
  cause: Cause,
): Promise<Incident> {
  if (!incident.digested) {
    const { at, correlationId } = cause;
    const after = { channel: incident.channelName };
    const subject = incidentSubject(incident);
    await tx.audit.append({ at, correlationId, action: 'incident.digested', actor: SYSTEM, subject, after });
  }
  return follow(tx, { incident: { ...incident, digested: true }, line }, cause);
}

async function recordWorse(
  tx: Pick<WatchTx, 'audit'>,
  incident: Incident,
  told: NonNullable<Incident['told']>,
  { at, correlationId }: Cause,
): Promise<void> {
  await tx.audit.append({
    at,
    action: 'incident.worsened',
    actor: SYSTEM,
    subject: incidentSubject(incident),
    before: { severity: told.severity, metrics: metricsOf(told) },
    after: { severity: incident.severity, metrics: metricsOf(incident) },
    correlationId,
  });
}
