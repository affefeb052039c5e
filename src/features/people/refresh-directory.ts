// Keeps the directory fresh, so that routing and labels never wait for Slack or a CRM.
import type { Clock } from '#ports/clock.ts';
import type { Crm } from '#ports/crm.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { DirectoryStore } from './store.ts';

export interface PeopleDeps {
  readonly directory: DirectoryStore;
  readonly messenger: Messenger;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** Asks Slack for every person that the playbook names. Throws the messenger's Fault. */
export async function refreshPeople({ directory, messenger, playbook, clock }: PeopleDeps): Promise<void> {
  for (const email of namedPeople(playbook().playbook)) {
    const person = await messenger.personByEmail(email);
    if (person) await directory.putPerson(person, clock.now());
  }
}

/** Reads a CRM's users and stages. Throws the CRM's Fault. */
export async function refreshCrmDirectory(directory: DirectoryStore, crm: Crm): Promise<void> {
  await directory.putCrmUsers(crm.name, await crm.users());
  for (const object of ['lead', 'opportunity'] as const) {
    await directory.putStages(crm.name, object, await crm.stages(object));
  }
}

/** Whether the directory knows anybody whom routing could choose: false only before the first refresh ever. */
export async function knowsAnybody({
  directory,
  playbook,
}: Pick<PeopleDeps, 'directory' | 'playbook'>): Promise<boolean> {
  const members = playbook().playbook.teams.flatMap((team) => team.members);
  for (const member of members) if (await directory.personByEmail(member)) return true;
  return members.length === 0;
}

/** Every e-mail address that the playbook names, each once. */
function namedPeople({ people, roles, teams }: Playbook): ReadonlySet<string> {
  const emails = [
    ...people.map((one) => one.email),
    ...roles.admin,
    ...roles.ops,
    ...teams.flatMap((team) => team.members),
  ];
  return new Set(emails.map((email) => email.toLowerCase()));
}
