// The `alert` action on an opportunity event: one message, no buttons, because there is nothing to claim.
import type { RecordRef } from '#ports/crm.ts';
import { alertIntent } from '#features/leads/intents.ts';
import type { Action } from '#features/playbook/schema.ts';
import { renderTemplate } from '#features/playbook/templates.ts';
import type { Fired, RulesTx } from './fired.ts';

type Alert = Extract<Action, { kind: 'alert' }>;

export async function postOpportunityAlert(tx: RulesTx, fired: Fired, ref: RecordRef, action: Alert): Promise<void> {
  const { event, rule, at, correlationId } = fired;
  const opportunity = event.after.opportunity ?? {};
  const headline = action.text === undefined ? rule.name : renderTemplate(action.text, event.after);
  const { crm, object, id } = ref;
  await tx.outbox.put(
    alertIntent(
      { channel: action.channel, headline, event: event.type, ref: { crm, object, id }, fields: opportunity },
      `${rule.name}:${event.key}`,
      { at, correlationId },
    ),
  );
  await tx.audit.append({
    at,
    action: 'opportunity.announced',
    actor: { kind: 'rule', rule: rule.name },
    subject: event.subject,
    after: { channel: action.channel, event: event.type },
    playbookVersion: fired.playbook.version,
    correlationId,
  });
}
