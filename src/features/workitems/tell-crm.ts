// Outbox handler `workitem.decide`: gives the person's answer in the CRM. What it refuses stands on the card in its own
// words, with the buttons back; where somebody was faster there, their answer counts.
import type { Crm } from '#ports/crm.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { EndedWorkItem, WorkItemOutcome } from '#ports/work-items.ts';
import { homeIntent } from '#features/approvals/intents.ts';
import { whisperIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { WorkItemDesk, WorkItemTx } from './desk.ts';
import { workItemCardIntent, WorkItemDecidePayload } from './intents.ts';
import { settleInCrm } from './settle-in-crm.ts';
import { UNANSWERED, workItemSubject } from './work-item.ts';
import type { WorkItem, WorkItemVerdict } from './work-item.ts';

const STATES = { approve: 'approved', reject: 'rejected' } as const;

export async function tellCrm<Tx extends WorkItemTx>(
  desk: Pick<WorkItemDesk<Tx>, 'stores' | 'crms' | 'clock'>,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  const { crm: name, item: id, verdict } = WorkItemDecidePayload.parse(intent.payload);
  const item = await desk.stores.workItems.get(name, id);
  if (item?.state !== 'deciding') return { kind: 'done' };
  const crm = desk.crms.get(name);
  if (!crm?.workItems) return { kind: 'dead', because: `${name} is not connected, or has no approvals of its own` };
  const outcome = await crm.workItems.decide(id, { verdict, comment: item.comment ?? '', as: item.actorId });
  const ending = outcome.kind === 'gone' ? await howItEnded(crm.workItems, item, verdict) : outcome;
  const cause: Cause = { at: desk.clock.now(), correlationId: intent.correlationId };
  return {
    kind: 'done',
    async commit(tx) {
      switch (ending.kind) {
        case 'decided':
          return settled(tx, item, verdict, ending, cause);
        case 'refused':
          return refused(tx, item, verdict, ending.message, cause);
        case 'ended':
          return overtaken(tx, item, ending.end, cause);
      }
    },
  };
}

type Taken = Pick<Extract<WorkItemOutcome, { kind: 'decided' }>, 'kind'> & {
  /** Null: an earlier try was carried out, whose answer was lost. */
  readonly actedAs: 'user' | 'integration' | null;
  readonly instanceStatus: string | null;
};
type Ending =
  | Taken
  | Extract<WorkItemOutcome, { kind: 'refused' }>
  | { readonly kind: 'ended'; readonly end: EndedWorkItem };

/** An earlier try may have been carried out: then its own answer stands in the CRM's history. */
async function howItEnded(
  workItems: NonNullable<Crm['workItems']>,
  item: WorkItem,
  verdict: WorkItemVerdict,
): Promise<Ending> {
  const [found] = await workItems.ended([item]);
  const end: EndedWorkItem = found ?? { id: item.id, outcome: 'unknown', by: null, comment: null, at: null };
  const isOurs = end.outcome === STATES[verdict] && (end.comment ?? '').startsWith(item.comment ?? '');
  return isOurs ? { kind: 'decided', actedAs: null, instanceStatus: null } : { kind: 'ended', end };
}

async function settled(
  tx: WorkItemTx,
  { crm, id }: WorkItem,
  verdict: WorkItemVerdict,
  { actedAs, instanceStatus }: Taken,
  cause: Cause,
): Promise<void> {
  const item = await tx.workItems.lock(crm, id);
  if (item === null) return;
  const notice =
    actedAs === 'integration' ? 'In Salesforce the integration user answered, with a comment that names you.' : null;
  if (!(await tx.workItems.settle({ ...item, state: STATES[verdict], notice }, ['deciding']))) return;
  await tx.audit.append({
    ...cause,
    action: 'workitem.decided',
    actor: { kind: 'person', slack: item.person },
    subject: workItemSubject(item),
    after: { verdict, acted_as: actedAs, status: instanceStatus },
  });
  await show(tx, item, cause);
}

async function refused(
  tx: WorkItemTx,
  { crm, id }: WorkItem,
  verdict: WorkItemVerdict,
  message: string,
  cause: Cause,
): Promise<void> {
  const item = await tx.workItems.lock(crm, id);
  if (item === null) return;
  const notice = `Salesforce did not take the answer: ${message}`;
  if (!(await tx.workItems.settle({ ...item, ...UNANSWERED, notice }, ['deciding']))) return;
  await tx.audit.append({
    ...cause,
    action: 'workitem.refused',
    actor: { kind: 'crm', crm, user: null },
    subject: workItemSubject(item),
    after: { verdict, message },
  });
  await say(tx, item, `Salesforce did not take your answer on ${item.recordName}: ${message}`, cause);
  await show(tx, item, cause);
}

async function overtaken(tx: WorkItemTx, item: WorkItem, end: EndedWorkItem, cause: Cause): Promise<void> {
  if (!(await settleInCrm(tx, item, ['deciding'], end, cause))) return;
  const text = `Your answer on ${item.recordName} came too late: it does not wait for you in Salesforce any more. The card says how it ended.`;
  await say(tx, item, text, cause);
}

async function show(tx: WorkItemTx, item: WorkItem, cause: Cause): Promise<void> {
  await tx.outbox.put(workItemCardIntent(item, true, cause));
  await tx.outbox.put(homeIntent(item.person, cause));
}

/** An edited card rings no bell. */
function say(tx: WorkItemTx, { person: to }: WorkItem, text: string, cause: Cause): Promise<void> {
  return tx.outbox.put(whisperIntent({ channel: null, to, text }, cause));
}
