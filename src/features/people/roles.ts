// Who may do what beyond their own leads.
import type { SlackPerson } from '#ports/messenger.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { addressesOf } from './aliases.ts';

/** Admins may act on anybody's lead and link other people's CRM users. */
export function isAdmin(playbook: Playbook, person: SlackPerson): boolean {
  return anyOf(playbook, playbook.roles.admin, person);
}

/** Ops read the audit log and decide on imports; admins are ops too. */
export function isOps(playbook: Playbook, person: SlackPerson): boolean {
  return isAdmin(playbook, person) || anyOf(playbook, playbook.roles.ops, person);
}

/** Whether a person is on a team. */
export function isMember(playbook: Playbook, team: string, person: SlackPerson): boolean {
  const found = playbook.teams.find((one) => one.name === team);
  return found !== undefined && anyOf(playbook, found.members, person);
}

function anyOf(playbook: Playbook, list: readonly string[], person: SlackPerson): boolean {
  return addressesOf(playbook, person).some((email) => list.includes(email));
}
