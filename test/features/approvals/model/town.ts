// The people of the model as the model knows them: who is there, in which group, and who decides for whom. Works out by
// itself who may decide, so that it can contradict the app.
import type { Approval } from '#features/approvals/approval.ts';
import type { ApproverSpec, Quorum } from '#features/playbook/approvals.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPerson } from '../../../support/builders.ts';
import type { GROUPS, Name } from './commands.ts';
import { NAMES } from './commands.ts';
import type { Ground } from './ground.ts';

type Group = (typeof GROUPS)[number];

interface KnownDelegation {
  readonly id: number;
  readonly from: Name;
  readonly to: Name;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface Town {
  readonly delegations: KnownDelegation[];
  person(name: Name): SlackPerson;
  nameOf(id: SlackUserId): Name;
  setActive(name: Name, active: boolean): Promise<void>;
  setMember(group: Group, name: Name, member: boolean): Promise<void>;
  /** Whom these approvers name, there or not. */
  members(specs: readonly ApproverSpec[]): ReadonlySet<Name>;
  isActive(name: Name): boolean;
  /** Whoever may stand in for one of these people right now. */
  standIns(names: Iterable<Name>, now: Date): ReadonlySet<Name>;
  isAway(name: Name, now: Date): boolean;
  /** How many yes a step takes at least, as its people are right now. */
  quorum(approval: Approval, step: number): number;
}

const AT_FIRST: Readonly<Record<Group, readonly Name[]>> = {
  managers: ['Mia', 'Nora', 'Mark'],
  legal: ['Lea', 'Leo', 'Vera'],
};

/** Everybody is there, nobody has delegated. */
export async function aTown({ stores, transact }: Ground, now: Date): Promise<Town> {
  const active = new Set<Name>(NAMES);
  const groups = new Map(Object.entries(AT_FIRST).map(([group, names]) => [group, new Set(names)]));
  const people = new Map(NAMES.map((name) => [name, aPerson(name)]));
  for (const person of people.values()) await stores.directory.putPerson(person, now);
  await transact(async (tx) => {
    for (const { id } of await tx.delegations.list(now)) await tx.delegations.end(id, now);
  });
  await putGroups();
  const delegations: KnownDelegation[] = [];

  const town: Town = {
    delegations,
    person(name) {
      const person = people.get(name);
      if (person === undefined) throw new Error(`${name} is nobody`);
      return { ...person, active: active.has(name) };
    },
    nameOf(id) {
      const name = NAMES.find((one) => people.get(one)?.id === id);
      if (name === undefined) throw new Error(`${id} is nobody`);
      return name;
    },
    async setActive(name, there) {
      if (there) active.add(name);
      else active.delete(name);
      await stores.directory.putPerson(town.person(name), now);
    },
    async setMember(group, name, member) {
      const names = groups.get(group);
      if (member) names?.add(name);
      else names?.delete(name);
      await putGroups();
    },
    members: (specs) => new Set(specs.flatMap((spec) => [...named(spec)])),
    isActive: (name) => active.has(name),
    isAway: (name, at) => next(name, at) !== undefined,
    standIns(names, at) {
      const found = new Set<Name>();
      for (const name of names) {
        let last: Name | undefined = next(name, at);
        for (let hops = 0; last !== undefined && hops < NAMES.length; hops += 1) {
          found.add(last);
          last = next(last, at);
        }
      }
      return found;
    },
    quorum({ policy, requestedBy, revisedBy }, step) {
      const { approvers, quorum } = policy.steps[step] ?? { approvers: [], quorum: { kind: 'any' } };
      const barred = new Set([requestedBy, revisedBy]);
      const fixed = new Set(
        approvers.filter(({ kind }) => kind === 'person' || kind === 'field').flatMap((one) => [...named(one)]),
      );
      const counted = [...town.members(approvers)].filter(
        (name) => (fixed.has(name) || active.has(name)) && !barred.has(town.person(name).id),
      );
      return atLeast(quorum, counted.length);
    },
  };
  return town;

  function next(name: Name, at: Date): Name | undefined {
    return delegations.find((one) => one.from === name && one.startsAt <= at && at < one.endsAt)?.to;
  }

  function named(spec: ApproverSpec): Iterable<Name> {
    switch (spec.kind) {
      case 'person':
        return NAMES.filter((name) => people.get(name)?.email === spec.email);
      case 'field':
        return ['Lea'];
      case 'role':
        return ['Opa'];
      case 'group':
        return groups.get(spec.handle) ?? [];
      case 'manager_of':
        return [];
    }
  }

  async function putGroups(): Promise<void> {
    const given = [...groups].map(([handle, names]) => ({
      id: `S0${handle.toUpperCase()}`,
      handle,
      name: handle,
      members: [...names].flatMap((name) => people.get(name)?.id ?? []),
      active: true,
    }));
    await stores.groups.putGroups(given, now);
  }
}

function atLeast(quorum: Quorum, places: number): number {
  switch (quorum.kind) {
    case 'any':
      return 1;
    case 'count':
      return quorum.count;
    case 'all':
      return Math.max(1, places);
    case 'majority':
      return places === 0 ? 1 : Math.floor(places / 2) + 1;
  }
}
