// A person's answer to a request of Salesforce's own approvals: recorded first, told to Salesforce afterwards.
import { homeIntent } from '#features/approvals/intents.ts';
import type { Turn } from '#features/people/turn.ts';
import type { CrmName } from '#ports/crm.ts';
import type { WorkItemDesk, WorkItemTx } from './desk.ts';
import { workItemCardIntent, workItemDecideIntent } from './intents.ts';
import { workItemSubject } from './work-item.ts';
import type { WorkItem, WorkItemVerdict } from './work-item.ts';

export interface DecideWorkItemInput extends Turn {
  readonly crm: CrmName;
  readonly item: string;
  readonly verdict: WorkItemVerdict;
  readonly comment: string | null;
}

export type DecideWorkItemOutcome =
  | { readonly kind: 'deciding'; readonly item: WorkItem; readonly verdict: WorkItemVerdict }
  | { readonly kind: 'refused'; readonly because: 'unknown'; readonly item: null }
  | { readonly kind: 'refused'; readonly because: 'not_yours' | 'deciding' | 'over'; readonly item: WorkItem };

export function decideWorkItem<Tx extends WorkItemTx>(
  { transact, clock }: Pick<WorkItemDesk<Tx>, 'transact' | 'clock'>,
  { crm, item: id, verdict, comment, by, correlationId }: DecideWorkItemInput,
): Promise<DecideWorkItemOutcome> {
  return transact(async (tx) => {
    const item = await tx.workItems.lock(crm, id);
    if (item === null) return { kind: 'refused', because: 'unknown', item };
    if (item.person !== by.id) return { kind: 'refused', because: 'not_yours', item };
    if (item.state !== 'pending') {
      return { kind: 'refused', because: item.state === 'deciding' ? 'deciding' : 'over', item };
    }
    const cause = { at: clock.now(), correlationId };
    const deciding: WorkItem = {
      ...item,
      state: 'deciding',
      comment,
      decidedBy: by.id,
      decidedIn: 'slack',
      decidedAt: cause.at,
      notice: null,
    };
    await tx.workItems.settle(deciding, ['pending']);
    await tx.audit.append({
      ...cause,
      action: 'workitem.answered',
      actor: { kind: 'person', slack: by.id },
      subject: workItemSubject(item),
      before: { state: item.state },
      after: { verdict, comment },
    });
    await tx.outbox.put(workItemDecideIntent(item, verdict, cause));
    await tx.outbox.put(workItemCardIntent(item, true, cause));
    await tx.outbox.put(homeIntent(by.id, cause));
    return { kind: 'deciding', item: deciding, verdict };
  });
}
