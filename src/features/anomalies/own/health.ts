// How each connected CRM's data comes in right now: how far it is read, and since when reading fails.
import type { CrmName } from '#ports/crm.ts';
import type { Delay } from '#ports/outlook.ts';
import type { SyncState, SyncStore } from '#features/history/store.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { SystemHealth } from '../data-fault.ts';

export interface HealthDeps {
  readonly stores: { readonly sync: Pick<SyncStore, 'states'> };
  readonly crms: readonly CrmName[];
  /** Why a CRM is not read at the moment, though it should be. */
  readonly delay: (crm: CrmName) => Delay | null;
}

export function createHealth({ stores, crms, delay }: HealthDeps): () => Promise<readonly SystemHealth[]> {
  return async () => {
    const states = await stores.sync.states();
    return crms.map((crm) => ({
      crm,
      name: CRM_LABELS[crm],
      ...reading(
        states.filter((state) => state.crm === crm),
        delay(crm) !== null,
      ),
    }));
  };
}

/**
 * A kind that the CRM refused from the first is none that is missed. Until all others are read once, nothing is: numbers
 * of people without their deals would be no numbers.
 */
function reading(states: readonly SyncState[], isDelayed: boolean): Pick<SystemHealth, 'readThrough' | 'failingSince'> {
  const read = states.flatMap(({ freshAt, trouble }) => (freshAt === null ? [] : [{ freshAt, trouble }]));
  const isBeingRead = states.some(({ freshAt, trouble }) => freshAt === null && trouble === null);
  const failing = isDelayed ? read : read.filter(({ trouble }) => trouble !== null);
  return { readThrough: isBeingRead ? null : oldest(read), failingSince: oldest(failing) };
}

function oldest(kinds: readonly { readonly freshAt: Date }[]): Date | null {
  return kinds.length === 0 ? null : new Date(Math.min(...kinds.map(({ freshAt }) => freshAt.getTime())));
}
