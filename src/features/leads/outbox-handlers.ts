// Every kind of outbox intent and who carries it out.
import type { IntentHandler } from '#ports/outbox.ts';
import { assignOwner } from './assign-owner.ts';
import type { HandsTx } from './change-hands.ts';
import { createRecord } from './create-record.ts';
import { deliverCard } from './deliver-card.ts';
import type { DeliveryDeps } from './deliver-card.ts';
import { deliverLists } from './deliver-lists.ts';
import { deliverAlert, deliverOps, deliverThreadLine, deliverWhisper } from './deliver-notes.ts';
import type { CrmWriterDeps } from './outbox-tx.ts';
import { updateRecord } from './update-record.ts';

export function leadIntentHandlers(deps: DeliveryDeps & CrmWriterDeps): ReadonlyMap<string, IntentHandler<HandsTx>> {
  return new Map<string, IntentHandler<HandsTx>>([
    ['lead.card', (intent) => deliverCard(deps, intent)],
    ['lead.lists', (intent) => deliverLists(deps, intent)],
    ['lead.thread', (intent) => deliverThreadLine(deps, intent)],
    ['lead.whisper', (intent) => deliverWhisper(deps, intent)],
    ['ops.message', (intent) => deliverOps(deps, intent)],
    ['opportunity.alert', (intent) => deliverAlert(deps, intent)],
    ['crm.assign', (intent) => assignOwner(deps, intent)],
    ['crm.create', (intent) => createRecord(deps, intent)],
    ['crm.update', (intent) => updateRecord(deps, intent)],
  ]);
}
