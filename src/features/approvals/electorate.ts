// Who a policy's approvers are at this moment: groups, roles and addresses are looked up anew each time, so who left a
// group or the company decides no more.
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { addressesOf } from '#features/people/aliases.ts';
import { managerOf } from '#features/people/manager-of.ts';
import { personNamed } from '#features/people/owner-of.ts';
import type { ApproverSpec } from '#features/playbook/approvals.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Approval } from './approval.ts';
import type { ApprovalTx } from './desk.ts';
import type { Delegation } from './store.ts';

/** One place among those who decide. */
export interface Place {
  /** Null: it is nobody's, because whom it is meant for is not in Slack or has left. */
  readonly who: SlackUserId | null;
  /** Why: `group:marketing-managers`, `role:legal`, an address. */
  readonly via: string;
}

export type ElectorateTx = Pick<ApprovalTx, 'groups' | 'directory' | 'delegations'>;

export interface Electorate {
  /** Each person once a list, by the first that names them. */
  placesOf(specs: readonly ApproverSpec[]): Promise<readonly Place[]>;
  /** Somebody whom places or delegations named, active or not. */
  person(id: SlackUserId): SlackPerson | undefined;
  /** Who decides for whom right now. */
  readonly delegations: ReadonlyMap<SlackUserId, Delegation>;
}

/** Reads delegations at once, and everybody else when they are asked for, once: it is good for one transaction. */
export async function electorateFor(
  tx: ElectorateTx,
  playbook: Playbook,
  approval: Pick<Approval, 'requestedBy'> & { readonly policy: Pick<Approval['policy'], 'named'> },
  now: Date,
): Promise<Electorate> {
  const running = (await tx.delegations.list(now)).filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  const people = new Map<SlackUserId, SlackPerson>();
  const named = new Map<string, SlackPerson | null>();
  const groups = new Map<string, readonly Place[]>();
  await meet(running.map(({ to }) => to));
  return {
    placesOf,
    person: (id) => people.get(id),
    delegations: new Map(running.toReversed().map((delegation) => [delegation.from, delegation])),
  };

  async function placesOf(specs: readonly ApproverSpec[]): Promise<readonly Place[]> {
    const places: Place[] = [];
    for (const spec of specs) places.push(...(await placesBy(spec)));
    const seen = new Set<SlackUserId>();
    return places.filter(({ who }) => {
      if (who === null) return true;
      if (seen.has(who)) return false;
      seen.add(who);
      return true;
    });
  }

  async function placesBy(spec: ApproverSpec): Promise<readonly Place[]> {
    switch (spec.kind) {
      case 'person':
        return [await placeOf(spec.email, spec.email)];
      case 'role': {
        const places: Place[] = [];
        for (const email of playbook.roles[spec.role] ?? []) places.push(await placeOf(email, `role:${spec.role}`));
        return places;
      }
      case 'group':
        return membersOf(spec.handle);
      case 'field':
        return [await placeOf(approval.policy.named[spec.path] ?? null, `field:${spec.path}`)];
      case 'manager_of': {
        const via = `manager_of:${spec.path ?? 'requester'}`;
        return [await placeOf(await managerFor(spec.path), via)];
      }
    }
  }

  async function membersOf(handle: string): Promise<readonly Place[]> {
    const known = groups.get(handle);
    if (known !== undefined) return known;
    const group = await tx.groups.group(handle);
    const members = group?.active === true ? group.members : [];
    await meet(members);
    const places = members.flatMap((who) => (people.get(who)?.active ? [{ who, via: `group:${handle}` }] : []));
    groups.set(handle, places);
    return places;
  }

  async function managerFor(path: string | null): Promise<string | null> {
    if (path !== null) {
      const email = approval.policy.named[path] ?? null;
      return email === null ? null : managerOf(playbook, email);
    }
    if (approval.requestedBy === null) return null;
    await meet([approval.requestedBy]);
    const requester = people.get(approval.requestedBy);
    const addresses = requester === undefined ? [] : addressesOf(playbook, requester);
    return addresses.map((email) => managerOf(playbook, email)).find((manager) => manager !== null) ?? null;
  }

  async function placeOf(email: string | null, via: string): Promise<Place> {
    if (email === null) return { who: null, via };
    let person = named.get(email);
    if (person === undefined) {
      person = await personNamed({ directory: tx.directory, playbook }, email);
      named.set(email, person);
      if (person !== null) people.set(person.id, person);
    }
    return { who: person?.active ? person.id : null, via };
  }

  async function meet(ids: readonly SlackUserId[]): Promise<void> {
    const unknown = ids.filter((id) => !people.has(id));
    if (unknown.length === 0) return;
    for (const person of await tx.directory.people(unknown)) people.set(person.id, person);
  }
}
