import { describe, expect, it } from 'vitest';
import { SlackUserId } from '#kernel/ids.ts';
import { viewerOf } from '#features/metrics/restrict.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPlaybook } from '../playbook/builders.ts';

const ana: SlackPerson = {
  id: SlackUserId.parse('U0ANA00001'),
  name: 'Ana',
  email: 'Ana@acme.test',
  timeZone: null,
  active: true,
  away: false,
};
const groups = {
  group: async (handle: string) =>
    handle === 'sales-managers' ? { id: 'S1', handle, name: 'Sales', members: [ana.id], active: true } : null,
};

function viewer(seenBy: string, rest = '') {
  return viewerOf({ playbook: aPlaybook(`${rest}kpis: { owners_seen_by: [${seenBy}] }\n`), groups }, ana);
}

describe('Whoever asks', () => {
  it.each([
    ['named by address', 'ana@acme.test', ''],
    ['has a role that is named', '"role:ops"', 'roles: { ops: [ana@acme.test] }\n'],
    ['is in a group that is named', '"group:sales-managers"', ''],
    [
      'is named under another address',
      'a.sand@acme.test',
      'people: [{ email: a.sand@acme.test, slack: U0ANA00001 }]\n',
    ],
  ])('sees numbers of single owners when %s', async (_, seenBy, rest) => {
    expect(await viewer(seenBy, rest)).toMatchObject({ seesOwners: true });
  });

  it.each([
    ['named', 'bo@acme.test'],
    ['in the group', '"group:marketing"'],
    ['of the role', '"role:ops"'],
  ])('does not where they are not %s, and sees their own', async (_, seenBy) => {
    expect(await viewer(seenBy)).toEqual({ seesOwners: false, addresses: ['ana@acme.test'] });
  });
});
