// A house of watches over a database: a playbook, planted leads, the state of the CRMs as a test says it, and a clock that it
// moves. Slack is not there: what would be said stands in the outbox.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { SystemHealth } from '#features/anomalies/data-fault.ts';
import type { WatchDesk } from '#features/anomalies/desk.ts';
import type { Evaluation, Incident } from '#features/anomalies/store.ts';
import { historyRules } from '#features/history/rules.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import type { PersonRow } from '#ports/crm-history.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import type { TestDatabase } from './database.ts';
import { aFakeMessenger } from './fake-messenger.ts';
import { aPersonRow } from './history-rows.ts';
import { silentLog } from './silent-log.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** Leads a day by source, on working days; weekends have a third. */
const SOURCES = { Web: 30, Events: 20, 'Paid Search': 15 } as const;
const MQL = 'marketingqualifiedlead';
export type Source = keyof typeof SOURCES;

export interface WatchHouse {
  readonly desk: WatchDesk<Stores>;
  /** What the CRMs are said to be like from now on; read to this moment unless told. */
  health: readonly SystemHealth[] | null;
  playbook: Playbook;
  now: Date;
  /** To this hour of a day, in Berlin in winter. */
  at(day: string, hour?: number): void;
  /** Plants leads of these days, both included. @param share by source and day, 1 unless told */
  plant(from: string, to: string, share?: (source: Source, day: string) => number): Promise<void>;
  /** Takes leads from this day on away again. */
  clearFrom(day: string): Promise<void>;
  incidents(): Promise<readonly Incident[]>;
  looks(day: string, series?: string): Promise<readonly Evaluation[]>;
  /** Intents so far, oldest first: `card`, `card again`, `line: …`, `digest 1,2`, `ops: …`. */
  said(): Promise<readonly string[]>;
}

/** @param written what the playbook says of watches */
export function aWatchHouse(db: TestDatabase, clock: { now: Date }, written: string): WatchHouse {
  const { transact, stores, metrics } = db.database;
  const playbookInForce = () => ({ playbook: house.playbook, version: 1 });
  const time = { now: () => clock.now };
  const desk: WatchDesk<Stores> = {
    transact,
    stores,
    metrics,
    values: createValueBook({ store: metrics, playbook: playbookInForce, clock: time }),
    messenger: aFakeMessenger([]),
    crms: new Map(),
    draw: () => Promise.reject(new Error('nothing to draw')),
    health: () => Promise.resolve(house.health ?? [readThrough(clock.now)]),
    playbook: playbookInForce,
    clock: time,
    log: silentLog,
  };
  const house: WatchHouse = {
    desk,
    health: null,
    playbook: aPlaybook(written),
    get now() {
      return clock.now;
    },
    set now(at) {
      clock.now = at;
    },
    at(day, hour = 4) {
      clock.now = new Date(Date.parse(`${day}T00:00:00Z`) + (hour - 1) * HOUR);
    },
    async plant(from, to, share) {
      await stores.history.put(drawLeads(from, to, share), historyRules(house.playbook), clock.now);
    },
    async clearFrom(day) {
      const rows = await db.rows<{ id: string }>(
        `SELECT record_id AS id FROM person_record WHERE created_at >= $1 AND NOT gone`,
        [new Date(`${day}T00:00:00Z`)],
      );
      const refs = rows.map(({ id }) => ({ crm: 'hubspot', object: 'lead', id }) as const);
      await stores.history.markGone(refs, historyRules(house.playbook));
    },
    async incidents() {
      return (await stores.incidents.list({ limit: 500 })).toReversed();
    },
    looks: (day, series = '') => allLooks(db, day, series),
    async said() {
      const rows = await db.rows<{ kind: string; payload: Parameters<typeof spoken>[1] }>(
        `SELECT kind, payload FROM outbox WHERE kind <> 'home.publish' ORDER BY id`,
      );
      return rows.map(({ kind, payload }) => spoken(kind, payload));
    },
  };
  return house;
}

export function readThrough(at: Date, over: Partial<SystemHealth> = {}): SystemHealth {
  return { crm: 'hubspot', name: 'HubSpot', readThrough: at, failingSince: null, ...over };
}

/** As before anything was watched. What is known of the CRMs stays. */
export async function emptyWatches(db: TestDatabase): Promise<void> {
  // Looks are kept for good, and a test is not.
  await db.rows(`ALTER TABLE watch_evaluation DISABLE TRIGGER USER`);
  await db.rows(`TRUNCATE watch, watch_progress, watch_series, watch_evaluation, watch_reset, incident,
    incident_telling, known_event, outbox, person RESTART IDENTITY CASCADE`);
  await db.rows(`ALTER TABLE watch_evaluation ENABLE TRIGGER USER`);
}

/** Every look at a day, the first first. */
async function allLooks({ rows }: TestDatabase, day: string, series: string): Promise<readonly Evaluation[]> {
  return rows(`SELECT * FROM watch_evaluation WHERE day = $1 AND series = $2 ORDER BY watch, look`, [day, series]);
}

function spoken(kind: string, payload: Readonly<Record<string, string | number | boolean | null>>): string {
  const said = (name: string): string => String(payload[name] ?? '');
  switch (kind) {
    case 'incident.card':
      return `card ${said('incident')}${payload['again'] === true ? ' again' : ''}`;
    case 'incident.line':
      return `line ${said('incident')}: ${said('text')}${said('mention') === '' ? '' : ` @${said('mention')}`}`;
    case 'incident.digest':
      return `digest ${said('channelName')}: ${said('incidents')}`;
    case 'ops.message':
      return `ops: ${said('text')}`;
    default:
      return `${kind}: ${said('text')}`;
  }
}

/** The same leads of a day whenever it is drawn; a share of less leaves out the last ones. Two of five become MQLs the day after. */
export function drawLeads(
  from: string,
  to: string,
  share: (source: Source, day: string) => number = () => 1,
): readonly PersonRow[] {
  const rows: PersonRow[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    const weekend = [0, 6].includes(new Date(at).getUTCDay()) ? 1 / 3 : 1;
    for (const [index, [source, level]] of Object.entries(SOURCES).entries()) {
      const random = xoroshiro128plus(at / DAY + index * 7919);
      const many = Math.round(poisson(random, level * weekend) * share(source as Source, day));
      for (let n = 0; n < many; n += 1) {
        const createdAt = new Date(at + uniformInt(random, 8 * 3600, 17 * 3600) * 1000);
        const country = uniformFloat64(random) < 0.6 ? 'DE' : 'US';
        const qualified = { field: 'stage', at: new Date(createdAt.getTime() + DAY), value: MQL } as const;
        const changes = uniformFloat64(random) < 0.4 ? [qualified] : [];
        rows.push(aPersonRow({ id: `${day}-${index}-${n}`, createdAt, source, country, changes }));
      }
    }
  }
  return rows;
}

function poisson(random: ReturnType<typeof xoroshiro128plus>, mean: number): number {
  const limit = Math.exp(-mean);
  let many = 0;
  for (let product = uniformFloat64(random); product > limit; product *= uniformFloat64(random)) many += 1;
  return many;
}
