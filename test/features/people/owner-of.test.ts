import { beforeAll, describe, expect, it } from 'vitest';
import { ownerOf, personNamed, personOfOwner } from '#features/people/owner-of.ts';
import type { OwnerLink } from '#features/people/store.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aCrmUser, aPerson } from '../../support/builders.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';
import { aPlaybook } from '../playbook/builders.ts';

const db = useDatabase();
const ana = aPerson('Ana');
/** Her Slack address is a private one; the playbook knows her by `dee@acme.test`. */
const diane = aPerson('Diane', { email: 'diane@private.test' });
const eve = aPerson('Eve');
const playbook = aPlaybook(`people:
  - { email: dee@acme.test, slack: U0DIANE }
  - { email: eve@acme.test, hubspot_owner: 77, salesforce_user: "005000000000077" }
`);
const users = [
  aCrmUser('hubspot', 'Ana', { email: 'ANA@acme.test' }),
  aCrmUser('hubspot', 'Dee'),
  aCrmUser('hubspot', 'Eve', { id: '77', email: 'eve@elsewhere.test' }),
  aCrmUser('hubspot', 'Linked'),
  aCrmUser('hubspot', 'Off', { active: false }),
  aCrmUser('hubspot', 'Queue', { kind: 'queue', email: 'queue@acme.test' }),
];
const link = (person: SlackPerson, userId: string): OwnerLink => ({
  slack: person.id,
  crm: 'hubspot',
  userId,
  linkedBy: person.id,
  linkedAt: noon,
});
const linked = aPerson('Lin');

beforeAll(async () => {
  const { directory } = db.database.stores;
  await directory.putCrmUsers('hubspot', users);
  for (const person of [ana, diane, eve, linked]) await directory.putPerson(person, noon);
  await directory.putLink(link(linked, 'hubspot-linked'));
});

const deps = () => ({ directory: db.database.stores.directory, playbook });

describe('the CRM user of somebody in Slack', () => {
  it.each([
    { when: 'the addresses are the same but for case', person: ana, id: 'hubspot-ana' },
    { when: 'the playbook knows another address of theirs', person: diane, id: 'hubspot-dee' },
    { when: 'the playbook names the user', person: eve, id: '77' },
    { when: 'it was linked by hand', person: linked, id: 'hubspot-linked' },
  ])('is found when $when', async ({ person, id }) => {
    expect(await ownerOf(deps(), person, 'hubspot')).toMatchObject({ kind: 'owner', user: { id } });
  });

  it('may be switched off, or not be there, and is never a queue', async () => {
    expect(await ownerOf(deps(), aPerson('Off'), 'hubspot')).toMatchObject({ kind: 'inactive' });
    expect(await ownerOf(deps(), aPerson('Queue'), 'hubspot')).toEqual({ kind: 'none' });
    expect(await ownerOf(deps(), aPerson('Nix', { email: null }), 'hubspot')).toEqual({ kind: 'none' });
    expect(await ownerOf(deps(), ana, 'salesforce')).toEqual({ kind: 'none' });
  });
});

describe('who in Slack a CRM user is', () => {
  it.each([
    { when: 'the addresses are the same', user: users[0], person: ana },
    { when: 'the playbook ties the address to a Slack user', user: users[1], person: diane },
    { when: 'the playbook names the user', user: users[2], person: eve },
    { when: 'it was linked by hand', user: users[3], person: linked },
    { when: 'nobody in Slack has the address', user: users[4], person: null },
  ])('is known when $when', async ({ user, person }) => {
    if (!user) throw new Error('no such user');
    expect(await personOfOwner(deps(), 'hubspot', user)).toEqual(person);
  });

  it('is looked up by the playbook’s Slack id before the address', async () => {
    expect(await personNamed(deps(), 'DEE@acme.test')).toEqual(diane);
    expect(await personNamed(deps(), 'ana@acme.test')).toEqual(ana);
  });
});
