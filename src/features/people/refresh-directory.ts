// Keeps the directory fresh, so that routing and labels never wait for Slack or a CRM.
import type { Clock } from '#ports/clock.ts';
import type { Crm } from '#ports/crm.ts';
import type { Messenger, SlackPerson } from '#ports/messenger.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { approversIn } from '#features/playbook/approvals.ts';
import { slackIdOf } from './aliases.ts';
import { personNamed } from './owner-of.ts';
import type { DirectoryStore } from './store.ts';

export interface PeopleDeps {
  readonly directory: DirectoryStore;
  readonly messenger: Messenger;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** Asks Slack for every person that the playbook names. Throws the messenger's Fault. */
export async function refreshPeople(deps: PeopleDeps): Promise<void> {
  for (const email of namedPeople(deps.playbook().playbook)) {
    const person = await lookUp(deps, email);
    if (person) await deps.directory.putPerson(person, deps.clock.now());
  }
}

/** Slack finds nobody by the address of a deactivated person, so whom we know already is asked for by id. */
async function lookUp({ directory, messenger, playbook }: PeopleDeps, email: string): Promise<SlackPerson | null> {
  const named = slackIdOf(playbook().playbook, email);
  if (named !== null) return messenger.person(named);
  const found = await messenger.personByEmail(email);
  if (found) return found;
  const known = await directory.personByEmail(email);
  return known && messenger.person(known.id);
}

/** Reads a CRM's users and stages. Throws the CRM's Fault. */
export async function refreshCrmDirectory(directory: DirectoryStore, crm: Crm): Promise<void> {
  await directory.putCrmUsers(crm.name, await crm.users());
  for (const object of ['lead', 'opportunity'] as const) {
    await directory.putStages(crm.name, object, await crm.stages(object));
  }
}

/**
 * Makes sure that Slack was looked at before anybody is routed to. What it gives throws the messenger's Fault until one
 * look went well, and from then on asks nothing: names that Slack does not know would cost a look at every batch.
 */
export function createFirstLook(deps: PeopleDeps): () => Promise<void> {
  let looked = false;
  return async () => {
    if (looked) return;
    if (!(await knowsAnybody(deps))) await refreshPeople(deps);
    looked = true;
  };
}

/** Whether the directory knows anybody whom routing could choose. */
export async function knowsAnybody({
  directory,
  playbook,
}: Pick<PeopleDeps, 'directory' | 'playbook'>): Promise<boolean> {
  const members = playbook().playbook.teams.flatMap((team) => team.members);
  const deps = { directory, playbook: playbook().playbook };
  for (const member of members) if (await personNamed(deps, member)) return true;
  return members.length === 0;
}

/** Every e-mail address that the playbook names, each once. */
function namedPeople({ people, roles, teams, approvals }: Playbook): ReadonlySet<string> {
  const emails = [
    ...people.flatMap(({ email, manager }) => [email, ...(manager === undefined ? [] : [manager])]),
    ...Object.values(roles).flat(),
    ...teams.flatMap((team) => team.members),
    ...approvals.flatMap((policy) =>
      approversIn(policy).flatMap((approver) => (approver.kind === 'person' ? [approver.email] : [])),
    ),
  ];
  return new Set(emails.map((email) => email.toLowerCase()));
}
