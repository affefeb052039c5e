// Keeps the directory fresh, so that routing and labels never wait for Slack or a CRM.
import { messageOf } from '#kernel/errors.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Messenger } from '#ports/messenger.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { DirectoryStore } from './store.ts';

export interface RefreshDeps {
  readonly directory: DirectoryStore;
  readonly messenger: Messenger;
  readonly crms: readonly Crm[];
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly log: Log;
}

/** Reads every person the playbook names and each CRM's users and stages. One source failing leaves the others fresh. */
export async function refreshDirectory(deps: RefreshDeps): Promise<void> {
  const sources: readonly (readonly [string, () => Promise<void>])[] = [
    ['slack', () => refreshPeople(deps)],
    ...deps.crms.map((crm) => [crm.name, () => refreshCrm(deps.directory, crm)] as const),
  ];
  await Promise.all(
    sources.map(async ([source, refresh]) => {
      try {
        await refresh();
      } catch (error) {
        deps.log.warn('directory not refreshed', { source, reason: messageOf(error) });
      }
    }),
  );
}

async function refreshPeople({ directory, messenger, playbook, clock }: RefreshDeps): Promise<void> {
  for (const email of namedPeople(playbook().playbook)) {
    const person = await messenger.personByEmail(email);
    if (person) await directory.putPerson(person, clock.now());
  }
}

async function refreshCrm(directory: DirectoryStore, crm: Crm): Promise<void> {
  await directory.putCrmUsers(crm.name, await crm.users());
  for (const object of ['lead', 'opportunity'] as const) {
    await directory.putStages(crm.name, object, await crm.stages(object));
  }
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
