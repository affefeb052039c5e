// Outbox handler `approval.card`: the card in the channel and in each approver's direct messages, posted once a revision
// and from then on edited in place, never more often than Slack takes edits.
import { createHash } from 'node:crypto';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Messenger, Message } from '#ports/messenger.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import { explained } from '#features/leads/deliver-card.ts';
import type { Cause } from '#features/messages/intents.ts';
import { atFirstPlace, endTrouble, placeNamed, tellTrouble, wordsOf } from '#features/messages/places.ts';
import type { Place } from '#features/messages/places.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { approvalSubject } from './approval.ts';
import type { Approval } from './approval.ts';
import { loadApprovalCard } from './card-data.ts';
import { renderApprovalCard, renderOvertaken } from './card-view.ts';
import type { ApprovalTx } from './desk.ts';
import type { Gates } from './gate.ts';
import { approvalCardIntent, ApprovalCardPayload, approvalThreadLane } from './intents.ts';
import { openSeatsOf } from './progress.ts';
import type { CardPlace, PostedApprovalCard } from './store.ts';

export interface DeliveryTx extends ApprovalTx {
  readonly channels: ChannelStore;
}

export interface ApprovalDeliveryDeps<Tx extends DeliveryTx> {
  /** Outside of a transaction. */
  readonly stores: Tx;
  readonly messenger: Messenger;
  readonly gates: Gates<Tx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly pace: Pace;
}

export type Delivered<Tx> = Promise<IntentOutcome<Tx>>;
type Posted = NonNullable<PostedApprovalCard['posted']>;

/** What one run of the handler is about. */
interface Job<Tx extends DeliveryTx> {
  readonly deps: ApprovalDeliveryDeps<Tx>;
  readonly intent: HeldIntent;
  readonly approval: Approval;
  readonly place: CardPlace;
  readonly message: Message;
  /** Of what the card says, with the revision in front. */
  readonly hash: string;
}

export async function deliverApprovalCard<Tx extends DeliveryTx>(
  deps: ApprovalDeliveryDeps<Tx>,
  intent: HeldIntent,
): Delivered<Tx> {
  const { approval: id, place } = ApprovalCardPayload.parse(intent.payload);
  const approval = await deps.stores.approvals.get(id);
  if (approval === null) return { kind: 'done' };
  const known = (await deps.stores.approvalCards.of(id)).find((one) => one.place === place);
  const posted = known?.posted ?? null;
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
  const turn = await deps.pace.edit(posted.channel, { id: intent.id, urgency: 9 }, 'card');
  if (turn.kind === 'wait') return { kind: 'later', afterMs: turn.ms, because: 'fifty edits a minute' };
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
  const turn = await deps.pace.edit(posted.channel, { id: intent.id, urgency }, place === 'channel' ? 'list' : 'card');
  if (turn.kind === 'wait') return { kind: 'later', afterMs: turn.ms, because: 'as many edits as Slack takes' };
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

/** Where the card may stand, the best place first. */
function channelsFor<Tx extends DeliveryTx>({ playbook }: ApprovalDeliveryDeps<Tx>, { policy }: Approval) {
  const { approvals, ops, fallback } = playbook().playbook.channels;
  return [policy.channel, approvals, ops, fallback].filter((name) => typeof name === 'string');
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
  const turn = await deps.pace.post(place.channel, { id: intent.id, urgency: intent.urgency });
  if (turn.kind !== 'now') {
    const afterMs = turn.kind === 'wait' ? turn.ms : 0;
    return { kind: 'later', afterMs, because: 'one message a second a channel' } as const;
  }
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
  const key = `approval:${approval.id}:${place}:${approval.revision}`;
  return { key, repeat: intent.attempt > 1, since: intent.createdAt };
}

function causeOf<Tx extends DeliveryTx>({ deps, intent }: Job<Tx>): Cause {
  return { at: deps.clock.now(), correlationId: intent.correlationId };
}

async function recordPost<Tx extends DeliveryTx>(
  tx: Tx,
  job: Job<Tx>,
  { channel, ts, found }: { readonly channel: Posted['channel']; readonly ts: string; readonly found?: true },
  problems: readonly string[],
): Promise<void> {
  const { approval, place, hash } = job;
  const cause = causeOf(job);
  await tx.approvalCards.add(approval.id, place);
  // What an earlier try posted may have been overtaken by now: then the next intent edits it.
  await tx.approvalCards.set(approval.id, place, { channel, ts, hash: found ? `${approval.revision}:` : hash });
  if (found) await tx.outbox.put(approvalCardIntent(approval.id, place, false, cause));
  // Lines that waited for the card have a thread now.
  if (place === 'channel') await tx.outbox.hasten(approvalThreadLane(approval.id), cause.at);
  await tx.audit.append({
    ...cause,
    action: 'slack.card_posted',
    actor: { kind: 'system', part: 'outbox' },
    subject: approvalSubject(approval.id),
    after: { channel, ts, problems },
  });
}

async function recordEdit<Tx extends DeliveryTx>(tx: Tx, job: Job<Tx>, posted: Posted): Promise<void> {
  const { approval, place, hash } = job;
  const { channel, ts } = posted;
  await tx.approvalCards.set(approval.id, place, { channel, ts, hash });
  await tx.audit.append({
    ...causeOf(job),
    action: 'slack.card_edited',
    actor: { kind: 'system', part: 'outbox' },
    subject: approvalSubject(approval.id),
    before: { card: shortHash(posted.hash) },
    after: { channel, ts, card: shortHash(hash) },
  });
}

/** Enough to tell one version of a card from another. */
function shortHash(hash: string): string {
  return hash.slice(0, 14);
}

async function recordUnreachable<Tx extends DeliveryTx>(
  tx: Tx,
  job: Job<Tx>,
  problems: readonly string[],
): Promise<void> {
  const { deps, approval, place } = job;
  const cause = causeOf(job);
  await tx.audit.append({
    ...cause,
    action: 'slack.card_undeliverable',
    actor: { kind: 'system', part: 'outbox' },
    subject: approvalSubject(approval.id),
    after: { problems: place === 'channel' ? problems : problems.map((one) => `${place}: ${one}`) },
  });
  if (place !== 'channel') return;
  const [wanted = 'a channel'] = channelsFor(deps, approval);
  await tellTrouble(tx, wanted, problems, 'cannot be posted or kept up to date', cause);
}
