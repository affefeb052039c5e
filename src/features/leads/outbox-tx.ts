// What the outbox handlers of leads share: where they read, what they write when an intent is done.
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { IntentOutcome } from '#ports/outbox.ts';
import type { MirrorStore } from '#features/intake/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { HandsTx } from './change-hands.ts';

export type LeadOutcome = IntentOutcome<HandsTx>;

export interface CrmWriterDeps {
  /** Stores outside a transaction, for reading. */
  readonly stores: HandsTx & { readonly mirror: MirrorStore };
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** The CRM that an intent names; an intent outlives the setting that connected it. */
export function crmOf(deps: Pick<CrmWriterDeps, 'crms'>, name: CrmName): Crm | null {
  return deps.crms.get(name) ?? null;
}
