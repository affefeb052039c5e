// A request that ended in the CRM itself: answered there, recalled, reassigned, or gone with its record. Its card says so.
import type { EndedWorkItem } from '#ports/work-items.ts';
import { homeIntent } from '#features/approvals/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { WorkItemTx } from './desk.ts';
import { workItemCardIntent } from './intents.ts';
import { workItemSubject } from './work-item.ts';
import type { WorkItem } from './work-item.ts';

/** False where it is in none of these states any more. */
export async function settleInCrm(
  tx: WorkItemTx,
  { crm, id }: Pick<WorkItem, 'crm' | 'id'>,
  from: readonly WorkItem['state'][],
  end: EndedWorkItem,
  cause: Cause,
): Promise<boolean> {
  const item = await tx.workItems.lock(crm, id);
  if (item === null || !(await tx.workItems.settle(ended(item, end, cause.at), from))) return false;
  await tx.audit.append({
    ...cause,
    action: 'workitem.ended_in_crm',
    actor: { kind: 'crm', crm, user: end.by },
    subject: workItemSubject(item),
    before: { state: item.state },
    after: { outcome: end.outcome, comment: end.comment },
  });
  await tx.outbox.put(workItemCardIntent(item, false, cause));
  await tx.outbox.put(homeIntent(item.person, cause));
  return true;
}

function ended(item: WorkItem, { outcome, by, comment, at }: EndedWorkItem, now: Date): WorkItem {
  const over = { ...item, comment, decidedBy: by, decidedIn: 'salesforce', decidedAt: at ?? now } as const;
  switch (outcome) {
    case 'approved':
    case 'rejected':
      return { ...over, state: outcome, notice: null };
    case 'recalled':
      return { ...over, state: 'gone', notice: 'It was recalled in Salesforce.' };
    case 'reassigned':
      return { ...over, state: 'gone', notice: 'It was reassigned in Salesforce: somebody else is asked now.' };
    case 'unknown':
      return { ...over, state: 'gone', notice: 'It does not wait in Salesforce any more.' };
  }
}
