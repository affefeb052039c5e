import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { clashes, mostVoters } from '#features/playbook/step-clashes.ts';
import type { ReadStep } from '#features/playbook/written-policy.ts';

const PEOPLE = ['a@b.io', 'c@b.io', 'd@b.io', 'e@b.io'];
const KEYS = ['any_of', 'all_of', 'majority_of', 'n_of'] as const;

function aStep(index: number, key: (typeof KEYS)[number], people: readonly string[], count: number): ReadStep {
  return {
    path: ['steps', index],
    if: null,
    keys: [key],
    approvers: people.map((email) => ({ path: [], spec: { kind: 'person', email } })),
    garbled: false,
    count: key === 'n_of' ? Math.min(count, people.length) : null,
  };
}

const someSteps = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), fc.subarray(PEOPLE, { minLength: 1 }), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((steps) => steps.map(([key, people, count], index) => aStep(index, key, people, count)));

function neededIn({ keys: [key], approvers, count }: ReadStep): number {
  if (key === 'all_of') return approvers.length;
  if (key === 'majority_of') return Math.floor(approvers.length / 2) + 1;
  return key === 'n_of' ? (count ?? 0) : 1;
}

/** Every way to give each person one step or none: whether one of them fills every step. */
function canBeDone(steps: readonly ReadStep[], needed = steps.map(neededIn), person = 0): boolean {
  if (needed.every((left) => left <= 0)) return true;
  if (person === PEOPLE.length) return false;
  const places = steps.flatMap((step, index) =>
    step.approvers.some(({ spec }) => spec.kind === 'person' && spec.email === PEOPLE[person]) ? [index] : [],
  );
  return [null, ...places].some((place) =>
    canBeDone(
      steps,
      needed.map((left, index) => (index === place ? left - 1 : left)),
      person + 1,
    ),
  );
}

it('Steps clash exactly where no way of seating people fills them all', () => {
  fc.assert(
    fc.property(someSteps, (steps) => {
      expect(clashes(steps, new Map()).length === 0).toBe(canBeDone(steps));
    }),
    { numRuns: 500 },
  );
});

it('A group leaves open how many people there are', () => {
  const group = { path: [], spec: { kind: 'group', handle: 'g' } } as const;
  expect(mostVoters([group], new Map())).toBeNull();
  expect(mostVoters(aStep(0, 'any_of', PEOPLE, 1).approvers, new Map())).toBe(4);
});
