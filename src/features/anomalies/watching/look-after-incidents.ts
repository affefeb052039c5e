// What the clock does to incidents: somebody is reminded, a snooze ends, and what the noise budget held back goes into a digest.
// Each incident in a transaction of its own, so that one that fails keeps no other waiting.
import { newCorrelationId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { lineIntent } from '../intents.ts';
import type { Incident } from '../store.ts';
import { beginDigests } from './begin-digests.ts';
import { reminderOf } from './reminders.ts';
import { tellIncident } from './tell-incident.ts';

/** More than can be open at once. */
const MOST = 1000;

/** For a tick each minute. Throws what the last incident that failed threw, after all others were looked after. */
export async function lookAfterIncidents(desk: WatchDesk): Promise<void> {
  const failures: unknown[] = [];
  const open = await desk.stores.incidents.list({ states: ['open', 'acknowledged'], limit: MOST });
  for (const incident of open.toReversed()) {
    await lookAfterOne(desk, incident).catch((error: unknown) => failures.push(error));
  }
  await beginDigests(desk).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures.at(-1);
}

async function lookAfterOne(desk: WatchDesk, seen: Incident): Promise<void> {
  const { transact, clock, stores } = desk;
  const { playbook } = desk.playbook();
  const cause = { at: clock.now(), correlationId: newCorrelationId() };
  if (hasWoken(seen, cause.at)) await transact((tx) => wake(tx, playbook, seen.id, cause));
  const due = await reminderOf(stores.directory, playbook, seen, cause.at);
  if (due !== null) await transact((tx) => remind(tx, playbook, seen.id, cause));
}

function hasWoken({ snoozedUntil }: Incident, now: Date): boolean {
  return snoozedUntil !== null && snoozedUntil <= now;
}

/** It may speak again, and says so: it still goes on. */
async function wake(tx: WatchTx, playbook: Playbook, id: number, cause: Cause): Promise<void> {
  const incident = await tx.incidents.find(id);
  const goesOn = incident?.state === 'open' || incident?.state === 'acknowledged';
  if (!goesOn || !hasWoken(incident, cause.at)) return;
  const line = 'The snooze is over, and this still goes on.';
  await tellIncident(tx, playbook, { incident: { ...incident, snoozedUntil: null, changedAt: cause.at }, line }, cause);
}

async function remind(tx: WatchTx, playbook: Playbook, id: number, cause: Cause): Promise<void> {
  const incident = await tx.incidents.find(id);
  const due = incident === null ? null : await reminderOf(tx.directory, playbook, incident, cause.at);
  if (incident === null || due === null) return;
  await tx.incidents.save({ ...incident, remindedAt: cause.at });
  const line = { incident: id, text: 'Nobody has taken this yet.', mention: due.person };
  await tx.outbox.put(lineIntent(line, `reminder:${due.nth}`, cause.correlationId));
}
