import { expect, it } from 'vitest';
import { pickMember } from '#features/routing/pick-member.ts';

it.each([
  { when: 'nobody can', candidates: [], member: null },
  { when: 'there is one', candidates: [['ana', 7]], member: 'ana' },
  {
    when: 'nobody had a turn',
    candidates: [
      ['ana', -1],
      ['bo', -1],
    ],
    member: 'ana',
  },
  {
    when: 'one never had a turn',
    candidates: [
      ['ana', 3],
      ['bo', -1],
      ['cy', 1],
    ],
    member: 'bo',
  },
  {
    when: 'all had turns',
    candidates: [
      ['ana', 3],
      ['bo', 2],
      ['cy', 4],
    ],
    member: 'bo',
  },
] as const)('$member is next when $when', ({ candidates, member }) => {
  expect(pickMember(candidates.map(([member, lastTurn]) => ({ member, lastTurn })))).toBe(member);
});
