// One app of a simulation, reached and reaching out over lines of its own. A crash cuts them all at once: to everybody
// outside that is what kill -9 is, whether the app is in a process of its own, which is killed, or inside of this one,
// where whatever it still does reaches nobody.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabaseLine } from '../support/database-line.ts';
import type { DatabaseLine } from '../support/database-line.ts';
import { openFaultProxy } from '../support/fault-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import type { Servers } from '../support/house-servers.ts';
import type { Dice } from './dice.ts';
import { hostApp } from './host.ts';
import type { Complaint, Host, HostedApp } from './host.ts';
import type { CrashPoint, Service } from './schedule.ts';

/** An app whose lines are cut ends by itself within this time; if not, its ports are given free all the same. */
const BURIAL_MS = 15_000;

export interface Replica extends Pick<HostedApp, 'url' | 'catchUp' | 'weigh'> {
  /** Until it has ended or died. */
  alive(): boolean;
  readonly lines: Readonly<Record<Service, FaultProxy>>;
  readonly database: DatabaseLine;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Arms its end, or ends it at once; `onDead` is called when it has come. */
  crash(at: CrashPoint, onDead: () => void): void;
  /** Clears away what a crash left, once the simulation is over. */
  bury(): Promise<void>;
}

export interface ReplicaPlan {
  readonly host: Host;
  readonly servers: Servers;
  readonly env: Readonly<Record<string, string>>;
  readonly dice: Dice;
  /** Told of every error while it lives, and inside of this process of every warning. */
  readonly onComplaint: (complaint: Complaint) => void;
}

/** Rejects when it cannot start, with nothing left of it. */
export async function startReplica({ host, servers, env, dice, onComplaint }: ReplicaPlan): Promise<Replica> {
  const { slack, hubspot, salesforce, clock } = servers;
  const lines = {
    slack: await openFaultProxy({ target: slack.url, seed: dice.between(1, 1e9) }),
    hubspot: await openFaultProxy({ target: hubspot.url, seed: dice.between(1, 1e9) }),
    salesforce: await openFaultProxy({ target: salesforce.url, seed: dice.between(1, 1e9) }),
  };
  const database = await openDatabaseLine(env['DATABASE_URL'] ?? '');
  const all = [...Object.values(lines), database];
  const closeLines = async (): Promise<void> => {
    await Promise.all(all.map((line) => line.close()));
  };
  let alive = true;
  let ending: Promise<void> = Promise.resolve();
  const reached = {
    ...env,
    SLACK_API_URL: `${lines.slack.url}/api/`,
    HUBSPOT_BASE_URL: lines.hubspot.url,
    SALESFORCE_LOGIN_URL: lines.salesforce.url,
    DATABASE_URL: database.url,
  };
  let app: HostedApp;
  try {
    app = await hostApp(host, { env: reached, clock, onComplaint: (one) => void (alive && onComplaint(one)) });
  } catch (error) {
    alive = false;
    await closeLines();
    throw error;
  }

  function die(onDead: () => void): void {
    if (!alive) return;
    alive = false;
    onDead();
    for (const line of all) line.sever();
    ending = app.end();
  }

  return {
    url: app.url,
    lines,
    database,
    alive: () => alive,
    catchUp: () => app.catchUp(),
    weigh: () => app.weigh(),
    async stop() {
      if (!alive) return;
      await app.stop();
      alive = false;
      for (const line of all) line.sever();
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
