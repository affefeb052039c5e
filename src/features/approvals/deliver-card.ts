// Outbox handler `approval.card`: the card in the channel and in each approver's direct messages, posted once a revision
// and from then on edited in place, never more often than Slack takes edits.
import { createHash } from 'node:crypto';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { explained } from '#features/leads/deliver-card.ts';
import { atFirstPlace, endTrouble, placeNamed, tellTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import { postingOf } from '#features/messages/posting-of.ts';
import { turnToEdit, turnToPost } from '#features/messages/turns.ts';
import type { Approval } from './approval.ts';
import { loadApprovalCard } from './card-data.ts';
import { renderApprovalCard, renderOvertaken } from './card-view.ts';
import { ApprovalCardPayload } from './intents.ts';
import { openSeatsOf } from './progress.ts';
import type { ApprovalDeliveryDeps, Delivered, DeliveryTx, Job, Posted } from './record-card.ts';
import { causeOf, channelsFor, recordEdit, recordPost, recordUnreachable } from './record-card.ts';

export async function deliverApprovalCard<Tx extends DeliveryTx>(
  deps: ApprovalDeliveryDeps<Tx>,
  intent: HeldIntent,
): Delivered<Tx> {
  const { approval: id, place } = ApprovalCardPayload.parse(intent.payload);
  const { approvals, approvalCards } = deps.stores;
  const [approval, cards] = await Promise.all([approvals.get(id), approvalCards.of(id)]);
  if (approval === null) return { kind: 'done' };
  const posted = cards.find((one) => one.place === place)?.posted ?? null;
  const data = await loadApprovalCard(deps, approval);
  const message = renderApprovalCard(data, place === 'channel' ? null : place);
  const job = { deps, intent, approval, place, message, hash: hashOf(approval, message) };
  return place === 'channel' ? inChannel(job, posted) : directly(job, place, posted);
}

function hashOf({ revision }: Approval, message: Message): string {
  return `${revision}:${createHash('sha256').update(JSON.stringify(message)).digest('hex')}`;
}

async function inChannel<Tx extends DeliveryTx>(job: Job<Tx>, posted: Posted | null): Delivered<Tx> {
  const { approval } = job;
  // Nobody needs a card of what was taken back before it was ever seen.
  if (posted === null) return approval.state === 'withdrawn' ? { kind: 'done' } : post(job);
  return edit(job, posted, () => (approval.endedAt === null ? post(job) : Promise.resolve({ kind: 'done' })));
}

/** Only who is asked gets a card; it stays up to date for who was asked. */
async function directly<Tx extends DeliveryTx>(
  job: Job<Tx>,
  reader: SlackUserId,
  posted: Posted | null,
): Delivered<Tx> {
  const asked = openSeatsOf(job.approval, reader).length > 0;
  if (posted === null) return asked ? postDirectly(job, reader) : { kind: 'done' };
  // An edit rings no bell, and a changed request asks anew: so it is a message of its own.
  if (asked && revisionOf(posted) < job.approval.revision) return askAgain(job, reader, posted);
  return edit(job, posted, () => (asked ? postDirectly(job, reader) : Promise.resolve({ kind: 'done' })));
}

function revisionOf({ hash }: Posted): number {
  return Number.parseInt(hash, 10) || 0;
}

async function askAgain<Tx extends DeliveryTx>(job: Job<Tx>, reader: SlackUserId, posted: Posted): Delivered<Tx> {
  const { deps, intent, approval } = job;
  const later = await turnToEdit(deps.pace, posted.channel, { id: intent.id, urgency: 9 });
  if (later !== null) return later;
  // Whatever became of the old one, the new one is what counts.
  await deps.messenger.edit(posted.channel, posted.ts, renderOvertaken(approval));
  return postDirectly(job, reader);
}

async function edit<Tx extends DeliveryTx>(job: Job<Tx>, posted: Posted, ifGone: () => Delivered<Tx>): Delivered<Tx> {
  const { deps, intent, place, hash } = job;
  if (posted.hash === hash) return { kind: 'done' };
  // Whoever pressed looks at the card; the others' may wait their turn. In a channel many press on one card, which is
  // edited no more often than messages are posted, and then shows them all.
  const urgency = intent.urgency === 0 ? 0 : 9;
  const kind = place === 'channel' ? 'list' : 'card';
  const later = await turnToEdit(deps.pace, posted.channel, { id: intent.id, urgency }, kind);
  if (later !== null) return later;
  const outcome = await deps.messenger.edit(posted.channel, posted.ts, await placed(job, posted));
  switch (outcome.kind) {
    case 'edited':
      return { kind: 'done', commit: (tx) => recordEdit(tx, job, posted) };
    case 'message_gone':
      return ifGone();
    // The card stays where it is, and is brought up to date by the first change after the place works again.
    case 'undeliverable': {
      const problems = [wordsOf(outcome.because)];
      return { kind: 'done', commit: (tx) => recordUnreachable(tx, job, problems) };
    }
  }
}

/** The card says why it is where it is, as long as that is not where the policy wants it. */
async function placed<Tx extends DeliveryTx>(
  { deps, approval, place, message }: Job<Tx>,
  posted: Posted,
): Promise<Message> {
  const [wanted] = channelsFor(deps, approval);
  if (place !== 'channel' || wanted === undefined) return message;
  const atHome = (await placeNamed(deps, wanted))?.channel === posted.channel;
  return atHome ? message : explained(message, `${wanted} could not take it`);
}

async function post<Tx extends DeliveryTx>(job: Job<Tx>): Delivered<Tx> {
  const placed = await atFirstPlace<Tx>(job.deps, channelsFor(job.deps, job.approval), (place, problems) =>
    postAt(job, place, problems),
  );
  if (placed.kind !== 'nowhere') return placed;
  const because = `no channel can take the card: ${placed.problems.join('; ')}`;
  return { kind: 'dead', because, commit: (tx) => recordUnreachable(tx, job, placed.problems) };
}

async function postAt<Tx extends DeliveryTx>(job: Job<Tx>, place: Place, problems: readonly string[]) {
  const { deps, intent, message } = job;
  const later = await turnToPost(deps.pace, place.channel, intent);
  if (later !== null) return later;
  const shown = problems.length === 0 ? message : explained(message, problems.join('; '));
  const outcome = await deps.messenger.post({ channel: place.channel, message: shown, ...keyOf(job) });
  if (outcome.kind !== 'posted') return outcome;
  const commit = async (tx: Tx): Promise<void> => {
    await recordPost(tx, job, outcome, problems);
    if (problems.length === 0) return endTrouble(tx, place);
    const [wanted = ''] = channelsFor(deps, job.approval);
    await tellTrouble(tx, wanted, problems, 'go to another channel', causeOf(job));
  };
  return { kind: 'done', commit } as const;
}

async function postDirectly<Tx extends DeliveryTx>(job: Job<Tx>, reader: SlackUserId): Delivered<Tx> {
  const outcome = await job.deps.messenger.direct(reader, { message: job.message, ...keyOf(job) });
  if (outcome.kind === 'posted') return { kind: 'done', commit: (tx) => recordPost(tx, job, outcome, []) };
  // Somebody who left, or whom apps cannot write to: the card in the channel is there for them all the same.
  return { kind: 'done', commit: (tx) => recordUnreachable(tx, job, [wordsOf(outcome.because)]) };
}

function keyOf<Tx extends DeliveryTx>({ intent, approval, place }: Job<Tx>) {
  return postingOf(intent, `approval:${approval.id}:${place}:${approval.revision}`);
}
