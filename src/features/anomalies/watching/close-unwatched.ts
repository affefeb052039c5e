// Incidents that nobody watches any more are closed: no look will ever end them.
import { newCorrelationId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { showOnHomes } from '../asking/show-on-homes.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { cardIntent } from '../intents.ts';
import type { Incident } from '../store.ts';
import { incidentSubject, SYSTEM } from './incident-course.ts';

/** More than can be open at once. */
const MOST = 1000;
const BECAUSE = 'nothing watches it any more';

/** @param isWatched whether there is a watch with this key. Throws what the stores throw. */
export async function closeUnwatched(desk: WatchDesk, isWatched: (key: string) => boolean): Promise<void> {
  const { stores, transact, clock } = desk;
  const { playbook } = desk.playbook();
  const isLost = ({ signals }: Incident): boolean => !signals.some(({ watch }) => isWatched(watch));
  const open = await stores.incidents.list({ states: ['open', 'acknowledged'], limit: MOST });
  for (const { id } of open.filter(isLost)) {
    await transact(async (tx) => {
      const incident = await tx.incidents.find(id);
      const goesOn = incident?.state === 'open' || incident?.state === 'acknowledged';
      if (!goesOn || !isLost(incident)) return;
      await close(tx, playbook, incident, { at: clock.now(), correlationId: newCorrelationId() });
    });
  }
}

async function close(tx: WatchTx, playbook: Playbook, incident: Incident, cause: Cause): Promise<void> {
  const { at, correlationId } = cause;
  const saved = await tx.incidents.save({ ...incident, state: 'closed', endedAt: at, changedAt: at });
  await tx.audit.append({
    at,
    action: 'incident.closed',
    actor: SYSTEM,
    subject: incidentSubject(saved),
    before: { state: incident.state },
    after: { state: saved.state, because: BECAUSE },
    correlationId,
  });
  if (saved.told !== null) await tx.outbox.put(cardIntent(saved, false, correlationId));
  await showOnHomes(tx, playbook, [saved.assignee], cause);
}
