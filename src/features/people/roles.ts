// Who may do what beyond their own leads.
import type { SlackPerson } from '#ports/messenger.ts';
import type { Playbook } from '#features/playbook/schema.ts';

/** Admins may act on anybody's lead and link other people's CRM users. */
export function isAdmin(playbook: Playbook, person: SlackPerson): boolean {
  return includesEmail(playbook.roles.admin, person.email);
}

/** Ops read the audit log and decide on imports; admins are ops too. */
export function isOps(playbook: Playbook, person: SlackPerson): boolean {
  return isAdmin(playbook, person) || includesEmail(playbook.roles.ops, person.email);
}

/** Whether a person is on a team. */
export function isMember(playbook: Playbook, team: string, person: SlackPerson): boolean {
  const found = playbook.teams.find((one) => one.name === team);
  return found !== undefined && includesEmail(found.members, person.email);
}

function includesEmail(list: readonly string[], email: string | null): boolean {
  return email !== null && list.some((one) => one.toLowerCase() === email.toLowerCase());
}
