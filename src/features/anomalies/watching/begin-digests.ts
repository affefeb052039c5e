// What the noise budget held back is told all the same: once a day, in the morning, in one message a channel.
import { newCorrelationId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { dayAt } from '#features/people/calendar.ts';
import { newestRun } from '#features/playbook/cron.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { digestIntent } from '../intents.ts';
import type { Incident } from '../store.ts';
import { courseOf } from './incident-course.ts';
import { isHeldBack } from './tell-incident.ts';

/** In the organization's zone. */
const EACH_MORNING = '0 9 * * *';
/** What was held back longer ago than that is nobody's news. */
const LOOKED_BACK_MS = 14 * DAY_MS;
const MOST = 500;

/** Throws what the stores throw. */
export async function beginDigests({ stores, transact, playbook, clock }: WatchDesk): Promise<void> {
  const now = clock.now();
  const { timezone: zone } = playbook().playbook.organization;
  const since = after(now, -LOOKED_BACK_MS);
  const morning = newestRun(EACH_MORNING, zone, since, now);
  if (morning === null) return;
  const incidents = await stores.incidents.list({ openedSince: since, limit: MOST });
  const held = Map.groupBy(
    incidents.filter((incident) => isDue(incident, morning)).toReversed(),
    ({ channelName }) => channelName,
  );
  for (const [channelName, due] of held) {
    const ids = due.map(({ id }) => id);
    const digest = { channelName, morning, day: dayAt(zone, morning), now };
    await transact((tx) => beginDigest(tx, digest, ids));
  }
}

/** Since the morning something else may have been held back: that is for the next one. */
function isDue(incident: Incident, morning: Date): boolean {
  const heldAt = incident.told === null ? incident.openedAt : incident.changedAt;
  return isHeldBack(incident) && heldAt <= morning;
}

interface DueDigest {
  readonly channelName: string;
  readonly morning: Date;
  readonly day: string;
  readonly now: Date;
}

/** What it tells is told by now: again only if it becomes worse. */
async function beginDigest(
  tx: WatchTx,
  { channelName, morning, day, now }: DueDigest,
  ids: readonly number[],
): Promise<void> {
  const tellings = await tx.incidents.tellings(channelName, morning);
  if (tellings.some(({ kind }) => kind === 'digest')) return;
  const listed: number[] = [];
  for (const id of ids) {
    const incident = await tx.incidents.find(id);
    if (incident === null || !isDue(incident, morning)) continue;
    await tx.incidents.save({ ...incident, told: courseOf(incident) });
    listed.push(id);
  }
  if (listed.length === 0) return;
  await tx.incidents.tell({ channelName, incident: null, kind: 'digest', at: now });
  await tx.outbox.put(digestIntent({ channelName, day, incidents: listed }, newCorrelationId()));
}
