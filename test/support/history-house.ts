// The reading of a CRM's past over a real database: a CRM that a test fills, and rounds that it calls for.
import { beforeEach } from 'vitest';
import { createProgress } from '#features/history/progress.ts';
import { historyRules } from '#features/history/rules.ts';
import { syncHistory } from '#features/history/sync-history.ts';
import type { HistorySource, RoundOutcome, SyncDeps } from '#features/history/sync-history.ts';
import { absorbBaseline } from '#features/intake/absorb-baseline.ts';
import { noticeGone } from '#features/intake/notice-gone.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import type { HistoryKind } from '#ports/crm-history.ts';
import { aCrmRecord } from './builders.ts';
import { aFakeHistory } from './fake-history.ts';
import type { FakeHistory } from './fake-history.ts';
import { aPersonRow } from './history-rows.ts';
import { noon } from './lead-builder.ts';
import { useLeadHouse } from './lead-house.ts';
import type { LeadHouse } from './lead-house.ts';

export interface HistoryHouse {
  readonly house: LeadHouse;
  /** HubSpot's past: companies, people and deals, two a page. New for each test. */
  readonly history: FakeHistory;
  readonly source: HistorySource;
  readonly deps: SyncDeps;
  round(only?: ReadonlySet<HistoryKind>): Promise<RoundOutcome>;
  /** A person who was there long before the connection. */
  person(id: string): void;
  /** What is kept of people, by id. */
  people(): Promise<readonly { readonly id: string; readonly gone: boolean }[]>;
}

export function useHistoryHouse(): HistoryHouse {
  const house = useLeadHouse();
  let history = aFakeHistory([]);
  let enough = false;
  let time = 0;
  const { deps: own } = house;
  const monotonic = (): number => (time += 1000);
  const deps = (): SyncDeps => ({
    ...own,
    stores: house.stores,
    rules: () => historyRules(own.playbook().playbook),
    takeRecords: (records) => absorbBaseline({ ...own, inbox: house.db.database.inbox }, records),
    noticeGone: (refs) => noticeGone({ inbox: house.db.database.inbox, mirror: house.stores.mirror, ...own }, refs),
    progress: createProgress({ transact: own.transact, monotonic }),
    monotonic,
    enough: () => enough,
  });

  beforeEach(async () => {
    history = aFakeHistory(['company', 'person', 'deal']);
    enough = false;
    house.clock.set(noon);
    await house.db.rows(
      'TRUNCATE history_sync, history_fill, person_record, prospect, deal, lead, lead_ref, mirror_record, inbox, outbox CASCADE',
    );
  });

  return {
    house,
    get history() {
      return history;
    },
    get source() {
      return { name: 'hubspot' as const, history };
    },
    get deps() {
      return deps();
    },
    round: (only) => syncHistory(deps(), { name: 'hubspot', history }, only),
    person(id) {
      const at = after(noon, -30 * DAY_MS);
      history.rows.push(aPersonRow({ id, email: `${id}@acme.test`, createdAt: at }));
      history.records.push(
        aCrmRecord({ ref: { id }, createdAt: at, modifiedAt: at, fields: { email: `${id}@acme.test` } }),
      );
    },
    people: () => house.db.rows('SELECT record_id AS id, gone FROM person_record ORDER BY record_id'),
  };
}
