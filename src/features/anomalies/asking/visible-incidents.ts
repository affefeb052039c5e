// Which incidents somebody may look at: ops all of them, everybody else what is told where they ask, what they have, and what
// is told to them alone.
import type { ChannelId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { isOps } from '#features/people/roles.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import type { Incident } from '../store.ts';
import { channelIds } from './channel-ids.ts';

export interface Onlooker {
  readonly by: SlackPerson;
  /** Where they ask; null: nowhere in particular. */
  readonly channel: ChannelId | null;
}

export async function visibleTo<Tx extends WatchTx>(
  desk: Pick<WatchDesk<Tx>, 'stores' | 'playbook' | 'messenger' | 'clock'>,
  { by, channel }: Onlooker,
  incidents: readonly Incident[],
): Promise<readonly Incident[]> {
  if (isOps(desk.playbook().playbook, by)) return incidents;
  const ids = await channelIds(
    desk,
    incidents.map(({ channelName }) => channelName),
  );
  return incidents.filter(
    ({ assignee, acknowledgedBy, channelName, card }) =>
      assignee === by.id ||
      acknowledgedBy === by.id ||
      channelName === by.id ||
      (channel !== null && (ids.get(channelName) === channel || card?.channel === channel)),
  );
}
