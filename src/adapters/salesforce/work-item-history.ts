// What became of approval requests. An answered request is deleted, and what is left is a step in its process's history
// that names whom was asked and who answered, but not the request.
import { z } from 'zod';
import type { AskedWorkItem, EndedWorkItem } from '#ports/work-items.ts';
import { chunks, idCore } from './objects.ts';
import type { OrgView } from './org-view.ts';
import * as soql from './soql.ts';
import { instant } from './values.ts';

const OpenRow = z.object({ Id: z.string(), ActorId: z.string() });

/** Those of the items that still wait for somebody, with whom. Throws Fault. */
export async function readOpen({ client }: OrgView, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const open = new Map<string, string>();
  for (const batch of chunks(ids.filter(isWorkItemId).map(idCore))) {
    const query = soql.select({
      select: ['Id', 'ActorId'],
      from: 'ProcessInstanceWorkitem',
      where: soql.isIn('Id', batch),
    });
    const rows = await client.query(query, OpenRow, { kind: 'work_items', urgency: 'normal' });
    for (const row of rows) open.set(idCore(row.Id), row.ActorId);
  }
  return open;
}

/** Anything else would make a query fail. */
function isWorkItemId(id: string): boolean {
  return /^04i[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/.test(id);
}

const StepRow = z.object({
  StepStatus: z.string(),
  OriginalActorId: z.string(),
  Actor: z.object({ Name: z.string().nullish() }).nullish(),
  Comments: z.string().nullish(),
  CreatedDate: z.string(),
  ProcessInstance: z.object({ TargetObjectId: z.string() }),
});
type StepRow = z.infer<typeof StepRow>;

/** Leaves out those that still wait for the same person. Throws Fault. */
export async function readEnded(org: OrgView, items: readonly AskedWorkItem[]): Promise<readonly EndedWorkItem[]> {
  const open = await readOpen(
    org,
    items.map(({ id }) => id),
  );
  const over = items.filter(({ id, actorId }) => idCore(open.get(idCore(id)) ?? '') !== idCore(actorId));
  if (over.length === 0) return [];
  const steps = await readSteps(org, over);
  return over.map((item) => endOf(item, steps, open.has(idCore(item.id))));
}

async function readSteps({ client }: OrgView, items: readonly AskedWorkItem[]): Promise<readonly StepRow[]> {
  const since = new Date(Math.min(...items.map(({ submittedAt }) => submittedAt.getTime())));
  const steps: StepRow[] = [];
  for (const batch of chunks([...new Set(items.map(({ recordId }) => idCore(recordId)))])) {
    const query = soql.select({
      select: [
        'StepStatus',
        'OriginalActorId',
        'Actor.Name',
        'Comments',
        'CreatedDate',
        'ProcessInstance.TargetObjectId',
      ],
      from: 'ProcessInstanceStep',
      where: soql.all(soql.isIn('ProcessInstance.TargetObjectId', batch), soql.compare('CreatedDate', '>=', since)),
      orderBy: ['CreatedDate', 'Id'],
    });
    steps.push(...(await client.query(query, StepRow, { kind: 'work_items', urgency: 'normal' })));
  }
  return steps;
}

const OUTCOMES: Readonly<Record<string, EndedWorkItem['outcome']>> = {
  Approved: 'approved',
  Rejected: 'rejected',
  Removed: 'recalled',
  Reassigned: 'reassigned',
};

/** `elsewhere`: it waits for somebody else now. */
function endOf(item: AskedWorkItem, steps: readonly StepRow[], elsewhere: boolean): EndedWorkItem {
  const about = steps.filter(
    ({ ProcessInstance, CreatedDate, StepStatus }) =>
      idCore(ProcessInstance.TargetObjectId) === idCore(item.recordId) &&
      instant(CreatedDate) >= item.submittedAt &&
      OUTCOMES[StepStatus] !== undefined &&
      (OUTCOMES[StepStatus] === 'reassigned') === elsewhere,
  );
  // Whoever is asked in two steps of one process answers the first in the very second in which the other begins.
  const later = about.filter(({ CreatedDate }) => instant(CreatedDate) > item.submittedAt);
  const isOwn = ({ OriginalActorId }: StepRow): boolean => idCore(OriginalActorId) === idCore(item.actorId);
  const step = later.find(isOwn) ?? later[0] ?? about.find(isOwn) ?? about[0];
  return {
    id: item.id,
    outcome: elsewhere ? 'reassigned' : (OUTCOMES[step?.StepStatus ?? ''] ?? 'unknown'),
    by: step?.Actor?.Name ?? null,
    comment: step?.Comments || null,
    at: step === undefined ? null : instant(step.CreatedDate),
  };
}
