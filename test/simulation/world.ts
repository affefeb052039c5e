// Everything around the apps of one simulation: servers, people, a database, a door that leads to whoever is up, and a
// record of what happened.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { QueryResultRow } from 'pg';
import { createSealReader } from '#adapters/postgres/audit-reading.ts';
import { verifyLog } from '#features/audit/verify-log.ts';
import { messageOf } from '#kernel/errors.ts';
import { createClock } from '#sandbox/clock.ts';
import type { LimitOptions } from '#sandbox/hubspot/limits.ts';
import type { Webhooks } from '#sandbox/hubspot/webhooks.ts';
import { freshDatabase } from '../support/database.ts';
import { openFrontDoor } from '../support/front-door.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { startServers } from '../support/house-servers.ts';
import type { Servers } from '../support/house-servers.ts';
import { SECRETS, settingsFor } from '../support/house-settings.ts';
import type { Dice } from './dice.ts';
import { openCrmPeople } from './prospects.ts';
import type { CrmPeople } from './prospects.ts';
import { startReplica } from './replica.ts';
import type { Replica } from './replica.ts';
import type { Complaint, Host } from './host.ts';
import { REPS } from './schedule.ts';

export interface World extends Servers {
  readonly people: CrmPeople;
  readonly webhooks: Webhooks;
  /** Warnings and errors of every replica while it lived. */
  readonly complaints: readonly Complaint[];
  /** What happened, a line each with its time. */
  readonly timeline: readonly string[];
  note(line: string): void;
  replicas(): readonly Replica[];
  /** Starts one more; false when it could not start. */
  start(): Promise<boolean>;
  /** Takes one out of the door's list: it is down, or about to be. */
  leave(replica: Replica): void;
  /** After a death that left nobody: what the dead held is let go of, as if it had been down for a minute. */
  outliveLeases(): Promise<void>;
  rows<Row extends QueryResultRow>(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  readiness(): Promise<number>;
  /** What is wrong with the chain of the audit log; nothing when it is sound. */
  verifyLog(): Promise<readonly string[]>;
  /** Throws when an app could not end in order, after everything was closed. */
  close(): Promise<void>;
}

const CHANNELS = ['enterprise-leads', 'smb-leads', 'inbound-leads', 'revops'];

/** Everybody meets one of the rules, so that everybody must be announced. */
const RULES = `  - name: enterprise-leads
    on: lead.created
    if: lead.score > 85 && company.employees > 500
    do:
      - create_opportunity: { in: salesforce, stage: Prospecting, name: '{{company.name}} - inbound' }
      - route: { team: enterprise }
      - alert: { channel: '#enterprise-leads', priority: high }
  - name: smb-leads
    on: lead.created
    if: lead.score > 40 && company.employees <= 500
    do:
      - create_opportunity: { in: hubspot, stage: appointmentscheduled, name: '{{company.name}} - small' }
      - route: { team: smb }
      - alert: { channel: '#smb-leads' }
  - name: everybody
    on: lead.created
    if: lead.score >= 0
    do:
      - alert: { channel: '#inbound-leads', priority: low }`;

/** Minutes pass in seconds here, and each of them asks: HubSpot's true limits would have everybody wait. */
const LIMITS: LimitOptions = { burst: 10_000, searchPerSecond: 1000, daily: 10_000_000 };

export interface WorldPlan {
  readonly slack: 'http' | 'socket';
  readonly host: Host;
  readonly dice: Dice;
  /** Further sections of the playbook. */
  readonly more?: string;
}

export async function openWorld({ slack: slackBy, host, dice, more = '' }: WorldPlan): Promise<World> {
  const began = performance.now();
  const clock = createClock();
  const fresh = await freshDatabase();
  const pool = new Pool({ connectionString: fresh.url, max: 2 });
  const home = await mkdtemp(join(tmpdir(), 'signalbox-simulation-'));
  const playbook = join(home, 'playbook.yaml');
  // A clock that jumps makes data look old: what Signalbox tells of itself then is true, and is never over.
  const quiet = `${more}watching: { itself: false }\n`;
  await writeFile(playbook, aPlaybookText({ enterprise: ['ana', 'bo'], smb: ['bo', 'cy'], rules: RULES, more: quiet }));
  const servers = await startServers({ people: REPS, strangers: [], channels: CHANNELS, limits: LIMITS }, clock);
  const { slack, hubspot, salesforce } = servers;
  const door = await openFrontDoor();
  const env = {
    ...settingsFor(servers, { crms: ['hubspot', 'salesforce'], slack: slackBy, pushed: true }),
    DATABASE_URL: fresh.url,
    PLAYBOOK: playbook,
    DATA_DIR: home,
    PUBLIC_URL: door.url,
    PORT: '0',
  };
  slack.setRequestUrl(`${door.url}/slack/events`);
  const webhooks = hubspot.connectWebhooks({
    url: `${door.url}/webhooks/hubspot`,
    secret: SECRETS.hubspot,
    retryAfterMs: [50, 100, 200, 400, 800, 1600, 1600, 1600, 1600, 1600],
  });
  const flow = { url: `${door.url}/webhooks/salesforce`, secret: SECRETS.salesforce, auth: 'hmac' } as const;
  salesforce.push.setTargets({ flow });

  const complaints: Complaint[] = [];
  const timeline: string[] = [];
  const started: Replica[] = [];
  let up: readonly Replica[] = [];
  let starting = 0;
  function open(next: readonly Replica[]): void {
    up = next;
    door.leadTo(up.map(({ url }) => url));
  }
  const world: World = {
    ...servers,
    people: openCrmPeople(servers),
    webhooks,
    complaints,
    timeline,
    note: (line) => void timeline.push(`${String(Math.round(performance.now() - began)).padStart(6)} ms  ${line}`),
    replicas: () => up,
    async start() {
      starting += 1;
      try {
        const onComplaint = (complaint: Complaint): void => void complaints.push(complaint);
        const replica = await startReplica({ host, servers, env, dice: dice.fork(), onComplaint });
        started.push(replica);
        open([...up, replica]);
        world.note(`an app is up: ${replica.url}`);
        return true;
      } catch (error) {
        world.note(`an app could not start: ${messageOf(error)}`);
        return false;
      } finally {
        starting -= 1;
      }
    },
    async outliveLeases() {
      // The database's time cannot be moved, and whoever lives must not be taken for dead.
      if (starting > 0 || started.some((replica) => replica.alive())) return;
      for (const table of ['inbox', 'outbox'])
        await pool.query(`UPDATE ${table} SET leased_until = now() WHERE state = 'pending' AND leased_until > now()`);
      await pool.query('UPDATE history_hold SET until = now()');
      await pool.query(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`);
      world.note('  nobody lives: what was held is let go of');
    },
    leave: (replica) => open(up.filter((one) => one !== replica)),
    rows: async (statement, values = []) => (await pool.query(statement, [...values])).rows,
    async readiness() {
      const answer = await fetch(`${door.url}/readyz`);
      await answer.text();
      return answer.status;
    },
    async verifyLog() {
      // Not the app's own way in: a busy machine makes it give up before it has looked.
      const { findings } = await verifyLog(createSealReader(pool), { heads: [] });
      return findings.map((finding) => JSON.stringify(finding));
    },
    async close() {
      open([]);
      const ends = await Promise.allSettled(started.map((replica) => replica.stop()));
      world.note('every app ended');
      await Promise.all(started.map((replica) => replica.bury()));
      world.note('every dead app is buried');
      await Promise.all([slack.close(), hubspot.close(), salesforce.close(), door.close(), pool.end()]);
      await fresh.drop();
      await rm(home, { recursive: true });
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
  return world;
}
