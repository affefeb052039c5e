// How each connected CRM's data comes in right now: how far it is read, since when reading fails, when it last sent a webhook.
import { elapsed } from '#kernel/time.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Delay } from '#ports/outlook.ts';
import type { SyncState, SyncStore } from '#features/history/store.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { SystemHealth } from '../data-fault.ts';
import type { WatchStore } from '../store.ts';
import { AWAKE_MS } from './look-times.ts';
import { MEMORY, readMemory } from './memory.ts';
import { timeOfWeek, rareSilence } from './rhythm.ts';

export interface HealthDeps {
  readonly stores: {
    readonly sync: Pick<SyncStore, 'states'>;
    readonly watches: Pick<WatchStore, 'series'>;
  };
  readonly crms: readonly CrmName[];
  /** Why a CRM is not read at the moment, though it should be. */
  readonly delay: (crm: CrmName) => Delay | null;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** A silence of so many times the usual one is a fault, to those who ask whether data is whole. */
const FAULT_TIMES = 3;

export function createHealth(deps: HealthDeps): () => Promise<readonly SystemHealth[]> {
  const { stores, crms, delay, playbook, clock } = deps;
  return async () => {
    const now = clock.now();
    const { timezone } = playbook().playbook.organization;
    const [states, kept] = await Promise.all([stores.sync.states(), stores.watches.series([MEMORY.watch])]);
    const memory = readMemory(kept[0]?.state ?? null);
    const listens = memory !== null && elapsed(memory.at, now) <= AWAKE_MS;
    return crms.map((crm) => {
      const webhooks = memory?.webhooks[crm];
      const rare = listens && webhooks !== undefined ? rareSilence(webhooks.rhythm, timeOfWeek(now, timezone)) : null;
      const last = webhooks?.last ?? null;
      return {
        crm,
        name: CRM_LABELS[crm],
        ...reading(
          states.filter((state) => state.crm === crm),
          delay(crm) !== null,
        ),
        // Before it listened there was nothing to hear.
        lastWebhook: last === null || memory === null || last > memory.awake ? last : memory.awake,
        usualSilence: rare === null ? null : rare / FAULT_TIMES,
      };
    });
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
