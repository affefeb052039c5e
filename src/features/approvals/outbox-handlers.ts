// Every kind of intent about approvals and who carries it out.
import type { IntentHandler } from '#ports/outbox.ts';
import { deliverApprovalCard } from './deliver-card.ts';
import { deliverApprovalLine } from './deliver-line.ts';
import type { ApprovalDeliveryDeps, DeliveryTx } from './record-card.ts';

export function approvalIntentHandlers<Tx extends DeliveryTx>(
  deps: ApprovalDeliveryDeps<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map<string, IntentHandler<Tx>>([
    ['approval.card', (intent) => deliverApprovalCard(deps, intent)],
    ['approval.line', (intent) => deliverApprovalLine(deps, intent)],
  ]);
}
