// `/signalbox link`: says whose CRM user somebody is, where the e-mail address does not.
import type { CorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName, CrmUser } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { isAdmin } from './roles.ts';
import type { DirectoryStore } from './store.ts';

export interface LinkTx {
  readonly directory: DirectoryStore;
  readonly audit: AuditWriter;
}

export interface LinkDeps {
  readonly transact: Transact<LinkTx>;
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

export function linkOwner({ transact, playbook, clock }: LinkDeps, input: LinkInput): Promise<LinkOutcome> {
  return transact(async ({ directory, audit }) => {
    const user = await findUser(directory, input.crm, input.user);
    if (!user || user.kind === 'queue') return { kind: 'unknown_user' };
    if (!user.active) return { kind: 'inactive_user', user };
    if (!(await mayLink(directory, input, user)) && !isAdmin(playbook().playbook, input.by)) {
      return { kind: 'not_allowed' };
    }
    const linkedAt = clock.now();
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
      after: { crm: input.crm, user: user.id, name: user.name },
      correlationId: input.correlationId,
    });
    return { kind: 'linked', user };
  });
}

async function findUser(directory: DirectoryStore, crm: CrmName, text: string): Promise<CrmUser | null> {
  return text.includes('@') ? directory.crmUserByEmail(crm, text) : directory.crmUser(crm, text);
}

/** Oneself, and a CRM user that nobody else in Slack stands for. */
async function mayLink(directory: DirectoryStore, input: LinkInput, user: CrmUser): Promise<boolean> {
  if (input.by.id !== input.person.id) return false;
  const linked = await directory.linkOf(input.crm, user.id);
  if (linked) return linked.slack === input.person.id;
  const namesake = user.email === null ? null : await directory.personByEmail(user.email);
  return namesake === null || namesake.id === input.person.id;
}
