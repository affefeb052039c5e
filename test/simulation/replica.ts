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
import { openLifetime } from './lifetime.ts';
import type { Lifetime } from './lifetime.ts';
import type { CrashPoint, Service } from './schedule.ts';

/** An app whose lines are cut ends by itself within this time; if not, its ports are given free all the same. */
const BURIAL_MS = 15_000;

export interface Replica extends Pick<HostedApp, 'url' | 'catchUp' | 'weigh'>, Pick<Lifetime, 'alive' | 'stop'> {
  readonly lines: Readonly<Record<Service, FaultProxy>>;
  readonly database: DatabaseLine;
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
  let lifetime: Lifetime | null = null;
  const reached = {
    ...env,
    SLACK_API_URL: `${lines.slack.url}/api/`,
    HUBSPOT_BASE_URL: lines.hubspot.url,
    SALESFORCE_LOGIN_URL: lines.salesforce.url,
    DATABASE_URL: database.url,
  };
  // Whoever starts up complains as one that lives does.
  const heard = (complaint: Complaint): void => void (lifetime?.alive() !== false && onComplaint(complaint));
  let app: HostedApp;
  try {
    app = await hostApp(host, { env: reached, clock, onComplaint: heard });
  } catch (error) {
    await closeLines();
    throw error;
  }
  const life = openLifetime(app, () => {
    for (const line of all) line.sever();
  });
  lifetime = life;

  return {
    url: app.url,
    lines,
    database,
    alive: life.alive,
    catchUp: () => app.catchUp(),
    weigh: () => app.weigh(),
    stop: life.stop,
    crash(at, onDead) {
      switch (at.kind) {
        case 'now':
          return life.die(onDead);
        case 'commit':
          return database.ambushCommit(() => life.die(onDead));
        case 'call':
          return lines[at.service].ambush(at.when, () => life.die(onDead));
      }
    },
    async bury() {
      await Promise.race([life.gone(), sleep(BURIAL_MS, undefined, { ref: false })]);
      await closeLines();
    },
  };
}
