// Whose CRM user somebody is: a link set by hand first, then the playbook, then the e-mail address.
import type { SlackUserId } from '#kernel/ids.ts';
import type { CrmName, CrmUser } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { addressesOf, entryOf, slackIdOf } from './aliases.ts';
import type { DirectoryStore } from './store.ts';

export type Ownership =
  | { readonly kind: 'owner'; readonly user: CrmUser }
  | { readonly kind: 'inactive'; readonly user: CrmUser }
  | { readonly kind: 'none' };

export interface OwnerDeps {
  readonly directory: DirectoryStore;
  readonly playbook: Playbook;
}

/** The CRM user of somebody in Slack; `inactive` when the account is switched off in the CRM. */
export async function ownerOf(deps: OwnerDeps, person: SlackPerson, crm: CrmName): Promise<Ownership> {
  const user =
    (await linkedUser(deps.directory, person.id, crm)) ??
    (await configuredUser(deps, person, crm)) ??
    (await namesakeUser(deps, person, crm));
  if (user === null) return { kind: 'none' };
  return user.active ? { kind: 'owner', user } : { kind: 'inactive', user };
}

async function linkedUser(directory: DirectoryStore, slack: SlackUserId, crm: CrmName): Promise<CrmUser | null> {
  const link = (await directory.links(slack)).find((one) => one.crm === crm);
  return link ? directory.crmUser(crm, link.userId) : null;
}

async function configuredUser(deps: OwnerDeps, person: SlackPerson, crm: CrmName): Promise<CrmUser | null> {
  const entry = entryOf(deps.playbook, person);
  const id = crm === 'hubspot' ? entry?.hubspot_owner : entry?.salesforce_user;
  return id === undefined ? null : deps.directory.crmUser(crm, id);
}

async function namesakeUser(deps: OwnerDeps, person: SlackPerson, crm: CrmName): Promise<CrmUser | null> {
  for (const email of addressesOf(deps.playbook, person)) {
    const user = await deps.directory.crmUserByEmail(crm, email);
    if (user) return user;
  }
  return null;
}

/** Who in Slack a CRM user is; null for somebody who is not there. */
export async function personOfOwner(deps: OwnerDeps, crm: CrmName, user: CrmUser): Promise<SlackPerson | null> {
  const link = await deps.directory.linkOf(crm, user.id);
  if (link) return deps.directory.person(link.slack);
  const entry = deps.playbook.people.find(
    (one) => (crm === 'hubspot' ? one.hubspot_owner : one.salesforce_user) === user.id,
  );
  const email = entry?.email ?? user.email;
  return email === null ? null : personNamed(deps, email);
}

/** Who in Slack has this address, by the playbook or by Slack's own profile. */
export function personNamed({ directory, playbook }: OwnerDeps, email: string): Promise<SlackPerson | null> {
  const slack = slackIdOf(playbook, email);
  return slack === null ? directory.personByEmail(email) : directory.person(slack);
}
