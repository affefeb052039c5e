// Who may teach a watch what is normal: ops, whoever asked for it, and whoever it belongs to. Taking, acknowledging and saying
// what an alarm was is everybody's.
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { addressesOf } from '#features/people/aliases.ts';
import { isOps } from '#features/people/roles.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WatchTx } from '../desk.ts';
import type { Incident, Watch } from '../store.ts';
import { watchesOf } from '../watching/watches-of.ts';

/** Whether somebody may say which days are different, and that something is the new normal. */
export function mayTeach(
  playbook: Playbook,
  by: SlackPerson,
  watches: readonly Pick<Watch, 'createdBy' | 'assignee'>[],
): boolean {
  if (isOps(playbook, by)) return true;
  const addresses = addressesOf(playbook, by);
  return watches.some(
    ({ createdBy, assignee }) => createdBy === by.id || (assignee !== null && addresses.includes(assignee)),
  );
}

/** The watches that an incident's numbers come from, as far as they go on. */
export async function watchesBehind(
  { watches }: Pick<WatchTx, 'watches'>,
  playbook: Playbook,
  { signals }: Pick<Incident, 'signals'>,
): Promise<readonly Watch[]> {
  const keys = new Set(signals.map(({ watch }) => watch));
  return watchesOf(playbook, await watches.asked()).filter(({ key }) => keys.has(key));
}

/** Those of them who are known by their id in Slack, for the sentence that says who may. */
export function ownersOf(watches: readonly Pick<Watch, 'createdBy'>[]): readonly SlackUserId[] {
  return [...new Set(watches.flatMap(({ createdBy }) => (createdBy === null ? [] : [createdBy])))];
}
