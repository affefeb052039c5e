import { beforeEach, describe, expect, it } from 'vitest';
import { approverTroubles } from '#features/people/approver-troubles.ts';
import { createFirstGroupLook, refreshGroups } from '#features/people/refresh-groups.ts';
import { managerOf } from '#features/people/manager-of.ts';
import { Fault } from '#kernel/errors.ts';
import { SlackUserId } from '#kernel/ids.ts';
import type { SlackGroup } from '#ports/messenger.ts';
import { aPerson } from '../../support/builders.ts';
import { ana, bo, cy, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();
const deps = () => ({
  ...house.deps,
  directory: house.stores.directory,
  groups: house.stores.groups,
  messenger: house.slack,
});

function aGroup(handle: string, members: readonly SlackUserId[], over: Partial<SlackGroup> = {}): SlackGroup {
  return { id: `S0${handle.toUpperCase()}`, handle, name: handle, members, active: true, ...over };
}

/** A playbook with one policy whose steps are these lines. */
function policy(...steps: readonly string[]): string {
  return `approvals:\n  - name: budget\n    on: campaign.launch\n    steps: [${steps.join(', ')}]\n`;
}

beforeEach(() => {
  house.slack.userGroups.length = 0;
  house.govern(policy('{ any_of: [group:managers] }'));
});

describe('user groups', () => {
  it('are kept as Slack has them now: what is missing is no more', async () => {
    house.slack.userGroups.push(aGroup('managers', [ana.id, bo.id]), aGroup('others', [cy.id]));
    await refreshGroups(deps());
    expect(await house.stores.groups.group('managers')).toEqual(house.slack.userGroups[0]);
    house.slack.userGroups.splice(0, 2, aGroup('managers', [], { active: false }));
    await refreshGroups(deps());
    expect(await house.stores.groups.group('managers')).toMatchObject({ active: false, members: [] });
    expect(await house.stores.groups.group('others')).toBeNull();
  });

  it('may share a handle with one that was switched off: the living one is meant', async () => {
    house.slack.userGroups.push(aGroup('managers', [], { id: 'S0OLD', active: false }), aGroup('managers', [bo.id]));
    await refreshGroups(deps());
    expect(await house.stores.groups.group('managers')).toMatchObject({ id: 'S0MANAGERS', members: [bo.id] });
  });

  it('bring their members into the directory, those of groups that the playbook names', async () => {
    const [una, vic] = [aPerson('Una'), aPerson('Vic')];
    house.slack.people.push(una, vic);
    house.slack.userGroups.push(aGroup('managers', [una.id]), aGroup('others', [vic.id]));
    await refreshGroups(deps());
    expect(await house.stores.directory.person(una.id)).toEqual(una);
    expect(await house.stores.directory.person(vic.id)).toBeNull();
  });

  it('are looked at a few people a round, and everybody comes to their turn', async () => {
    const crowd = Array.from({ length: 90 }, (_, index) => aPerson(`Crowd${index}`));
    house.slack.people.push(...crowd);
    house.slack.userGroups.push(
      aGroup(
        'managers',
        crowd.map(({ id }) => id),
      ),
    );
    const asked: string[] = [];
    const messenger = {
      ...house.slack,
      person: (id: SlackUserId) => {
        asked.push(id);
        return house.slack.person(id);
      },
    };
    const rounds: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      asked.length = 0;
      await refreshGroups({ ...deps(), messenger });
      rounds.push(asked.length);
      for (const id of asked) expect(await house.stores.directory.person(SlackUserId.parse(id))).not.toBeNull();
      house.clock.pass(300_000);
    }
    expect(rounds).toEqual([40, 40, 40, 40, 40, 40]);
    const left = crowd.map((person) => ({ ...person, active: false }));
    house.slack.people.splice(house.slack.people.indexOf(crowd[0] ?? ana), crowd.length, ...left);
    for (let round = 0; round < 3; round += 1) {
      await refreshGroups(deps());
      house.clock.pass(300_000);
    }
    for (const { id } of crowd) expect(await house.stores.directory.person(id)).toMatchObject({ active: false });
  });

  it('are not asked for by a playbook that never named one, and go on where one did', async () => {
    house.govern('');
    await house.stores.groups.putGroups([], house.clock.now());
    let asked = 0;
    const groups = async (): Promise<readonly SlackGroup[]> => {
      asked += 1;
      return [];
    };
    await refreshGroups({ ...deps(), messenger: { ...house.slack, groups } });
    expect(asked).toBe(0);
    await house.stores.groups.putGroups([aGroup('managers', [bo.id])], house.clock.now());
    await refreshGroups({ ...deps(), messenger: { ...house.slack, groups } });
    expect(asked).toBe(1);
    expect(await house.stores.groups.any()).toBe(false);
  });

  it('are looked at before anybody is asked, until a look goes well', async () => {
    house.govern(policy('{ any_of: [group:firsts] }'));
    house.slack.userGroups.push(aGroup('firsts', [bo.id]));
    const answers: (() => Promise<readonly SlackGroup[]>)[] = [
      () => Promise.reject(new Fault('unavailable', 'Slack is down')),
    ];
    let asked = 0;
    const groups = (): Promise<readonly SlackGroup[]> => {
      asked += 1;
      return (answers.shift() ?? (() => house.slack.groups()))();
    };
    const look = createFirstGroupLook({ ...deps(), messenger: { ...house.slack, groups } });
    await expect(look()).rejects.toThrow('Slack is down');
    await look();
    await look();
    expect(asked).toBe(2);
    expect(await house.stores.groups.group('firsts')).toMatchObject({ members: [bo.id] });
    await createFirstGroupLook({ ...deps(), messenger: { ...house.slack, groups } })();
    expect(asked).toBe(2);
  });
});

describe('troubles with approvers', () => {
  const troubles = () => approverTroubles(deps(), house.deps.playbook().playbook);

  it('are none where everybody is there', async () => {
    house.slack.userGroups.push(aGroup('managers', [bo.id]));
    await refreshGroups(deps());
    expect(await troubles()).toEqual([]);
  });

  it.each([
    { when: 'Slack has no such group', groups: [], says: 'group managers: Slack has none of that name' },
    {
      when: 'the group is switched off',
      groups: [aGroup('managers', [], { active: false })],
      says: 'group managers: switched off in Slack',
    },
    { when: 'the group is empty', groups: [aGroup('managers', [])], says: 'group managers: has no members' },
  ])('are told when $when', async ({ groups, says }) => {
    house.slack.userGroups.push(...groups);
    await refreshGroups(deps());
    expect(await troubles()).toEqual([says, 'policy budget: nobody can decide in step 1']);
  });

  it('are told of people who left, and the step goes on with those who are there', async () => {
    const gil = aPerson('Gil', { active: false });
    await house.stores.directory.putPerson(gil, house.clock.now());
    house.govern(policy('{ any_of: [gil@acme.test, ana@acme.test] }', '{ name: Money, all_of: [nobody@acme.test] }'));
    expect(await troubles()).toEqual([
      'gil@acme.test: deactivated in Slack',
      'nobody@acme.test: not in Slack',
      'policy budget: nobody can decide in Money',
    ]);
  });

  it('are told of a group whose members all left, and of managers', async () => {
    const hal = aPerson('Hal', { active: false });
    house.slack.people.push(hal);
    house.slack.userGroups.push(aGroup('managers', [hal.id]));
    house.govern(
      `people: [{ email: ana@acme.test, manager: Hal@acme.test }]\n${policy('{ any_of: [group:managers, manager_of:requester] }')}`,
    );
    await refreshGroups(deps());
    expect(await troubles()).toEqual([
      'group managers: all its members are deactivated',
      'manager hal@acme.test: deactivated in Slack',
    ]);
  });
});

describe('a manager', () => {
  it('is whom the playbook names, however the address is written', () => {
    house.govern('people: [{ email: ana@acme.test, manager: Bo@acme.test }]\n');
    const { playbook } = house.deps.playbook();
    expect([managerOf(playbook, 'Ana@Acme.test'), managerOf(playbook, 'bo@acme.test')]).toEqual(['bo@acme.test', null]);
  });
});
