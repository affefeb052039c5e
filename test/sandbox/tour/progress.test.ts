// What ticks each step of the tour off, and what does not.
import { describe, expect, it } from 'vitest';
import { NOTHING_YET, follow } from '#sandbox/tour/progress.ts';
import type { Progress } from '#sandbox/tour/progress.ts';
import type { Sighting } from '#sandbox/tour/sightings.ts';
import { TOUR } from '#sandbox/tour/steps.ts';

const JANE = 'hubspot:contacts:30100000001';
const JOE = 'salesforce:Lead:00QSb0000000001AAA';

function claimed(by: string, record: string, more: Partial<Extract<Sighting, { kind: 'claimed' }>> = {}): Sighting {
  return { kind: 'claimed', at: 0, by, records: [record], unreachable: [], ...more };
}

function owned(by: string | null, record: string, through: 'signalbox' | 'hand' = 'signalbox', at = 0): Sighting {
  return { kind: 'owned', at, record, by, through };
}

const shown = (to: string): Sighting => ({ kind: 'shown', to });

function after(...sightings: readonly Sighting[]): Progress {
  return sightings.reduce(follow, NOTHING_YET);
}

it('has something that ticks each step', () => {
  const everything = after(
    claimed('ana', JANE),
    owned('ana', JANE),
    claimed('bo', JANE),
    shown('bo'),
    { kind: 'asked', by: 'ana', about: 'why' },
    { kind: 'asked', by: 'ana', about: 'audit' },
    shown('ana'),
    claimed('cy', JOE, { unreachable: [JOE] }),
    owned('cy', JOE),
    { kind: 'requested' },
    { kind: 'launched' },
  );
  expect(everything.done.toSorted()).toEqual(TOUR.map(({ id }) => id).toSorted());
});

describe('Claiming a lead', () => {
  it('is done when the CRM says so', () => {
    expect(after(claimed('ana', JANE), shown('ana')).done).toEqual([]);
    expect(after(claimed('ana', JANE), shown('ana'), owned('ana', JANE)).done).toEqual(['claim']);
  });

  it('is not done by a colleague in the CRM, nor for another lead, nor for another person', () => {
    expect(after(claimed('ana', JANE), owned('ana', JANE, 'hand')).done).toEqual([]);
    expect(after(claimed('ana', JANE), owned('ana', JOE)).done).toEqual([]);
    expect(after(claimed('ana', JANE), owned('bo', JANE)).done).toEqual([]);
  });
});

describe('Losing a race', () => {
  const anaHasIt = [claimed('ana', JANE), shown('ana'), owned('ana', JANE)];

  it('is done when somebody is told about a lead that a colleague has', () => {
    expect(after(...anaHasIt, claimed('bo', JANE)).done).not.toContain('race');
    expect(after(...anaHasIt, claimed('bo', JANE), shown('bo')).done).toContain('race');
  });

  it('is done when both pressed before any of them could know', () => {
    const bothPressed = [claimed('ana', JANE), claimed('bo', JANE), shown('bo'), shown('ana')];
    expect(after(...bothPressed, owned('ana', JANE)).done).toContain('race');
  });

  it('is done when the colleague took it in the CRM', () => {
    expect(after(owned('cy', JANE, 'hand'), claimed('bo', JANE), shown('bo')).done).toEqual(['race']);
  });

  it.each([
    { when: 'one claims again what is theirs', next: [claimed('ana', JANE), shown('ana')] },
    { when: 'somebody else is told something', next: [claimed('bo', JANE), shown('cy')] },
    { when: 'it was given back before', next: [owned(null, JANE), claimed('bo', JANE), shown('bo')] },
    { when: 'it was another lead', next: [claimed('bo', JOE), shown('bo')] },
  ])('is not done when $when', ({ next }) => {
    expect(after(...anaHasIt, ...next).done).not.toContain('race');
  });

  it('is not done when a claim was refused for another reason, long before a colleague claims', () => {
    const later = [claimed('ana', JANE, { at: 60_000 }), owned('ana', JANE, 'signalbox', 60_000)];
    expect(after(claimed('mia', JANE), shown('mia'), ...later).done).toEqual(['claim']);
  });
});

describe('A question', () => {
  it.each(['why', 'audit'] as const)('about %s is done when the answer is there', (about) => {
    expect(after({ kind: 'asked', by: 'ana', about }).done).toEqual([]);
    expect(after({ kind: 'asked', by: 'ana', about }, shown('bo')).done).toEqual([]);
    expect(after({ kind: 'asked', by: 'ana', about }, shown('ana')).done).toEqual([about]);
  });
});

describe('Breaking a CRM', () => {
  it('is done when the CRM has what was claimed meanwhile', () => {
    const during = claimed('ana', JANE, { unreachable: [JANE] });
    expect(after(during, shown('ana')).done).not.toContain('outage');
    expect(after(during, shown('ana'), owned('ana', JANE)).done).toContain('outage');
  });

  it('is done when a lead that came meanwhile has its card', () => {
    const during: Sighting = { kind: 'arrived_unreachable', record: JANE };
    expect(after(during, { kind: 'posted', records: [JOE] }).done).toEqual([]);
    expect(after(during, { kind: 'posted', records: [JOE, JANE] }).done).toEqual(['outage']);
  });

  it('is not done by a colleague in the CRM, nor by a claim while all works', () => {
    expect(after(claimed('ana', JANE, { unreachable: [JANE] }), owned('ana', JANE, 'hand')).done).toEqual([]);
    expect(after(claimed('ana', JANE), owned('ana', JANE)).done).toEqual(['claim']);
  });
});

it('is told once a step', () => {
  const once = after(claimed('ana', JANE), owned('ana', JANE));
  const twice = [claimed('bo', JOE), owned('bo', JOE)].reduce(follow, once);
  expect(twice.done).toEqual(['claim']);
});
