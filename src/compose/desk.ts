// What every verb, listener and handler works with, put together once.
import type { Stores } from '#adapters/postgres/stores.ts';
import type { ApprovalDesk } from '#features/approvals/desk.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { OpenDatabase } from './database.ts';
import { createGates } from './gates.ts';
import type { Outside } from './outside.ts';

export interface Desk extends ApprovalDesk<Stores> {
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly log: Log;
}

export interface DeskParts {
  readonly database: Pick<OpenDatabase, 'transact' | 'stores'>;
  readonly outside: Pick<Outside, 'messenger' | 'crms'>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly log: Log;
}

export function createDesk({ database, outside, playbook, clock, log }: DeskParts): Desk {
  const { transact, stores } = database;
  const { messenger, crms } = outside;
  const gates = createGates({ playbook, crms }, () => desk);
  const desk: Desk = { transact, stores, messenger, crms, playbook, clock, log, gates };
  return desk;
}
