// Keeps Slack's user groups fresh, and whoever is in one that the playbook names: nobody who is asked waits for Slack.
import type { SlackUserId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { approversIn } from '#features/playbook/approvals.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { identifyPerson } from './identify-person.ts';
import type { PeopleDeps } from './refresh-directory.ts';
import type { GroupStore } from './store.ts';

export interface GroupDeps extends PeopleDeps {
  readonly groups: GroupStore;
}

/** How often the tick comes round. */
const EVERY_MS = 5 * MINUTE_MS;
/** People asked for in one round; Slack answers a hundred a minute, and others ask as well. */
const PEOPLE_A_ROUND = 40;

/** Reads all groups, and gets to know the members of those that the playbook names. Throws the messenger's Fault. */
export async function refreshGroups(deps: GroupDeps): Promise<void> {
  const { groups, messenger, playbook, clock } = deps;
  // A workspace whose playbook never named a group may not have let the app see them. Where one was named before,
  // requests of that time still ask its members.
  if (namedGroups(playbook().playbook).size === 0 && !(await groups.any())) return;
  await groups.putGroups(await messenger.groups(), clock.now());
  const members = await membersOfNamed(deps);
  const strangers = await strangersAmong(deps, members);
  for (const id of strangers.slice(0, PEOPLE_A_ROUND)) await identifyPerson(deps, id);
  await lookAgain(deps, inTurn(members, clock.now()).slice(0, Math.max(0, PEOPLE_A_ROUND - strangers.length)));
}

/**
 * Makes sure that Slack's groups were looked at before anybody is asked. What it gives throws the messenger's Fault until
 * one look went well, and from then on asks nothing.
 */
export function createFirstGroupLook(deps: GroupDeps): () => Promise<void> {
  let looked = false;
  return async () => {
    if (looked) return;
    if (!(await knowsGroups(deps))) await refreshGroups(deps);
    looked = true;
  };
}

async function knowsGroups({ groups, playbook }: GroupDeps): Promise<boolean> {
  for (const handle of namedGroups(playbook().playbook)) if ((await groups.group(handle)) === null) return false;
  return true;
}

/** Handles of the groups that the playbook's policies and KPIs name, each once. */
function namedGroups({ approvals, kpis }: Pick<Playbook, 'approvals' | 'kpis'>): ReadonlySet<string> {
  const named = [...approvals.flatMap(approversIn), ...kpis.owners_seen_by];
  return new Set(named.flatMap((approver) => (approver.kind === 'group' ? [approver.handle] : [])));
}

async function membersOfNamed({ groups, playbook }: GroupDeps): Promise<readonly SlackUserId[]> {
  const members = new Set<SlackUserId>();
  for (const handle of namedGroups(playbook().playbook)) {
    for (const member of (await groups.group(handle))?.members ?? []) members.add(member);
  }
  return [...members];
}

async function strangersAmong(
  { directory }: GroupDeps,
  people: readonly SlackUserId[],
): Promise<readonly SlackUserId[]> {
  const strangers: SlackUserId[] = [];
  for (const id of people) if ((await directory.person(id)) === null) strangers.push(id);
  return strangers;
}

/** Everybody's turn comes: each round begins where the one before ended. */
function inTurn(people: readonly SlackUserId[], now: Date): readonly SlackUserId[] {
  if (people.length === 0) return [];
  const first = (Math.floor(now.getTime() / EVERY_MS) * PEOPLE_A_ROUND) % people.length;
  return [...people.slice(first), ...people.slice(0, first)];
}

/** Slack tells when somebody leaves, unless we were not there to hear it. */
async function lookAgain({ directory, messenger, clock }: GroupDeps, people: readonly SlackUserId[]): Promise<void> {
  for (const id of people) {
    const person = await messenger.person(id);
    if (person) await directory.putPerson(person, clock.now());
  }
}
