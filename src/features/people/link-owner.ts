// `/signalbox link`: says whose CRM user somebody is, where the e-mail address does not.
import type { CorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName, CrmUser } from '#ports/crm.ts';
import type { Messenger, SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { personNamed } from './owner-of.ts';
import type { OwnerDeps } from './owner-of.ts';
import { isAdmin } from './roles.ts';
import type { DirectoryStore } from './store.ts';

export interface LinkTx {
  readonly directory: DirectoryStore;
  readonly audit: AuditWriter;
}

export interface LinkDeps {
  readonly transact: Transact<LinkTx>;
  /** Outside of a transaction. */
  readonly directory: DirectoryStore;
  readonly messenger: Messenger;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface LinkInput {
  readonly by: SlackPerson;
  /** Whose link is set; oneself unless an admin says otherwise. */
  readonly person: SlackPerson;
  readonly crm: CrmName;
  /** E-mail address or id of the CRM user. */
  readonly user: string;
  readonly correlationId: CorrelationId;
}

export type LinkOutcome =
  | { readonly kind: 'linked'; readonly user: CrmUser }
  | { readonly kind: 'unknown_user' }
  | { readonly kind: 'inactive_user'; readonly user: CrmUser }
  /** Only admins link other people, or take a CRM user whose e-mail is somebody else's. */
  | { readonly kind: 'not_allowed' };

/** Throws the messenger's Fault when Slack cannot be asked whose address the CRM user has. */
export async function linkOwner(deps: LinkDeps, input: LinkInput): Promise<LinkOutcome> {
  const { transact, playbook, clock } = deps;
  await meetNamesake(deps, input);
  return transact(async ({ directory, audit }) => {
    const user = await findUser(directory, input.crm, input.user);
    if (!user || user.kind === 'queue') return { kind: 'unknown_user' };
    if (!user.active) return { kind: 'inactive_user', user };
    if (
      !(await mayLink({ directory, playbook: playbook().playbook }, input, user)) &&
      !isAdmin(playbook().playbook, input.by)
    ) {
      return { kind: 'not_allowed' };
    }
    const linkedAt = clock.now();
    const known = (await directory.links(input.person.id)).find(({ crm }) => crm === input.crm);
    await directory.putLink({
      slack: input.person.id,
      crm: input.crm,
      userId: user.id,
      linkedBy: input.by.id,
      linkedAt,
    });
    await audit.append({
      at: linkedAt,
      action: 'person.linked',
      actor: { kind: 'person', slack: input.by.id },
      subject: `person:${input.person.id}`,
      ...(known === undefined ? {} : { before: { crm: input.crm, user: known.userId } }),
      after: { crm: input.crm, user: user.id, name: user.name },
      correlationId: input.correlationId,
    });
    return { kind: 'linked', user };
  });
}

async function findUser(directory: DirectoryStore, crm: CrmName, text: string): Promise<CrmUser | null> {
  return text.includes('@') ? directory.crmUserByEmail(crm, text) : directory.crmUser(crm, text);
}

/** The directory has only those whom the playbook names or who acted before; whoever has the address counts as well. */
async function meetNamesake({ directory, messenger, clock }: LinkDeps, { crm, user: text }: LinkInput): Promise<void> {
  const user = await findUser(directory, crm, text);
  if (!user?.email || (await directory.personByEmail(user.email))) return;
  const person = await messenger.personByEmail(user.email);
  if (person) await directory.putPerson(person, clock.now());
}

/** Oneself, and a CRM user that nobody else in Slack stands for. */
async function mayLink(deps: OwnerDeps, input: LinkInput, user: CrmUser): Promise<boolean> {
  if (input.by.id !== input.person.id) return false;
  const linked = await deps.directory.linkOf(input.crm, user.id);
  if (linked) return linked.slack === input.person.id;
  const namesake = user.email === null ? null : await personNamed(deps, user.email);
  return namesake === null || namesake.id === input.person.id;
}
