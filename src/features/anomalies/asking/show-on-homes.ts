// Whose Home tabs show an incident: ops, who see all that are open, and whoever has it or had it.
import type { SlackUserId } from '#kernel/ids.ts';
import { homeIntent } from '#features/approvals/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import { personNamed } from '#features/people/owner-of.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { WatchTx } from '../desk.ts';

/**
 * Inside of the transaction that changes incidents; a tab is shown once for all that happened meanwhile.
 * @param people beside ops: who has the incident now, and who had it before.
 */
export async function showOnHomes(
  tx: Pick<WatchTx, 'outbox' | 'directory'>,
  playbook: Playbook,
  people: readonly (SlackUserId | null)[],
  cause: Cause,
): Promise<void> {
  const shown = new Set(people.filter((person) => person !== null));
  for (const email of new Set([...playbook.roles.ops, ...playbook.roles.admin])) {
    const person = await personNamed({ directory: tx.directory, playbook }, email);
    if (person !== null) shown.add(person.id);
  }
  for (const person of shown) await tx.outbox.put(homeIntent(person, cause));
}
