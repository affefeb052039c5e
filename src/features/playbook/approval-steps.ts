// A step of an approval policy: who decides, and how many of them it takes.
import { z } from 'zod';
import { Approver, type ApproverSpec } from './approvers.ts';
import type { Condition } from './conditions.ts';
import { Line } from './values.ts';

/** How many of the approvers it takes. */
export type Quorum =
  | { readonly kind: 'any' }
  | { readonly kind: 'all' }
  | { readonly kind: 'majority' }
  | { readonly kind: 'count'; readonly count: number };

export interface PolicyStep {
  /** Shown on the card. */
  readonly name: string | null;
  /** The step is left out where this is not true. */
  readonly if: Condition | null;
  readonly quorum: Quorum;
  readonly approvers: readonly ApproverSpec[];
}

/** The ways to say who decides; a step has exactly one of them. */
export const QUORUM_KEYS = ['any_of', 'all_of', 'majority_of', 'n_of'] as const;
export type QuorumKey = (typeof QUORUM_KEYS)[number];

const Approvers = z.array(Approver).min(1, 'a step needs an approver').max(50, 'at most 50 approvers a step');

const OneStep = z.strictObject({
  name: Line.optional().describe('Shown on the card'),
  // Which fields it may name depends on what the policy stands before, so the policy compiles it.
  if: z.string().optional().describe('CEL: the step is left out where this is not true, as for budget tiers'),
  any_of: Approvers.optional().describe('One of them is enough'),
  all_of: Approvers.optional().describe('Each of them'),
  majority_of: Approvers.optional().describe('More than half of them'),
  n_of: z
    .strictObject({ n: z.int().min(1, 'at least 1').describe('How many'), of: Approvers.describe('Of whom') })
    .optional()
    .describe('So many of them'),
});

/** As written: a step, or steps side by side. */
export const WrittenStep = OneStep.extend({
  together: z
    .array(OneStep)
    .min(2, 'side by side are two steps or more')
    .max(10, 'at most 10 steps side by side')
    .optional()
    .describe('Steps that run side by side'),
});
export type WrittenStep = z.output<typeof WrittenStep>;

/** The step, of which the checks have made sure that it says who decides in exactly one way. */
export function stepOf(
  { name, any_of, all_of, majority_of, n_of }: WrittenStep,
  condition: Condition | null,
): PolicyStep {
  const step = { name: name ?? null, if: condition };
  if (all_of) return { ...step, quorum: { kind: 'all' }, approvers: all_of };
  if (majority_of) return { ...step, quorum: { kind: 'majority' }, approvers: majority_of };
  if (n_of) return { ...step, quorum: { kind: 'count', count: n_of.n }, approvers: n_of.of };
  return { ...step, quorum: { kind: 'any' }, approvers: any_of ?? [] };
}
