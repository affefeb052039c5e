// What the tour's panel shows for what has been done.
import { describe, expect, it } from 'vitest';
import { announcement, tourView } from '#sandbox/page/tour/tour-view.ts';
import { readAddress } from '#sandbox/page/frame/address.ts';
import { TOUR } from '#sandbox/tour/steps.ts';

const open = (done: readonly string[], chosen: string | null = null): readonly string[] =>
  tourView(done, chosen)
    .steps.filter((step) => step.open)
    .map(({ id }) => id);

describe('The tour', () => {
  it('opens the first step that is not done', () => {
    expect(open([])).toEqual(['claim']);
    expect(open(['claim', 'why'])).toEqual(['race']);
  });

  it('opens what somebody chose instead, or nothing', () => {
    expect(open([], 'audit')).toEqual(['audit']);
    expect(open([], '')).toEqual([]);
  });

  it('counts what is done, in any order, and leaves out what it does not know', () => {
    expect(tourView(['audit', 'claim', 'something older'], null)).toMatchObject({ done: 2, isOver: false });
    expect(
      tourView(
        TOUR.map(({ id }) => id),
        null,
      ),
    ).toMatchObject({ done: TOUR.length, isOver: true });
  });

  it('leads to a place that the page knows, as the person whose step it is', () => {
    const [claim, race] = tourView([], null).steps;
    expect(readAddress(String(claim?.address).slice(1))).toMatchObject({
      as: 'ana',
      pane: { channel: 'enterprise-leads' },
      tab: 'slack',
    });
    expect(readAddress(String(race?.address).slice(1))).toMatchObject({ as: 'bo', with: 'ana' });
    expect(claim?.place).toBe('as Ana, in #enterprise-leads');
  });

  it.each([
    { when: 'nothing was done', before: ['claim'], done: ['claim'], said: '' },
    { when: 'a step was done', before: [], done: ['claim'], said: 'Done: Claim a lead. Next: Lose a race.' },
    {
      when: 'the last step was done',
      before: ['claim', 'race', 'why', 'outage', 'audit', 'request'],
      done: TOUR.map(({ id }) => id),
      said: 'Done: Say yes, and it goes live. That was the whole tour.',
    },
  ])('announces what is new when $when', ({ before, done, said }) => {
    expect(announcement(before, done)).toBe(said);
  });
});
