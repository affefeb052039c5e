// Salesforce's own approval requests: which wait for whom, what became of the others, and answering one.
import { z } from 'zod';
import type { CrmWorkItem, WorkItems } from '#ports/work-items.ts';
import type { SalesforceClient } from './client.ts';
import { decideWorkItem } from './decide-work-item.ts';
import { chunks, idCore } from './objects.ts';
import type { OrgView } from './org-view.ts';
import * as soql from './soql.ts';
import { instant } from './values.ts';
import { readDetails } from './work-item-details.ts';
import { readEnded } from './work-item-history.ts';

export interface WorkItemDeps {
  readonly org: OrgView;
  /** Acts as the user of this name; null where the connection cannot. */
  readonly clientAs: (username: string) => Promise<SalesforceClient | null>;
  readonly pageOf: (sobject: string, id: string) => string;
}

export function createSalesforceWorkItems(deps: WorkItemDeps): WorkItems {
  return {
    askedUsers: () => readAskedUsers(deps.org),
    pending: (actorIds) => readPending(deps.org, actorIds),
    ended: (items) => readEnded(deps.org, items),
    decide: (id, decision) => decideWorkItem(deps, id, decision),
    recordUrl: deps.pageOf,
  };
}

const ActorRow = z.object({ ActorId: z.string() });

/** One call a look, however much waits in the org for people who are not in Slack. */
async function readAskedUsers({ client }: OrgView): Promise<readonly string[]> {
  const query = soql.select({ select: ['ActorId'], from: 'ProcessInstanceWorkitem', groupBy: ['ActorId'] });
  const rows = await client.query(query, ActorRow, { kind: 'work_items', urgency: 'normal' });
  return rows.map(({ ActorId }) => ActorId).filter(isUserId);
}

const PendingRow = z.object({
  Id: z.string(),
  CreatedDate: z.string(),
  ActorId: z.string(),
  ProcessInstance: z.object({
    TargetObjectId: z.string(),
    TargetObject: z.object({ Name: z.string().nullish(), Type: z.string() }).nullable(),
    ProcessDefinition: z.object({ Name: z.string() }).nullish(),
    SubmittedBy: z.object({ Name: z.string() }).nullish(),
  }),
});
type PendingRow = z.infer<typeof PendingRow>;

const COLUMNS = [
  'Id',
  'CreatedDate',
  'ActorId',
  'ProcessInstance.TargetObjectId',
  'ProcessInstance.TargetObject.Name',
  'ProcessInstance.TargetObject.Type',
  'ProcessInstance.ProcessDefinition.Name',
  'ProcessInstance.SubmittedBy.Name',
];

/** Users alone: what waits in a queue waits for nobody in particular. */
async function readPending(org: OrgView, actorIds: readonly string[]): Promise<readonly CrmWorkItem[]> {
  const users = [...new Set(actorIds.filter(isUserId).map(idCore))];
  const rows: PendingRow[] = [];
  for (const batch of chunks(users)) {
    const query = soql.select({
      select: COLUMNS,
      from: 'ProcessInstanceWorkitem',
      where: soql.isIn('ActorId', batch),
      orderBy: ['CreatedDate', 'Id'],
    });
    rows.push(...(await org.client.query(query, PendingRow, { kind: 'work_items', urgency: 'normal' })));
  }
  const known = rows.flatMap((row) => itemOf(row) ?? []);
  const details = await readDetails(org, known);
  return known.map((item) => ({ ...item, details: details.get(idCore(item.recordId)) ?? [] }));
}

function isUserId(id: string): boolean {
  return /^005[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/.test(id);
}

/** Null for a request about a record that is deleted, or that our user may not see: it cannot be shown to anybody. */
function itemOf({ Id, CreatedDate, ActorId, ProcessInstance }: PendingRow): Omit<CrmWorkItem, 'details'> | null {
  const { TargetObject, TargetObjectId, ProcessDefinition, SubmittedBy } = ProcessInstance;
  if (TargetObject === null) return null;
  return {
    id: Id,
    process: ProcessDefinition?.Name ?? 'Approval',
    object: TargetObject.Type,
    recordId: TargetObjectId,
    recordName: TargetObject.Name || TargetObjectId,
    actorId: ActorId,
    submittedBy: SubmittedBy?.Name ?? null,
    submittedAt: instant(CreatedDate),
  };
}
