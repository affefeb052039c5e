// The `alert` action on an opportunity event: one message, no buttons, because there is nothing to claim.
import type { RecordRef } from '#ports/crm.ts';
import { alertIntent } from '#features/leads/intents.ts';
import type { PlanOf } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';

export async function postOpportunityAlert(
  tx: RulesTx,
  fired: Fired,
  ref: RecordRef,
  plan: PlanOf<'alert'>,
): Promise<void> {
  const { event, rule, at, correlationId } = fired;
  const opportunity = event.after.opportunity ?? {};
  const headline = plan.text ?? rule;
  const { crm, object, id } = ref;
  await tx.outbox.put(
    alertIntent(
      { channel: plan.channel, headline, event: event.type, ref: { crm, object, id }, fields: opportunity },
      `${rule}:${event.key}`,
      { at, correlationId },
    ),
  );
  await tx.audit.append({
    at,
    action: 'opportunity.announced',
    actor: { kind: 'rule', rule },
    subject: event.subject,
    after: { channel: plan.channel, event: event.type },
    playbookVersion: fired.playbook.version,
    correlationId,
  });
}
