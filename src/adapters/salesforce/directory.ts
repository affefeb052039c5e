// Who and what the org is: its name, its users and queues, its stages, and the mapped fields that it lacks.
import { z } from 'zod';
import leven from 'leven';
import { Fault } from '#kernel/errors.ts';
import type { CrmAccount, CrmUser, MissingProperty, Stage } from '#ports/crm.ts';
import type { Infos } from './columns.ts';
import { SOBJECTS } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { readInfos } from './org-view.ts';
import * as soql from './soql.ts';

const Organization = z.object({ Id: z.string(), Name: z.string() });

export async function readAccount({ client }: OrgView): Promise<CrmAccount> {
  const query = soql.select({ select: ['Id', 'Name'], from: 'Organization', limit: 1 });
  const [row] = await client.query(query, Organization, { kind: 'account', urgency: 'normal' });
  if (row === undefined) throw new Fault('forbidden', 'the Salesforce user may not see its own organization');
  return { id: row.Id, name: row.Name };
}

const User = z.object({ Id: z.string(), Name: z.string(), Email: z.string().nullable(), IsActive: z.boolean() });
const Queue = z.object({ Id: z.string(), Name: z.string() });

/** Standard users, inactive ones included, and queues. */
export async function readUsers({ client }: OrgView): Promise<readonly CrmUser[]> {
  const options = { kind: 'users', urgency: 'normal' } as const;
  const people = soql.select({
    select: ['Id', 'Name', 'Email', 'IsActive'],
    from: 'User',
    where: soql.compare('UserType', '=', 'Standard'),
    orderBy: ['Name'],
  });
  const queues = soql.select({
    select: ['Id', 'Name'],
    from: 'Group',
    where: soql.compare('Type', '=', 'Queue'),
    orderBy: ['Name'],
  });
  const users = (await client.query(people, User, options)).map((row): CrmUser => ({
    id: row.Id,
    name: row.Name,
    email: row.Email,
    active: row.IsActive,
    kind: 'person',
  }));
  const holders = (await client.query(queues, Queue, options)).map((row): CrmUser => ({
    id: row.Id,
    name: row.Name,
    email: null,
    active: true,
    kind: 'queue',
  }));
  return [...users, ...holders];
}

const LeadStatus = z.object({ ApiName: z.string(), MasterLabel: z.string(), IsConverted: z.boolean() });
const OpportunityStage = z.object({
  ApiName: z.string(),
  MasterLabel: z.string(),
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
});

/** Lead statuses or opportunity stages in the org's own order. A lead is closed, and won, by its conversion. */
export async function readStages({ client }: OrgView, object: 'lead' | 'opportunity'): Promise<readonly Stage[]> {
  const options = { kind: 'stages', urgency: 'normal' } as const;
  const orderBy = ['SortOrder'];
  if (object === 'lead') {
    const query = soql.select({ select: ['ApiName', 'MasterLabel', 'IsConverted'], from: 'LeadStatus', orderBy });
    const rows = await client.query(query, LeadStatus, options);
    return rows.map((row) => stage(row, row.IsConverted, row.IsConverted));
  }
  const query = soql.select({
    select: ['ApiName', 'MasterLabel', 'IsClosed', 'IsWon'],
    from: 'OpportunityStage',
    where: soql.compare('IsActive', '=', true),
    orderBy,
  });
  const rows = await client.query(query, OpportunityStage, options);
  return rows.map((row) => stage(row, row.IsClosed, row.IsWon));
}

function stage(row: { readonly ApiName: string; readonly MasterLabel: string }, closed: boolean, won: boolean): Stage {
  return { id: row.ApiName, label: row.MasterLabel, pipeline: null, closed, won };
}

/** Mapped properties (`Lead.Score__c`) that the org does not have, after asking it again. */
export async function findMissingProperties(org: OrgView): Promise<readonly MissingProperty[]> {
  org.metadata.forget();
  const map = Object.entries(org.fieldMap());
  const mapped = SOBJECTS.filter((sobject) => map.some(([, property]) => property.startsWith(`${sobject}.`)));
  const infos = await readInfos(org, mapped);
  return map.flatMap(([path, property]) => {
    const [name, field, ...rest] = property.split('.');
    const sobject = SOBJECTS.find((candidate) => candidate === name);
    if (sobject !== undefined && field !== undefined && rest.length === 0 && infos[sobject].has(field)) return [];
    return [{ path, property, suggestion: nearestProperty(property, infos) }];
  });
}

/** The property that a slip of the finger is closest to; a third of its letters may differ. */
function nearestProperty(property: string, infos: Infos): string | null {
  const allowed = Math.max(2, Math.floor(property.length / 3));
  const candidates = SOBJECTS.flatMap((sobject) => [...infos[sobject].keys()].map((field) => `${sobject}.${field}`));
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      distance: leven(property.toLowerCase(), candidate.toLowerCase(), { maxDistance: allowed + 1 }),
    }))
    .filter(({ distance }) => distance <= allowed)
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate ?? null;
}
