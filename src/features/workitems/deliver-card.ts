// Outbox handler `workitem.card`: the request's one card in the direct messages of whoever is asked, posted once and from
// then on edited in place.
import { createHash } from 'node:crypto';
import type { Message } from '#ports/messenger.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { Cause } from '#features/messages/intents.ts';
import { wordsOf } from '#features/messages/places.ts';
import { turnToEdit } from '#features/messages/turns.ts';
import { renderFormerCard, renderWorkItemCard } from './card-view.ts';
import type { WorkItemDelivery, WorkItemTx } from './desk.ts';
import { WorkItemCardPayload, workItemCardIntent } from './intents.ts';
import { workItemSubject } from './work-item.ts';
import type { WorkItem } from './work-item.ts';

type Delivered<Tx> = Promise<IntentOutcome<Tx>>;
type Posted = NonNullable<WorkItem['card']>;

interface Job<Tx extends WorkItemTx> {
  readonly deps: WorkItemDelivery<Tx>;
  readonly intent: HeldIntent;
  readonly item: WorkItem;
}

export async function deliverWorkItemCard<Tx extends WorkItemTx>(
  deps: WorkItemDelivery<Tx>,
  intent: HeldIntent,
): Delivered<Tx> {
  const { crm, item: id, former } = WorkItemCardPayload.parse(intent.payload);
  const item = await deps.stores.workItems.get(crm, id);
  if (item === null) return { kind: 'done' };
  const job: Job<Tx> = { deps, intent, item };
  if (former !== null) return edit(job, { ...former, hash: '' }, renderFormerCard(item), false);
  const message = await draw(job);
  if (item.card !== null) return edit(job, item.card, message, true);
  // Nobody needs a card that would begin as it ends.
  return item.state === 'pending' || item.state === 'deciding' ? post(job, message) : { kind: 'done' };
}

async function draw<Tx extends WorkItemTx>({ deps, item }: Job<Tx>): Promise<Message> {
  const { stores, playbook, crms } = deps;
  const reader = await stores.directory.person(item.person);
  const zone = reader?.timeZone ?? playbook().playbook.organization.timezone;
  const url = crms.get(item.crm)?.workItems?.recordUrl(item.object, item.recordId) ?? '';
  return renderWorkItemCard({ item, url, zone });
}

async function post<Tx extends WorkItemTx>(job: Job<Tx>, message: Message): Delivered<Tx> {
  const { deps, intent, item } = job;
  // A request that comes back to the same person asks anew, so the earlier card is not taken for it.
  const key = `workitem:${item.crm}:${item.id}:${item.person}:${intent.id}`;
  const outcome = await deps.messenger.direct(item.person, {
    message,
    key,
    repeat: intent.attempt > 1,
    since: intent.createdAt,
  });
  if (outcome.kind === 'undeliverable') {
    const problems = [`${item.person}: ${wordsOf(outcome.because)}`];
    return { kind: 'done', commit: (tx) => recordUnreachable(tx, job, problems) };
  }
  const { channel, ts, found } = outcome;
  return {
    kind: 'done',
    async commit(tx) {
      // What an earlier try posted may have been overtaken by now: then the next intent edits it.
      await tx.workItems.setCard(item.crm, item.id, { channel, ts, hash: found ? '' : hashOf(message) });
      if (found) await tx.outbox.put(workItemCardIntent(item, false, causeOf(job)));
      await tx.audit.append({
        ...causeOf(job),
        action: 'slack.card_posted',
        actor: { kind: 'system', part: 'outbox' },
        subject: workItemSubject(item),
        after: { channel, ts, problems: [] },
      });
    },
  };
}

/** @param kept false for a card that is looked after no more. */
async function edit<Tx extends WorkItemTx>(
  job: Job<Tx>,
  posted: Posted,
  message: Message,
  kept: boolean,
): Delivered<Tx> {
  const { deps, intent, item } = job;
  const { channel, ts } = posted;
  const hash = hashOf(message);
  if (posted.hash === hash) return { kind: 'done' };
  const later = await turnToEdit(deps.pace, channel, intent);
  if (later !== null) return later;
  const outcome = await deps.messenger.edit(channel, ts, message);
  switch (outcome.kind) {
    case 'message_gone':
      return { kind: 'done' };
    case 'undeliverable': {
      const problems = [wordsOf(outcome.because)];
      return { kind: 'done', commit: (tx) => recordUnreachable(tx, job, problems) };
    }
    case 'edited':
      return {
        kind: 'done',
        async commit(tx) {
          if (kept) await tx.workItems.setCard(item.crm, item.id, { channel, ts, hash });
          await tx.audit.append({
            ...causeOf(job),
            action: 'slack.card_edited',
            actor: { kind: 'system', part: 'outbox' },
            subject: workItemSubject(item),
            before: { card: shortHash(posted.hash) },
            after: { channel, ts, card: shortHash(hash) },
          });
        },
      };
  }
}

function recordUnreachable<Tx extends WorkItemTx>(tx: Tx, job: Job<Tx>, problems: readonly string[]): Promise<void> {
  return tx.audit.append({
    ...causeOf(job),
    action: 'slack.card_undeliverable',
    actor: { kind: 'system', part: 'outbox' },
    subject: workItemSubject(job.item),
    after: { problems },
  });
}

function causeOf<Tx extends WorkItemTx>({ deps, intent }: Job<Tx>): Cause {
  return { at: deps.clock.now(), correlationId: intent.correlationId };
}

function hashOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('hex');
}

/** Enough to tell one version of a card from another. */
function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
