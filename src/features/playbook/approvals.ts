// Approval policies: what needs whose yes, in which order, and by when.
import { z } from 'zod';
import { stepOf, WrittenStep } from './approval-steps.ts';
import { checkPolicies, checkPolicy, type ApprovalContext } from './approval-checks.ts';
import { Approver, type ApproverSpec } from './approvers.ts';
import { compileCondition, type Condition } from './conditions.ts';
import type { ConditionLanguage } from './language.ts';
import { unique } from './unique.ts';
import { Channel, choice, Line, Span } from './values.ts';
import { GATE_NAMES } from './gates.ts';

export type { Quorum } from './approval-steps.ts';
export type { ApproverSpec } from './approvers.ts';
export { GATE_NAMES, type GateName } from './gates.ts';

export function approvalsSchema(context: ApprovalContext) {
  return z
    .array(policySchema(context))
    .superRefine(unique('policy', 'name'), { when: () => true })
    .superRefine(checkPolicies(context), { when: () => true });
}

function policySchema(context: ApprovalContext) {
  return z
    .strictObject({
      name: Line.describe('Unique; shown on cards and in the audit log'),
      on: choice(GATE_NAMES, 'gate').describe('What waits for the approval'),
      if: z.string().optional().describe('CEL, for example campaign.budget > 10000'),
      channel: Channel.optional().describe('Where the request is posted (channels.approvals)'),
      steps: z
        .array(WrittenStep)
        .min(1, 'a policy needs a step')
        .max(20, 'at most 20 steps')
        .describe('One after the other'),
      remind_after: Span.prefault('4h').describe("In the approver's own working time; a day is a working day"),
      escalate_after: Span.prefault('1d').describe("In the approver's own working time"),
      escalate_to: z
        .array(Approver)
        .min(1, 'name somebody to escalate to')
        .max(50, 'at most 50')
        .prefault(['role:admin'])
        .describe('Who may decide as well then (role:admin)'),
      expire_after: Span.prefault('5d').describe("In the organization's working time"),
      expires_as: choice(['expired', 'rejected'], 'outcome').default('expired').describe('What comes of it then'),
      comment_on_reject: z.boolean().default(true).describe('Whether a rejection needs a reason'),
      same_person_in_steps: z.boolean().default(false).describe('Whether one person may count in two steps'),
      bulk: z.boolean().default(false).describe('Small enough to be decided several at once'),
    })
    .superRefine(checkPolicy(context), { when: () => true })
    .transform(({ steps, if: condition, ...policy }) => {
      const language = context.languages[policy.on];
      const stages = steps.map((step) =>
        (step.together ?? [step]).map((one) => stepOf(one, compiled(one.if, language))),
      );
      return { ...policy, if: compiled(condition, language), stages };
    });
}

export type Policy = Readonly<z.output<ReturnType<typeof policySchema>>>;

/** Everybody whom a policy names, in its steps and for its escalation. */
export function approversIn({ stages, escalate_to }: Policy): readonly ApproverSpec[] {
  return [...stages.flat().flatMap((step) => step.approvers), ...escalate_to];
}

function compiled(source: string | undefined, language: ConditionLanguage): Condition | null {
  if (source === undefined) return null;
  const outcome = compileCondition(source, language);
  if (outcome.kind === 'compiled') return outcome.condition;
  throw new Error(`a condition was refused after its check: ${source}`);
}
