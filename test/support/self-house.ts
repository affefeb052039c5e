// Signalbox looking at itself over a real database: a clock that is moved from look to look, CRMs whose reading a test says.
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Delay } from '#ports/outlook.ts';
import type { SyncState } from '#features/history/store.ts';
import { createHealth } from '#features/anomalies/own/health.ts';
import { lookAtSelf } from '#features/anomalies/own/look-at-self.ts';
import type { SelfDeps, SelfLook } from '#features/anomalies/own/look-at-self.ts';
import type { SystemHealth } from '#features/anomalies/data-fault.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { TestDatabase } from './database.ts';

const MINUTE_MS = 60_000;

export interface SelfHouse {
  readonly deps: SelfDeps;
  now: Date;
  playbook: Playbook;
  readonly delays: Map<CrmName, Delay>;
  readonly usage: Map<CrmName, { used: number; limit: number }>;
  /** Lets minutes pass and looks; what is remembered is kept, as by whoever keeps looks. */
  look(minutes?: number): Promise<SelfLook | null>;
  health(): Promise<readonly SystemHealth[]>;
  /** Everything of a CRM was read at that time. */
  read(crm: CrmName, freshAt: Date, over?: Partial<SyncState>): Promise<void>;
}

export function aSelfHouse(db: TestDatabase, clock: { at: Date }, playbook: Playbook): SelfHouse {
  const delays: SelfHouse['delays'] = new Map();
  const usage: SelfHouse['usage'] = new Map();
  const deps: SelfDeps = {
    get stores() {
      return db.database.stores;
    },
    crms: CRM_NAMES,
    figures: (claimMs) => db.database.ownFigures(claimMs),
    delay: (crm) => delays.get(crm) ?? null,
    usage: (crm) => usage.get(crm) ?? null,
    playbook: () => ({ playbook: house.playbook, version: 1 }),
    clock: { now: () => clock.at },
  };
  const house: SelfHouse = {
    deps,
    playbook,
    delays,
    usage,
    get now() {
      return clock.at;
    },
    set now(at) {
      clock.at = at;
    },
    async look(minutes = 5) {
      clock.at = new Date(clock.at.getTime() + minutes * MINUTE_MS);
      const look = await lookAtSelf(deps);
      if (look !== null) {
        await db.database.transact(async (tx) => {
          await tx.watches.record(look.evaluations);
          await tx.watches.keepSeries(look.series);
        });
      }
      return look;
    },
    health: () => createHealth(deps)(),
    async read(crm, freshAt, over = {}) {
      const began = { cursor: null, follow: null, done: 0, total: null, startedAt: freshAt, filledAt: freshAt };
      const state: SyncState = { crm, kind: 'person', phase: 'follow', ...began, freshAt, trouble: null, ...over };
      await db.database.stores.sync.save(state);
    },
  };
  return house;
}
