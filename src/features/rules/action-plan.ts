// An action with everything filled in: what is done at once, or kept while people are asked, and then done exactly so.
import { z } from 'zod';
import { after } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { FieldValue, Fields } from '#ports/crm.ts';
import type { Action, Rule } from '#features/playbook/schema.ts';
import { renderTemplate, templateValue } from '#features/playbook/templates.ts';
import type { Template } from '#features/playbook/templates.ts';
import type { Facts } from '#features/playbook/facts.ts';

const PlannedFields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const In = z.enum(CRM_NAMES);

/** As it is kept with a request for approval. */
export const ActionPlan = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('route'),
    team: z.string(),
    claimBy: z.enum(['offered', 'team', 'anyone']),
    /** Milliseconds. */
    offerFor: z.number().nullable(),
    assign: z.enum(['claim', 'now']),
    /** CRMs in which the rule makes an opportunity: the rep must be able to own it there. */
    makes: z.array(In),
  }),
  z.object({ kind: z.literal('create_opportunity'), in: In, fields: PlannedFields }),
  z.object({ kind: z.literal('create_task'), in: In, fields: PlannedFields }),
  z.object({ kind: z.literal('update_record'), in: In, fields: PlannedFields }),
  z.object({
    kind: z.literal('alert'),
    channel: z.string(),
    priority: z.enum(['low', 'normal', 'high']),
    text: z.string().nullable(),
  }),
]);
export type ActionPlan = z.infer<typeof ActionPlan>;
export type PlanOf<Kind extends ActionPlan['kind']> = Extract<ActionPlan, { kind: Kind }>;

/** The action as this rule means it for these facts at this time. Pure. */
export function planAction(rule: Rule, action: Action, facts: Facts, at: Date): ActionPlan {
  switch (action.kind) {
    case 'route':
      return {
        kind: 'route',
        team: action.team,
        claimBy: action.claim_by,
        offerFor: action.offer_for ?? null,
        assign: action.assign,
        makes: [...new Set(rule.do.flatMap((one) => (one.kind === 'create_opportunity' ? [one.in] : [])))],
      };
    case 'create_opportunity':
      return { kind: action.kind, in: action.in, fields: opportunityFields(action, facts, at) };
    case 'create_task':
      return {
        kind: action.kind,
        in: action.in,
        fields: {
          subject: renderTemplate(action.subject, facts),
          body: action.body === undefined ? '' : renderTemplate(action.body, facts),
          due: after(at, action.due_in).toISOString(),
          done: false,
          kind: 'todo',
        },
      };
    case 'update_record':
      return {
        kind: action.kind,
        in: action.in,
        fields: Object.fromEntries(
          Object.entries(action.set).map(([name, value]) => [name, valueOf(value, facts)] as const),
        ),
      };
    case 'alert': {
      const text = action.text === undefined ? null : renderTemplate(action.text, facts);
      return { kind: action.kind, channel: action.channel, priority: action.priority, text };
    }
  }
}

function opportunityFields(action: Extract<Action, { kind: 'create_opportunity' }>, facts: Facts, at: Date): Fields {
  return {
    name: renderTemplate(action.name, facts),
    stage: action.stage,
    close_date: after(at, action.close_in).toISOString().slice(0, 10),
    ...(action.amount === undefined ? {} : { amount: action.amount }),
    ...(action.pipeline === undefined ? {} : { pipeline: action.pipeline }),
  };
}

function valueOf(value: Template | number | boolean, facts: Facts): FieldValue {
  return typeof value === 'object' ? templateValue(value, facts) : value;
}
