// Every kind of outbox intent of Salesforce's own approvals and who carries it out.
import type { IntentHandler } from '#ports/outbox.ts';
import { deliverWorkItemCard } from './deliver-card.ts';
import type { WorkItemDelivery, WorkItemTx } from './desk.ts';
import { tellCrm } from './tell-crm.ts';

export function workItemIntentHandlers<Tx extends WorkItemTx>(
  deps: WorkItemDelivery<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map<string, IntentHandler<Tx>>([
    ['workitem.card', (intent) => deliverWorkItemCard(deps, intent)],
    ['workitem.decide', (intent) => tellCrm(deps, intent)],
  ]);
}
