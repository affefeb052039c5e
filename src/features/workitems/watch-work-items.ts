// The look, each minute, at what a CRM's own approval processes ask people who are in Slack: new requests get a card, and
// what was answered, recalled or reassigned there is shown on it. Decides nothing.
import { newCorrelationId } from '#kernel/ids.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { CrmWorkItem, EndedWorkItem, WorkItems } from '#ports/work-items.ts';
import { homeIntent } from '#features/approvals/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { WorkItemDesk, WorkItemTx } from './desk.ts';
import { decideLane, formerCardIntent, workItemCardIntent } from './intents.ts';
import { createFindPeople } from './people-asked.ts';
import type { PeopleAsked } from './people-asked.ts';
import { settleInCrm } from './settle-in-crm.ts';
import { UNANSWERED, workItemSubject } from './work-item.ts';
import type { WorkItem } from './work-item.ts';

/** One call a look where nobody in Slack is asked anything. What it gives throws Fault; a repeat is safe. */
export function createWorkItemWatch<Tx extends WorkItemTx>(
  desk: WorkItemDesk<Tx>,
): (crm: Pick<Crm, 'name' | 'workItems'>) => Promise<void> {
  const findPeople = createFindPeople(desk);
  return async ({ name, workItems }) => {
    if (workItems === null) return;
    const { people, trouble } = await findPeople(name, await workItems.askedUsers());
    await look(desk, { name, workItems }, people);
    if (trouble !== null) throw trouble;
  };
}

async function look<Tx extends WorkItemTx>(
  desk: WorkItemDesk<Tx>,
  { name: crm, workItems }: { readonly name: CrmName; readonly workItems: WorkItems },
  people: PeopleAsked['people'],
): Promise<void> {
  const known = await desk.stores.workItems.pending(crm);
  const items = await workItems.pending([...people.keys()]);
  const cause: Cause = { at: desk.clock.now(), correlationId: newCorrelationId() };
  for (const item of items) {
    const person = people.get(item.actorId);
    if (person !== undefined) await desk.transact((tx) => take(tx, { ...item, crm }, person, cause));
  }
  // What was read as known first and is not asked any more has ended in between.
  const asked = new Set(items.map(({ id }) => id));
  await followEnded(
    desk,
    workItems,
    known.filter(({ id }) => !asked.has(id)),
    cause,
  );
  for (const item of known) if (item.state === 'deciding') await desk.transact((tx) => giveBack(tx, item, cause));
}

type Asked = CrmWorkItem & Pick<WorkItem, 'crm'>;

async function take(tx: WorkItemTx, asked: Asked, { id: person }: SlackPerson, cause: Cause) {
  const item: WorkItem = { ...asked, ...UNANSWERED, person, notice: null, card: null };
  const known = await tx.workItems.lock(asked.crm, asked.id);
  if (known === null) {
    if (await tx.workItems.create(item)) await announce(tx, item, cause);
    return;
  }
  // Somebody may have answered since Salesforce was asked: only what is over, or another's, begins anew.
  if (known.state !== 'gone' && known.actorId === asked.actorId && known.person === person) {
    if (known.card === null && known.state === 'pending') await postAgain(tx, known, cause);
    return;
  }
  await tx.workItems.replace(item);
  const former = formerCardIntent(known, cause);
  if (former !== null) await tx.outbox.put(former);
  if (known.person !== person) await tx.outbox.put(homeIntent(known.person, cause));
  await announce(tx, item, cause);
}

/** The card of somebody who took no messages, or whom a dry run did not write to: once an hour. */
async function postAgain(tx: WorkItemTx, item: WorkItem, cause: Cause): Promise<void> {
  const intent = workItemCardIntent(item, false, cause);
  if (await tx.outbox.stands(intent.lane)) return;
  await tx.outbox.put({ ...intent, key: `${intent.lane}:${cause.at.toISOString().slice(0, 13)}` });
}

async function announce(tx: WorkItemTx, item: WorkItem, cause: Cause): Promise<void> {
  await tx.audit.append({
    ...cause,
    action: 'workitem.asked',
    actor: { kind: 'crm', crm: item.crm, user: item.submittedBy },
    subject: workItemSubject(item),
    after: { process: item.process, object: item.object, record: item.recordId, person: item.person },
  });
  await tx.outbox.put(workItemCardIntent(item, false, cause));
  await tx.outbox.put(homeIntent(item.person, cause));
}

async function followEnded<Tx extends WorkItemTx>(
  desk: WorkItemDesk<Tx>,
  workItems: WorkItems,
  missing: readonly WorkItem[],
  cause: Cause,
): Promise<void> {
  // What a person has just answered here is followed by whoever tells the CRM.
  const waiting = missing.filter(({ state }) => state === 'pending');
  if (waiting.length === 0) return;
  const ends = new Map<string, EndedWorkItem>((await workItems.ended(waiting)).map((end) => [end.id, end]));
  for (const { crm, id } of waiting) {
    const end = ends.get(id);
    if (end !== undefined) await desk.transact((tx) => settleInCrm(tx, { crm, id }, ['pending'], end, cause));
  }
}

/** An answer that nobody carries to the CRM any more, because it was given up, can be given again. */
async function giveBack(tx: WorkItemTx, { crm, id }: WorkItem, cause: Cause): Promise<void> {
  const item = await tx.workItems.lock(crm, id);
  if (item?.state !== 'deciding' || (await tx.outbox.stands(decideLane(item)))) return;
  const notice = 'Salesforce could not be told of your answer in a day. Please give it again.';
  await tx.workItems.settle({ ...item, ...UNANSWERED, notice }, ['deciding']);
  await tx.outbox.put(workItemCardIntent(item, false, cause));
  await tx.outbox.put(homeIntent(item.person, cause));
}
