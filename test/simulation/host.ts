// Where an app of a simulation runs: inside of this process, where starting it is quick, or in one of its own.
import { startApp } from '../../src/app.ts';
import type { Log, LogFields } from '#ports/log.ts';
import type { MovableClock } from '#sandbox/clock.ts';
import { startAppProcess } from '../support/app-process.ts';
import type { Memory } from '../support/app-process.ts';
import { configFrom } from '../support/house-settings.ts';

export type Host = 'inside' | 'process';

export interface Complaint {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface HostedApp {
  readonly url: string;
  /** Does now what otherwise comes round by the minute. */
  catchUp(): Promise<void>;
  /** Null for an app inside of this process, whose memory is not its own. */
  weigh(): Promise<Memory | null>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Ends it at once, after all its lines are cut; resolves when nothing of it is left. */
  end(): Promise<void>;
}

export interface HostPlan {
  readonly env: Readonly<Record<string, string>>;
  readonly clock: MovableClock;
  readonly onComplaint: (complaint: Complaint) => void;
}

/** Rejects when it cannot start. */
export function hostApp(host: Host, plan: HostPlan): Promise<HostedApp> {
  return host === 'inside' ? inside(plan) : apart(plan);
}

async function inside({ env, clock, onComplaint }: HostPlan): Promise<HostedApp> {
  const app = await startApp(configFrom(env), { clock, log: complaining(onComplaint) });
  return {
    url: app.url,
    catchUp: () => app.catchUp(),
    weigh: () => Promise.resolve(null),
    stop: () => app.stop(),
    // Without its lines it fails at every step: that it cannot end in order is of no interest.
    end: () => app.stop().catch(() => undefined),
  };
}

async function apart({ env, clock, onComplaint }: HostPlan): Promise<HostedApp> {
  const onError = (line: string): void => onComplaint({ level: 'error', message: line, fields: { line } });
  const app = await startAppProcess({ env, clock, onError });
  return {
    url: app.url,
    async catchUp() {
      app.catchUp();
    },
    weigh: () => app.weigh(),
    stop: () => app.stop(),
    end: () => app.kill9(),
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
