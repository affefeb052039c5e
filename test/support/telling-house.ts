// Incidents in a database with everything that telling them takes, a messenger in memory, and looks of nine weeks.
import { incidentIntentHandlers } from '#features/anomalies/telling/incident-handlers.ts';
import type { TellingDeps } from '#features/anomalies/telling/record-incident.ts';
import type { SystemHealth } from '#features/anomalies/data-fault.ts';
import type { Evaluation, Incident } from '#features/anomalies/store.ts';
import { watchesOf } from '#features/anomalies/watching/watches-of.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { Drawing } from '#ports/drawing.ts';
import type { HeldIntent, Intent, IntentOutcome } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { aHeldIntent, aPerson } from './builders.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { aFakeMessenger } from './fake-messenger.ts';
import type { FakeMessenger } from './fake-messenger.ts';
import { aLook, anIncident, aSignal } from './incident-builder.ts';
import { freePace } from './lead-house.ts';
import { silentLog } from './silent-log.ts';

/** A Wednesday morning: Tuesday the 17th is over and judged. */
const TOLD_AT = new Date('2026-11-18T08:00:00Z');
export const mia = aPerson('Mia');

export const HEALTHY: SystemHealth = {
  crm: 'hubspot',
  name: 'HubSpot',
  readThrough: new Date('2026-11-18T07:58:00Z'),
  failingSince: null,
};

export interface TellingHouse {
  readonly db: TestDatabase;
  readonly deps: TellingDeps<Stores>;
  readonly drawings: Drawing[];
  /** What a test may exchange for a new one. */
  slack: FakeMessenger;
  pace: Pace;
  systems: readonly SystemHealth[];
  /** Key of the watch of MQLs by source in #growth. */
  readonly mqls: string;
  /** Of the watch of the German ones this month, which tells when they are below 40. */
  readonly limit: string;
  /** Of the watch of MQLs alone. */
  readonly whole: string;
  keep(over?: Partial<Incident>): Promise<Incident>;
  /** Nine weeks of a series of the watch, with what `over` says of some days. */
  plantLooks(series: string, over?: Readonly<Record<string, Partial<Evaluation>>>): Promise<void>;
  /** Carries an intent out, and commits what follows from it. */
  run(intent: Intent, held?: Partial<HeldIntent>): Promise<IntentOutcome<Stores>>;
}

/** For the top of a test file. */
export function useTellingHouse(): TellingHouse {
  const clock = { now: () => TOLD_AT };
  const db = useDatabase(clock);
  const playbook = aPlaybook(`watches:
  - { metric: mqls, by: source, channel: "#growth" }
  - { metric: mqls this month where country = DE, channel: "#growth", when: { below: 40 } }
  - { metric: mqls, channel: "#growth" }
`);
  const active = () => ({ playbook, version: 1 });
  const drawings: Drawing[] = [];
  const [mqls = '', limit = '', whole = ''] = watchesOf(playbook, []).map(({ key }) => key);
  const house: TellingHouse = {
    db,
    drawings,
    slack: newSlack(),
    pace: freePace,
    systems: [HEALTHY],
    mqls,
    limit,
    whole,
    get deps() {
      const { stores, metrics } = db.database;
      return {
        stores,
        metrics,
        values: createValueBook({ store: metrics, playbook: active, clock }),
        playbook: active,
        clock,
        messenger: house.slack,
        health: async () => house.systems,
        draw: async (drawing: Drawing) => {
          drawings.push(drawing);
          return { png: new Uint8Array([137, 80]), width: 2, height: 1 };
        },
        log: silentLog,
        pace: house.pace,
      };
    },
    async keep(over = {}) {
      const { id: _, version: __, ...incident } = fallOfMqls(mqls, over);
      return db.database.stores.incidents.add(incident);
    },
    async plantLooks(series, over = {}) {
      const days = Array.from({ length: 63 }, (_, index) => {
        return new Date(Date.parse('2026-11-17') - (62 - index) * DAY_MS).toISOString().slice(0, 10);
      });
      const looks = days.map((day) => {
        const usual = { value: 60, expected: 64, low: 48, high: 81, evaluatedAt: TOLD_AT };
        return aLook({ watch: mqls, series, day, ...usual, ...over[day] });
      });
      await db.database.transact((tx) => tx.watches.record(looks));
    },
    async run(intent, held = {}) {
      const handlers = incidentIntentHandlers<Stores>(house.deps);
      const outcome = await handlers.get(intent.kind)?.(aHeldIntent({ createdAt: TOLD_AT, ...intent, ...held }));
      if (outcome === undefined) throw new Error(`nobody handles ${intent.kind}`);
      if (outcome.kind !== 'later' && outcome.commit) await db.database.transact(outcome.commit);
      return outcome;
    },
  };
  return house;
}

export function newSlack(): FakeMessenger {
  const slack = aFakeMessenger(['#growth', '#revops']);
  slack.people.push(mia);
  return slack;
}

/** MQLs of a Tuesday are 22 instead of 64. */
export function fallOfMqls(watch: string, over: Partial<Incident> = {}): Incident {
  const fall = { value: 22, expected: 64, low: 48, high: 81, probability: 1e-4 } as const;
  return anIncident({
    channelName: '#growth',
    since: '2026-11-17',
    openedAt: TOLD_AT,
    changedAt: TOLD_AT,
    severity: 'high',
    signals: [aSignal({ watch, day: '2026-11-17', ...fall })],
    causes: [{ dims: { source: 'Web' }, share: 0.71 }],
    ...over,
  });
}
