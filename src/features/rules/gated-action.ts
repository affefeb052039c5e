// What is kept with a request for approval, so that the action can be done later: the plan, and what it is about.
import { z } from 'zod';
import { LeadId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { RefPayload } from '#features/leads/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { EVENT_NAMES } from '#features/playbook/events.ts';
import { ActionPlan } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';

const Fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const GatedAction = z.object({
  plan: ActionPlan,
  rule: z.string(),
  /** What the action is about, for people. */
  name: z.string(),
  lead: LeadId.nullable(),
  opportunity: RefPayload.nullable(),
  event: z.object({
    key: z.string(),
    type: z.enum(EVENT_NAMES),
    subject: z.string(),
    after: z.object({ lead: Fields.nullable(), company: Fields.nullable(), opportunity: Fields.nullable() }),
  }),
});
type GatedAction = z.infer<typeof GatedAction>;

export function effectOf(fired: Fired, plan: ActionPlan, name: string): JsonObject {
  const { rule, leadId, opportunity, event } = fired;
  const { lead, company, opportunity: deal } = event.after;
  return {
    plan,
    rule,
    name,
    lead: leadId,
    opportunity: opportunity && { crm: opportunity.crm, object: opportunity.object, id: opportunity.id },
    event: { key: event.key, type: event.type, subject: event.subject, after: { lead, company, opportunity: deal } },
  } satisfies GatedAction;
}

/** The action as it was asked for; by the lead that its lead was merged into, if it was. */
export interface Held {
  readonly fired: Fired;
  readonly plan: ActionPlan;
  /** `update Globex renewal in Salesforce` */
  readonly what: string;
}

export function gatedAction({ effect }: Pick<Approval, 'effect'>): GatedAction {
  return GatedAction.parse(effect);
}

/** Locks the lead. Null: what the action is about is not there any more. */
export async function heldAction(
  tx: Pick<RulesTx, 'leads' | 'mirror'>,
  playbook: PlaybookInForce,
  approval: Approval,
  at: Date,
): Promise<Held | null> {
  const { plan, rule, name, lead: id, opportunity, event } = gatedAction(approval);
  const named = id === null ? null : await tx.leads.get(id);
  const lead = named && (await tx.leads.lock(named.mergedInto ?? named.id));
  if (opportunity === null && (lead === null || lead.state === 'gone')) return null;
  if (opportunity !== null && (await tx.mirror.get(opportunity))?.gone === true) return null;
  const fired = {
    rule,
    // The rule decided in this version; teams and people are those of today.
    playbook: { playbook: playbook().playbook, version: approval.playbookVersion },
    event,
    leadId: lead?.id ?? null,
    opportunity,
    at,
    correlationId: approval.correlationId,
  };
  return { fired, plan, what: whatOf(plan, name) };
}

/** In the middle of a sentence: `update Globex renewal in Salesforce`. */
export function whatOf(plan: ActionPlan, name: string): string {
  switch (plan.kind) {
    case 'route':
      return `route ${name} to ${plan.team}`;
    case 'create_opportunity':
      return `make an opportunity for ${name} in ${CRM_LABELS[plan.in]}`;
    case 'create_task':
      return `make a task for ${name} in ${CRM_LABELS[plan.in]}`;
    case 'update_record':
      return `update ${name} in ${CRM_LABELS[plan.in]}`;
    case 'alert':
      return `announce ${name} in ${plan.channel}`;
  }
}
