// The one kind of intent about Home tabs.
import type { IntentHandler } from '#ports/outbox.ts';
import type { HomeTx } from './desk.ts';
import { deliverHome } from './publish-home.ts';
import type { HomeDeliveryDeps } from './publish-home.ts';

export function homeIntentHandlers<Tx extends HomeTx>(
  deps: HomeDeliveryDeps<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map<string, IntentHandler<Tx>>([['home.publish', (intent) => deliverHome(deps, intent)]]);
}
