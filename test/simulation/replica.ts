// One app process of a simulation, reached and reaching out over lines of its own. A crash cuts them all at once: to
// everybody outside that is what kill -9 is, and whatever the app still does reaches nobody.
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../../src/app.ts';
import type { RunningApp } from '../../src/app.ts';
import type { LogFields, Log } from '#ports/log.ts';
import { openDatabaseLine } from '../support/database-line.ts';
import type { DatabaseLine } from '../support/database-line.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { configFrom } from '../support/house-settings.ts';
import type { Servers } from '../support/house-servers.ts';
import type { Dice } from './dice.ts';
import type { CrashPoint, Service } from './schedule.ts';

/** An app whose lines are cut ends by itself within this time; if not, its ports are given free all the same. */
const BURIAL_MS = 15_000;

export interface Complaint {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface Replica {
  readonly url: string;
  readonly lines: Readonly<Record<Service, FaultProxy>>;
  readonly database: DatabaseLine;
  readonly alive: () => boolean;
  catchUp(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Arms its end, or ends it at once; `onDead` is called when it has come. */
  crash(at: CrashPoint, onDead: () => void): void;
  /** Clears away what a crash left, once the simulation is over. */
  bury(): Promise<void>;
}

export interface ReplicaPlan {
  readonly servers: Servers;
  readonly env: Readonly<Record<string, string>>;
  readonly dice: Dice;
  /** Told of every warning and error while it lives. */
  readonly onComplaint: (complaint: Complaint) => void;
}

/** Rejects when it cannot start, with nothing left of it. */
export async function startReplica({ servers, env, dice, onComplaint }: ReplicaPlan): Promise<Replica> {
  const { slack, hubspot, salesforce } = servers;
  const lines = {
    slack: await openFaultProxy({ target: slack.url, seed: dice.between(1, 1e9) }),
    hubspot: await openFaultProxy({ target: hubspot.url, seed: dice.between(1, 1e9) }),
    salesforce: await openFaultProxy({ target: salesforce.url, seed: dice.between(1, 1e9) }),
  };
  const database = await openDatabaseLine(env['DATABASE_URL'] ?? '');
  const closeLines = async (): Promise<void> => {
    await Promise.all([...Object.values(lines), database].map((line) => line.close()));
  };
  let alive = true;
  let ending: Promise<void> = Promise.resolve();
  const log = complaining((complaint) => void (alive && onComplaint(complaint)));
  const config = configFrom({
    ...env,
    SLACK_API_URL: `${lines.slack.url}/api/`,
    HUBSPOT_BASE_URL: lines.hubspot.url,
    SALESFORCE_LOGIN_URL: lines.salesforce.url,
    DATABASE_URL: database.url,
  });
  let app: RunningApp;
  try {
    app = await startApp(config, { clock: servers.clock, log });
  } catch (error) {
    alive = false;
    await closeLines();
    throw error;
  }

  function die(onDead: () => void): void {
    if (!alive) return;
    alive = false;
    onDead();
    for (const line of [...Object.values(lines), database]) line.sever();
    // What remains fails at every step, as its lines are cut: that it cannot end in order is of no interest.
    ending = app.stop().catch(() => undefined);
  }

  return {
    url: app.url,
    lines,
    database,
    alive: () => alive,
    catchUp: () => app.catchUp(),
    async stop() {
      if (!alive) return;
      await app.stop();
      alive = false;
      for (const line of [...Object.values(lines), database]) line.sever();
    },
    crash(at, onDead) {
      switch (at.kind) {
        case 'now':
          return die(onDead);
        case 'commit':
          return database.ambushCommit(() => die(onDead));
        case 'call':
          return lines[at.service].ambush(at.when, () => die(onDead));
      }
    },
    async bury() {
      await Promise.race([ending, sleep(BURIAL_MS, undefined, { ref: false })]);
      await closeLines();
    },
  };
}

function complaining(tell: (complaint: Complaint) => void, bound: LogFields = {}): Log {
  return {
    debug() {},
    info() {},
    warn: (message, fields = {}) => tell({ level: 'warn', message, fields: { ...bound, ...fields } }),
    error: (message, fields = {}) => tell({ level: 'error', message, fields: { ...bound, ...fields } }),
    with: (fields) => complaining(tell, { ...bound, ...fields }),
  };
}
