import { describe, expect, it } from 'vitest';
import { identifyPerson } from '#features/people/identify-person.ts';
import { linkOwner } from '#features/people/link-owner.ts';
import type { LinkInput } from '#features/people/link-owner.ts';
import {
  createFirstLook,
  knowsAnybody,
  refreshCrmDirectory,
  refreshPeople,
} from '#features/people/refresh-directory.ts';
import { ownerOf } from '#features/people/owner-of.ts';
import { Fault } from '#kernel/errors.ts';
import { aCrmUser, aPerson, correlationId } from '../../support/builders.ts';
import { aFakeCrm } from '../../support/fake-crm.ts';
import { ana, bo, cy, opa, useLeadHouse } from '../../support/lead-house.ts';

const house = useLeadHouse();
const people = () => ({ ...house.deps, directory: house.stores.directory, messenger: house.slack });

describe('a link between a person and a CRM user', () => {
  const link = (over: Partial<LinkInput>) =>
    linkOwner(people(), { by: ana, person: ana, crm: 'hubspot', user: 'sam@acme.test', correlationId, ...over });

  it('is set by the person and audited', async () => {
    expect(await link({})).toMatchObject({ kind: 'linked', user: { name: 'Sam' } });
    const { directory } = house.stores;
    const ownership = await ownerOf({ directory, playbook: house.deps.playbook().playbook }, ana, 'hubspot');
    expect(ownership).toMatchObject({ user: { id: 'hubspot-sam' } });
    expect(await house.audited(`person:${ana.id}`)).toEqual(['person.linked']);
  });

  it.each([
    { when: 'nobody has the address', input: { user: 'nix@acme.test' }, kind: 'unknown_user' },
    { when: 'nobody has the id', input: { user: '0815' }, kind: 'unknown_user' },
    { when: 'it is a queue', input: { user: 'hubspot-queue' }, kind: 'unknown_user' },
    { when: 'the user is a colleague', input: { user: 'bo@acme.test' }, kind: 'not_allowed' },
    { when: 'the user is linked to a colleague', input: { by: bo, person: bo }, kind: 'not_allowed' },
    { when: 'it is for somebody else', input: { person: cy }, kind: 'not_allowed' },
  ])('is refused when $when', async ({ input, kind }) => {
    expect((await link(input)).kind).toBe(kind);
  });

  it('is refused when the user is a colleague who never used the app', async () => {
    const kim = aPerson('Kim');
    house.slack.people.push(kim);
    const users = ['Ana', 'Bo', 'Cy', 'Opa', 'Sam', 'Kim'].map((name) => aCrmUser('hubspot', name));
    await house.stores.directory.putCrmUsers('hubspot', users);
    expect((await link({ by: bo, person: bo, user: 'hubspot-kim' })).kind).toBe('not_allowed');
    expect((await link({ by: kim, person: kim, user: 'hubspot-kim' })).kind).toBe('linked');
  });

  it('may be set by an admin for anybody, but not to somebody switched off', async () => {
    expect(await link({ by: opa, person: cy, user: 'hubspot-sam' })).toMatchObject({ kind: 'linked' });
    await house.stores.directory.putCrmUsers('salesforce', [aCrmUser('salesforce', 'Off', { active: false })]);
    expect(await link({ by: opa, crm: 'salesforce', user: 'off@acme.test' })).toMatchObject({ kind: 'inactive_user' });
  });
});

describe('the directory', () => {
  it('asks Slack for whom it does not know, and remembers', async () => {
    const nia = aPerson('Nia');
    await expect(identifyPerson(people(), nia.id)).rejects.toMatchObject({ code: 'not_found' });
    house.slack.people.push(nia);
    expect(await identifyPerson(people(), nia.id)).toEqual(nia);
    expect(await house.stores.directory.person(nia.id)).toEqual(nia);
  });

  it('notices that somebody was deactivated, whom Slack does not find by address any more', async () => {
    house.govern(`people: [{ email: zed@acme.test, slack: U0ZEDRIC }]
teams: [{ name: t, members: [rae@acme.test, zed@acme.test] }]\n`);
    const [rae, zedric] = [aPerson('Rae'), aPerson('Zedric', { email: null })];
    house.slack.people.push(rae, zedric);
    expect(await knowsAnybody(people())).toBe(false);
    await refreshPeople(people());
    expect(await knowsAnybody(people())).toBe(true);
    expect(await house.stores.directory.person(zedric.id)).toEqual(zedric);
    house.slack.people.splice(house.slack.people.indexOf(rae), 1, { ...rae, active: false });
    await refreshPeople(people());
    expect(await house.stores.directory.person(rae.id)).toMatchObject({ active: false });
  });

  it('asks Slack once for members whom it does not have, and not before each lead', async () => {
    house.govern(`teams: [{ name: t, members: [nobody@acme.test] }]\n`);
    let asked = 0;
    const answers: (() => Promise<null>)[] = [() => Promise.reject(new Fault('unavailable', 'Slack is down'))];
    const personByEmail = (): Promise<null> => {
      asked += 1;
      return answers.shift()?.() ?? Promise.resolve(null);
    };
    const look = createFirstLook({ ...people(), messenger: { ...house.slack, personByEmail } });
    await expect(look()).rejects.toThrow('Slack is down');
    await look();
    const before = asked;
    await look();
    expect(asked).toBe(before);
  });

  it('reads users and stages of a CRM, and who is missing is switched off', async () => {
    const crm = aFakeCrm('salesforce');
    const users = [aCrmUser('salesforce', 'Ana'), aCrmUser('salesforce', 'Bo')];
    crm.users = async () => users;
    crm.stages = async (object) => [{ id: 'x', label: `${object} X`, pipeline: null, closed: false, won: false }];
    const { directory } = house.stores;
    await refreshCrmDirectory(directory, crm);
    expect(await directory.stage('salesforce', 'opportunity', 'x')).toMatchObject({ label: 'opportunity X' });
    users.pop();
    await refreshCrmDirectory(directory, crm);
    expect(await directory.crmUser('salesforce', 'salesforce-bo')).toMatchObject({ active: false });
    expect(await directory.crmUser('salesforce', 'salesforce-ana')).toMatchObject({ active: true });
  });
});
