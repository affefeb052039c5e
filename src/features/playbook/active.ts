// The playbook in force. Everything that asks a rule asks this, so a new version takes effect everywhere at once.
import type { Playbook } from './schema.ts';

export interface ActivePlaybook {
  readonly playbook: Playbook;
  /** Number of its text in the store; written beside every decision that it made. */
  readonly version: number;
}

/** Reads the playbook in force at the moment of the call. */
export type PlaybookInForce = () => ActivePlaybook;
