// Background jobs shared by all replicas: a job runs at least once, so its handler must be repeatable.
import type { JsonObject } from './json.ts';

export interface JobOptions {
  /** At most one unfinished or finished job with this key exists: how a tick runs once on several replicas. */
  readonly singletonKey?: string;
}

export interface Jobs {
  /** Registers the handler; call before `start` of the composition root. */
  handle(name: string, handler: (data: JsonObject) => Promise<void>): void;
  send(name: string, data: JsonObject, options?: JobOptions): Promise<void>;
}

/** A handler that runs at each due minute of a cron expression, once among all replicas. */
export interface Tick {
  readonly name: string;
  /** Five-field cron expression, read in UTC. */
  readonly cron: string;
  run(): Promise<void>;
}
