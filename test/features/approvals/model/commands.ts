// What can happen to a request, in any order: drawn by fast-check as plain data, so that a failing run shrinks to its
// fewest steps.
import * as fc from 'fast-check';
import type { Verdict } from '#features/approvals/approval.ts';

/** Mia, Nora and Mark manage marketing; Vera and Fay decide in the second step; Opa is admin; Zoe is nobody. */
export const NAMES = ['Mia', 'Nora', 'Mark', 'Vera', 'Fay', 'Opa', 'Zoe', 'Lea', 'Leo'] as const;
export type Name = (typeof NAMES)[number];
export const GROUPS = ['managers', 'legal'] as const;

export type Command =
  | {
      readonly do: 'press';
      readonly by: Name;
      readonly verdict: Verdict;
      readonly card: 'shown' | 'older' | 'none';
      readonly comment: boolean;
    }
  /** Somebody who may decide says yes, which random people seldom do. */
  | { readonly do: 'yes'; readonly nth: number }
  | { readonly do: 'recall' | 'withdraw'; readonly by: Name }
  /** An edit as the app makes it, which voids. */
  | { readonly do: 'edit'; readonly by: Name; readonly budget: number }
  /** A change that nobody has noticed yet. */
  | { readonly do: 'drift'; readonly budget: number }
  | { readonly do: 'ask'; readonly by: Name }
  | { readonly do: 'launch' | 'restart' | 'look' }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'join' | 'leave'; readonly who: Name; readonly group: (typeof GROUPS)[number] }
  | { readonly do: 'quit' | 'return'; readonly who: Name }
  | {
      readonly do: 'delegate';
      readonly from: Name;
      readonly to: Name;
      readonly inHours: number;
      readonly hours: number;
    }
  | { readonly do: 'end_delegation'; readonly nth: number };

const name = fc.constantFrom(...NAMES);
const group = fc.constantFrom(...GROUPS);
/** Below 10,000 nobody needs to be asked, above 50,000 other people are. */
const budget = fc.constantFrom(5_000, 20_000, 25_000, 60_000);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      by: name,
      verdict: fc.constantFrom<Verdict>('approve', 'approve', 'approve', 'approve', 'request_changes', 'reject'),
      card: fc.constantFrom('shown' as const, 'shown' as const, 'older' as const, 'none' as const),
      comment: fc.boolean(),
    }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('yes' as const), nth: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall' as const), by: name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), by: name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), by: name, budget }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drift' as const), budget }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), by: name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('launch' as const, 'restart' as const, 'look' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(1, 5, 20, 40, 90) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('join' as const, 'leave' as const), who: name, group }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('quit' as const, 'return' as const), who: name }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('delegate' as const),
      from: name,
      to: name,
      inHours: fc.constantFrom(0, 0, 10),
      hours: fc.constantFrom(1, 30, 200),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end_delegation' as const), nth: fc.nat(3) }) },
);

/** Policies of different shape; all stand before budgets above 10,000. */
const POLICIES = [
  `[{ any_of: ['group:managers'] }, { all_of: [vera@acme.test, fay@acme.test] }]`,
  `[{ together: [{ any_of: ['group:managers'] }, { n_of: { n: 2, of: ['group:legal', 'group:managers'] } }] }, { any_of: [vera@acme.test] }]`,
  `[{ majority_of: ['group:managers', fay@acme.test] }, { if: 'campaign.budget > 50000', all_of: ['group:legal'] }]`,
  `[{ all_of: ['group:managers', 'field:campaign.owner'] }]`,
] as const;

export const run = fc.record({
  policy: fc.constantFrom(...POLICIES),
  twice: fc.boolean(),
  outcome: fc.constantFrom('expired', 'rejected'),
  commands: fc.array(command, { minLength: 5, maxLength: 40, size: 'max' }),
});
export type Run = typeof run extends fc.Arbitrary<infer Drawn> ? Drawn : never;
