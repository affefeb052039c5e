// Approval policies: what needs whose yes, in which order, and by when. Refuses steps that nobody could ever complete.
import { z } from 'zod';
import type { ConditionLanguage } from './language.ts';
import { unique } from './unique.ts';
import { Channel, choice, conditionText, Line, Span } from './values.ts';

/** What a policy can stand before: a campaign's launch, a change to a live one, an action of a rule (named by `gate:`). */
export const GATE_NAMES = ['campaign.launch', 'campaign.change', 'action'] as const;
export type GateName = (typeof GATE_NAMES)[number];

/** Who may decide: a person, a Slack user group, a role, whoever a field of the record names, or somebody's manager. */
export type ApproverSpec =
  | { readonly kind: 'person'; readonly email: string }
  | { readonly kind: 'group'; readonly handle: string }
  | { readonly kind: 'role'; readonly role: string }
  /** A field of the record that holds an e-mail address: `campaign.owner`. */
  | { readonly kind: 'field'; readonly path: string }
  /** The manager, by the playbook's `people`, of whoever asks (null) or of whom a field names. */
  | { readonly kind: 'manager_of'; readonly path: string | null };

/** How many of the approvers it takes. */
export type Quorum =
  | { readonly kind: 'any' }
  | { readonly kind: 'all' }
  | { readonly kind: 'majority' }
  | { readonly kind: 'count'; readonly count: number };

const PERSON = /^[^\s@:]+@[^\s@]+\.[^\s@]+$/;
const WORDS =
  'an approver is an e-mail address, group:handle, role:name, field:campaign.owner, manager_of:campaign.owner or manager_of:requester';

const Approver = z.string().transform((written, context): ApproverSpec => {
  const [kind, ...rest] = written.split(':');
  const name = rest.join(':').trim();
  if (rest.length === 0 && PERSON.test(written)) return { kind: 'person', email: written.toLowerCase() };
  if (kind === 'group' && /^[a-z0-9][a-z0-9._-]*$/.test(name)) return { kind: 'group', handle: name };
  if (kind === 'role' && /^[a-z][a-z0-9_-]*$/.test(name)) return { kind: 'role', role: name };
  if (kind === 'field' && /^[a-z]+\.[a-z0-9_]+$/.test(name)) return { kind: 'field', path: name };
  if (kind === 'manager_of' && name === 'requester') return { kind: 'manager_of', path: null };
  if (kind === 'manager_of' && /^[a-z]+\.[a-z0-9_]+$/.test(name)) return { kind: 'manager_of', path: name };
  context.addIssue({ code: 'custom', message: `${JSON.stringify(written)} is nobody: ${WORDS}` });
  return z.NEVER;
});

const Approvers = z.array(Approver).min(1, 'a step needs an approver').max(50, 'at most 50 approvers a step');

function stepShape(language: ConditionLanguage) {
  return z
    .strictObject({
      name: Line.optional().describe('Shown on the card'),
      if: conditionText(language).optional().describe('Left out where this is not true: budget tiers'),
      any_of: Approvers.optional().describe('One of them is enough'),
      all_of: Approvers.optional().describe('Each of them'),
      majority_of: Approvers.optional().describe('More than half of them'),
      n_of: z
        .strictObject({ n: z.int().min(1, 'at least 1'), of: Approvers })
        .optional()
        .describe('So many of them'),
    })
    .transform(({ name, if: condition, any_of, all_of, majority_of, n_of }, context) => {
      const said = [
        any_of && { quorum: { kind: 'any' } as Quorum, approvers: any_of },
        all_of && { quorum: { kind: 'all' } as Quorum, approvers: all_of },
        majority_of && { quorum: { kind: 'majority' } as Quorum, approvers: majority_of },
        n_of && { quorum: { kind: 'count', count: n_of.n } as Quorum, approvers: n_of.of },
      ].filter((one) => one !== undefined);
      const [only, ...others] = said;
      if (only === undefined || others.length > 0) {
        context.addIssue({ code: 'custom', message: 'a step has exactly one of any_of, all_of, majority_of and n_of' });
        return z.NEVER;
      }
      const persons = only.approvers.filter(({ kind }) => kind === 'person').length;
      if (only.quorum.kind === 'count' && persons === only.approvers.length && only.quorum.count > persons) {
        const message = `${only.quorum.count} of ${persons} can never be reached`;
        context.addIssue({ code: 'custom', message, path: ['n_of', 'n'] });
        return z.NEVER;
      }
      return { name: name ?? null, if: condition ?? null, ...only };
    });
}

export function approvalsSchema(languages: Readonly<Record<GateName, ConditionLanguage>>) {
  return z
    .array(
      z
        .strictObject({
          name: Line.describe('Unique; shown on cards and in the audit log'),
          on: choice(GATE_NAMES, 'gate').describe('What waits for the approval'),
          if: z.string().optional().describe('CEL, for example campaign.budget > 10000'),
          channel: Channel.optional().describe('Where the request is posted (channels.approvals)'),
          steps: z.array(z.unknown()).min(1, 'a policy needs a step').max(20, 'at most 20 steps'),
          remind_after: Span.prefault('4h').describe("In the approver's own working time; a day is a working day"),
          escalate_after: Span.prefault('1d').describe("In the approver's own working time"),
          escalate_to: z
            .array(Approver)
            .default([{ kind: 'role', role: 'admin' }])
            .describe('Who may decide as well then'),
          expire_after: Span.prefault('5d').describe("In the organization's working time"),
          expires_as: choice(['expired', 'rejected'], 'outcome').default('expired'),
          comment_on_reject: z.boolean().default(true).describe('Whether a rejection needs a reason'),
          same_person_in_steps: z.boolean().default(false).describe('Whether one person may count in two steps'),
          bulk: z.boolean().default(false).describe('Small enough to be decided several at once'),
        })
        .transform((policy, context) => {
          const language = languages[policy.on];
          const parsed = z
            .strictObject({
              if: conditionText(language).optional(),
              steps: z.array(
                z.union([
                  z.strictObject({ together: z.array(stepShape(language)).min(2, 'side by side are two or more') }),
                  stepShape(language),
                ]),
              ),
            })
            .safeParse({ ...(policy.if === undefined ? {} : { if: policy.if }), steps: policy.steps });
          if (!parsed.success) {
            for (const issue of parsed.error.issues) context.addIssue({ ...issue, input: policy } as never);
            return z.NEVER;
          }
          const stages = parsed.data.steps.map((step) => ('together' in step ? step.together : [step]));
          return { ...policy, if: parsed.data.if ?? null, stages };
        }),
    )
    .superRefine(unique('policy', 'name'), { when: () => true });
}

export type Policy = Readonly<z.output<ReturnType<typeof approvalsSchema>>[number]>;
export type PolicyStep = Policy['stages'][number][number];

/** Everybody whom a policy names, in its steps and for its escalation. */
export function approversIn({ stages, escalate_to }: Policy): readonly ApproverSpec[] {
  return [...stages.flat().flatMap((step) => step.approvers), ...escalate_to];
}
