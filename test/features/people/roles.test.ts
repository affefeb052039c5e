import { expect, it } from 'vitest';
import { isAdmin, isMember, isOps } from '#features/people/roles.ts';
import { aPerson } from '../../support/builders.ts';
import { aPlaybook } from '../playbook/builders.ts';

const playbook = aPlaybook(`
people: [{ email: dee@acme.test, slack: U0DIANE }]
roles: { admin: [ada@acme.test, dee@acme.test], ops: [Opa@acme.test] }
teams: [{ name: smb, members: [cy@acme.test] }]
`);

it.each([
  { who: 'an admin', person: aPerson('Ada'), admin: true, ops: true, member: false },
  {
    who: 'somebody in ops',
    person: aPerson('Opa', { email: 'OPA@acme.test' }),
    admin: false,
    ops: true,
    member: false,
  },
  { who: 'a team member', person: aPerson('Cy'), admin: false, ops: false, member: true },
  { who: 'an admin with another address in Slack', person: aPerson('Diane'), admin: true, ops: true, member: false },
  {
    who: 'somebody with the address of an admin who is somebody else',
    person: aPerson('Dee'),
    admin: false,
    ops: false,
    member: false,
  },
  {
    who: 'a person without an address',
    person: aPerson('Nix', { email: null }),
    admin: false,
    ops: false,
    member: false,
  },
])('$who may do what the playbook says', ({ person, admin, ops, member }) => {
  expect([isAdmin(playbook, person), isOps(playbook, person), isMember(playbook, 'smb', person)]).toEqual([
    admin,
    ops,
    member,
  ]);
  expect(isMember(playbook, 'unheard-of', person)).toBe(false);
});
