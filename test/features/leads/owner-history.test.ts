import { describe, expect, it } from 'vitest';
import { expectedNow, originOf } from '#features/leads/owner-plan.ts';
import { aClaim, aWrite } from '../../support/builders.ts';

const ref = { crm: 'hubspot', object: 'lead', id: '501' } as const;
const moved = (expected: string | null, target: string | null, over = {}) =>
  aWrite({ expected, target, outcome: 'assigned', ...over });

describe('the owner that a release goes back to', () => {
  it.each([
    { when: 'there was one claim', history: [aClaim({ writes: [moved('sam', 'ana')] })], owner: 'sam' },
    { when: 'nobody owned it', history: [aClaim({ writes: [moved(null, 'ana')] })], owner: null },
    {
      when: 'it was handed over',
      history: [aClaim({ kind: 'hand_over', writes: [moved('ana', 'bo')] }), aClaim({ writes: [moved('sam', 'ana')] })],
      owner: 'sam',
    },
    {
      when: 'it was offered and assigned first',
      history: [aClaim({ writes: [moved('ana', 'bo')] }), aClaim({ kind: 'offer', writes: [moved('sam', 'ana')] })],
      owner: 'sam',
    },
    {
      when: 'it had been released before',
      history: [
        aClaim({ writes: [moved('kim', 'bo')] }),
        aClaim({ kind: 'release', writes: [moved('ana', 'sam')] }),
        aClaim({ writes: [moved('sam', 'ana')] }),
      ],
      owner: 'kim',
    },
    {
      when: 'an earlier claim was refused',
      history: [
        aClaim({ writes: [moved('kim', 'bo')] }),
        aClaim({ writes: [moved('sam', 'ana', { outcome: 'refused' })] }),
      ],
      owner: 'kim',
    },
    {
      when: 'somebody in the CRM came between',
      history: [
        aClaim({ kind: 'hand_over', writes: [moved('kim', 'bo')] }),
        aClaim({ writes: [moved('sam', 'ana', { outcome: 'conflict', rival: 'kim' })] }),
      ],
      owner: 'kim',
    },
  ])('is the one from before when $when', ({ history, owner }) => {
    expect(originOf(history, ref)).toEqual({ owner });
  });

  it('is not known for a record that no claim has moved', () => {
    expect(originOf([aClaim({ writes: [aWrite({ id: '502' })] })], ref)).toBeNull();
    expect(originOf([], ref)).toBeNull();
  });
});

describe('the owner that a write compares with when its turn has come', () => {
  const write = moved('ana', 'bo', { outcome: 'pending' });
  const claim = aClaim({ kind: 'hand_over', writes: [write] });

  it.each([
    { when: 'the write before it went through', before: moved('sam', 'ana'), expected: 'ana' },
    { when: 'the write before it was refused', before: moved('sam', 'ana', { outcome: 'refused' }), expected: 'sam' },
    {
      when: 'an older refusal has nothing to do with it',
      before: moved('sam', 'kim', { outcome: 'refused' }),
      expected: 'ana',
    },
  ])('is $expected when $when', ({ before, expected }) => {
    expect(expectedNow([claim, aClaim({ writes: [before] })], claim, write)).toBe(expected);
  });

  it('is found behind two refusals in a row', () => {
    const history = [
      claim,
      aClaim({ writes: [moved('kim', 'ana', { outcome: 'refused' })] }),
      aClaim({ writes: [moved('sam', 'kim', { outcome: 'refused' })] }),
    ];
    expect(expectedNow(history, claim, write)).toBe('sam');
  });
});
