// What the org holds before anything happens: its users and queues, its stages and lead statuses.
import type { Row } from './fields.ts';
import type { Org } from './org.ts';
import { insertRow, table } from './org.ts';
import { createRecord } from './save.ts';
import type { StageSeed } from './standard-fields.ts';

export interface UserSeed {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** The e-mail unless told. */
  readonly username?: string;
  readonly active?: boolean;
}

export interface QueueSeed {
  readonly name: string;
}

export interface Seed {
  readonly users: readonly UserSeed[];
  readonly queues: readonly QueueSeed[];
  readonly stages: readonly StageSeed[];
  readonly leadStatuses: readonly string[];
}

export const INTEGRATION_USER: UserSeed = {
  firstName: 'Signalbox',
  lastName: 'Integration',
  email: 'signalbox@acme.test',
};

/** Fills the org and returns the integration user's id, which the seeded records were made by. */
export function plantSeed(org: Org, seed: Seed): string {
  table(org, 'Organization').set(org.id, { Id: org.id, Name: org.name, IsSandbox: true });
  const integration = plantUser(org, INTEGRATION_USER, '');
  for (const user of seed.users) plantUser(org, user, integration);
  for (const queue of seed.queues) plantQueue(org, queue, integration);
  seed.stages.forEach((stage, index) => insertRow(org, 'OpportunityStage', stageRow(stage, index), integration));
  seed.leadStatuses.forEach((status, index) => insertRow(org, 'LeadStatus', statusRow(status, index), integration));
  return integration;
}

function plantUser(org: Org, user: UserSeed, by: string): string {
  const values = {
    FirstName: user.firstName,
    LastName: user.lastName,
    Email: user.email,
    Username: user.username ?? user.email,
    IsActive: user.active ?? true,
  };
  return String(createRecord(org, 'User', values, { by, autoAssign: false })['Id']);
}

function plantQueue(org: Org, queue: QueueSeed, by: string): void {
  const values = { Name: queue.name, DeveloperName: queue.name.replace(/\W+/g, '_'), Type: 'Queue' };
  createRecord(org, 'Group', values, { by, autoAssign: false });
}

function stageRow(stage: StageSeed, index: number): Row {
  return {
    MasterLabel: stage.name,
    ApiName: stage.name,
    IsActive: true,
    SortOrder: index + 1,
    IsClosed: stage.closed,
    IsWon: stage.won,
    DefaultProbability: stage.probability,
  };
}

function statusRow(status: string, index: number): Row {
  const converted = status === 'Closed - Converted';
  return { MasterLabel: status, ApiName: status, IsDefault: index === 0, IsConverted: converted, SortOrder: index + 1 };
}

/** A user's id by e-mail, a queue's by name, or either by itself. Throws where there is none: a mistake of the caller. */
export function ownerId(org: Org, emailOrQueue: string): string {
  if (table(org, 'User').has(emailOrQueue) || table(org, 'Group').has(emailOrQueue)) return emailOrQueue;
  const user = [...table(org, 'User').values()].find((row) => row['Email'] === emailOrQueue);
  const queue = [...table(org, 'Group').values()].find((row) => row['Name'] === emailOrQueue);
  const id = (user ?? queue)?.['Id'];
  if (typeof id !== 'string') throw new Error(`this org has no user or queue ${emailOrQueue}`);
  return id;
}
