// An action with `gate:` asks those whom its policy names, and waits.
import { approvalKey } from '#features/approvals/approval.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import { requestApproval } from '#features/approvals/request-approval.ts';
import { cardIntent, threadIntent } from '#features/leads/intents.ts';
import { leadName } from '#features/leads/lead.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { contentOf } from './action-content.ts';
import type { ActionPlan } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';
import { effectOf, whatOf } from './gated-action.ts';

export interface Asking {
  readonly fired: Fired;
  readonly plan: ActionPlan;
  /** For the policy's conditions. */
  readonly facts: Facts;
  /** As `gate:` names it. */
  readonly policy: string;
}

/** Runs inside the caller's transaction. False: the policy does not apply, and the action needs nobody's yes. */
export async function askFirst(
  tx: RulesTx,
  deps: ApprovalDeps<RulesTx>,
  { fired, plan, facts, policy }: Asking,
): Promise<boolean> {
  const { rule, event, at, correlationId } = fired;
  const name = await nameOf(tx, fired);
  const what = whatOf(plan, name);
  const cause = { at, correlationId };
  const outcome = await requestApproval(tx, deps, {
    gate: 'action',
    subject: event.subject,
    title: `${what.slice(0, 1).toUpperCase()}${what.slice(1)}`,
    content: await contentOf(tx, fired.playbook.playbook, fired, plan),
    facts,
    effect: effectOf(fired, plan, name),
    requestedBy: null,
    rule,
    policy,
    cause,
  });
  if (outcome.kind === 'not_needed') return false;
  const { approval } = outcome;
  const key = approvalKey(approval.id);
  await tx.audit.append({
    at,
    action: 'rule.action_held',
    actor: { kind: 'rule', rule },
    subject: event.subject,
    after: { action: plan.kind, approval: key, policy: approval.policy.name },
    playbookVersion: fired.playbook.version,
    correlationId,
  });
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (lead?.card) {
    await tx.outbox.put(threadIntent(lead.id, `Waits for approval ${key} (${approval.policy.name}): ${what}`, cause));
    await tx.outbox.put(cardIntent(lead.id, 5, cause));
  }
  return true;
}

async function nameOf(tx: Pick<RulesTx, 'leads'>, { leadId, opportunity, event }: Fired): Promise<string> {
  const deal = event.after.opportunity?.['name'];
  if (opportunity !== null) return typeof deal === 'string' && deal !== '' ? deal : 'an opportunity';
  const lead = leadId === null ? null : await tx.leads.get(leadId);
  return lead === null ? 'a lead' : leadName(lead);
}
