import { describe, expect, it } from 'vitest';
import { suggestionsIn } from '#sandbox/page/blocks/suggestions.ts';

const option = { text: { type: 'plain_text', text: 'Initech' }, value: '1' };

describe('The app’s suggestions', () => {
  it('are choices, under groups where it has some', () => {
    expect(suggestionsIn({ kind: 'acknowledged', response: { options: [option] } })).toEqual([
      { value: '1', label: 'Initech' },
    ]);
    const groups = [{ label: { type: 'plain_text', text: 'Enterprise' }, options: [option] }];
    expect(suggestionsIn({ kind: 'acknowledged', response: { option_groups: groups } })).toEqual([
      { value: '1', label: 'Initech', group: 'Enterprise' },
    ]);
  });

  it.each([
    { when: 'the app did not answer', acted: { kind: 'failed', error: 'timeout' } as const },
    { when: 'the app answered nothing', acted: { kind: 'acknowledged' } as const },
  ])('fail when $when, rather than be none', ({ acted }) => {
    expect(() => suggestionsIn(acted)).toThrow('suggested nothing');
  });
});
