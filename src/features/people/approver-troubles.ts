// Who is named as an approver and could not decide: gone from Slack, a group that is not there or is empty.
import { approverText, type ApproverSpec } from '#features/playbook/approvers.ts';
import { approversIn } from '#features/playbook/approvals.ts';
import type { Policy, Playbook } from '#features/playbook/schema.ts';
import { managerOf } from './manager-of.ts';
import { personNamed } from './owner-of.ts';
import type { DirectoryStore, GroupStore } from './store.ts';

export interface ApproverDeps {
  readonly directory: DirectoryStore;
  readonly groups: GroupStore;
}

/**
 * A sentence for each approver who is nobody right now, and for each step that has nobody left: such a step goes to
 * whom the policy escalates to. Fields and managers of who asks are known only when something is asked for.
 */
export async function approverTroubles(deps: ApproverDeps, playbook: Playbook): Promise<readonly string[]> {
  const looks = new Map<string, Promise<Look>>();
  const look = (approver: ApproverSpec): Promise<Look> => {
    const text = approverText(approver);
    const known = looks.get(text) ?? lookAt(deps, playbook, approver);
    looks.set(text, known);
    return known;
  };
  const approvers = playbook.approvals.flatMap(approversIn);
  const gone = (await Promise.all(approvers.map(look))).flatMap(({ troubles }) => troubles);
  const empty = await Promise.all(playbook.approvals.map((policy) => emptySteps(policy, look)));
  return [...new Set([...gone, ...empty.flat()])];
}

/** `open`: somebody may be found when it is asked for. */
interface Look {
  readonly open: boolean;
  readonly troubles: readonly string[];
}

async function emptySteps(
  { name, stages, escalate_to }: Policy,
  look: (approver: ApproverSpec) => Promise<Look>,
): Promise<readonly string[]> {
  const someone = async (approvers: readonly ApproverSpec[]): Promise<boolean> =>
    (await Promise.all(approvers.map(look))).some(({ open }) => open);
  const troubles: string[] = [];
  for (const [index, step] of stages.flat().entries()) {
    if (await someone(step.approvers)) continue;
    troubles.push(`policy ${name}: nobody can decide in ${step.name ?? `step ${index + 1}`}`);
  }
  if (!(await someone(escalate_to))) troubles.push(`policy ${name}: nobody is left to escalate to`);
  return troubles;
}

function lookAt(deps: ApproverDeps, playbook: Playbook, approver: ApproverSpec): Promise<Look> {
  switch (approver.kind) {
    case 'person':
      return lookAtPeople(deps, playbook, [approver.email]);
    case 'group':
      return lookAtGroup(deps, approver.handle);
    case 'role':
      return lookAtPeople(deps, playbook, playbook.roles[approver.role] ?? []);
    case 'field':
      return Promise.resolve({ open: true, troubles: [] });
    case 'manager_of':
      return lookAtManagers(deps, playbook);
  }
}

async function lookAtPeople({ directory }: ApproverDeps, playbook: Playbook, emails: readonly string[]): Promise<Look> {
  const troubles: string[] = [];
  for (const email of emails) {
    const person = await personNamed({ directory, playbook }, email);
    if (!person) troubles.push(`${email}: not in Slack`);
    else if (!person.active) troubles.push(`${email}: deactivated in Slack`);
  }
  return { open: troubles.length < emails.length, troubles };
}

async function lookAtGroup({ groups, directory }: ApproverDeps, handle: string): Promise<Look> {
  const group = await groups.group(handle);
  if (!group) return { open: false, troubles: [`group ${handle}: Slack has none of that name`] };
  if (!group.active) return { open: false, troubles: [`group ${handle}: switched off in Slack`] };
  for (const id of group.members)
    if ((await directory.person(id))?.active !== false) return { open: true, troubles: [] };
  const why = group.members.length === 0 ? 'has no members' : 'all its members are deactivated';
  return { open: false, troubles: [`group ${handle}: ${why}`] };
}

/** Whose manager it will be is not known before; a manager who is gone decides nothing for anybody. */
async function lookAtManagers(deps: ApproverDeps, playbook: Playbook): Promise<Look> {
  const managers = new Set(playbook.people.flatMap(({ email }) => managerOf(playbook, email) ?? []));
  const { troubles } = await lookAtPeople(deps, playbook, [...managers]);
  return { open: true, troubles: troubles.map((trouble) => `manager ${trouble}`) };
}
