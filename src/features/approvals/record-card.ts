// What is written down when the card of a request was posted, was edited, or could be neither.
import type { Clock } from '#ports/clock.ts';
import type { Messenger, Message } from '#ports/messenger.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import type { Pace } from '#ports/pace.ts';
import type { Cause } from '#features/messages/intents.ts';
import { tellTrouble } from '#features/messages/places.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { approvalSubject } from './approval.ts';
import type { Approval } from './approval.ts';
import type { ApprovalTx } from './desk.ts';
import type { Gates } from './gate.ts';
import { approvalCardIntent, approvalThreadLane } from './intents.ts';
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
export type Posted = NonNullable<PostedApprovalCard['posted']>;

/** What one run of a card's handler is about. */
export interface Job<Tx extends DeliveryTx> {
  readonly deps: ApprovalDeliveryDeps<Tx>;
  readonly intent: HeldIntent;
  readonly approval: Approval;
  readonly place: CardPlace;
  readonly message: Message;
  /** Of what the card says, with the revision in front. */
  readonly hash: string;
}

/** Where the card may stand, the best place first. */
export function channelsFor<Tx extends DeliveryTx>({ playbook }: ApprovalDeliveryDeps<Tx>, { policy }: Approval) {
  const { approvals, ops, fallback } = playbook().playbook.channels;
  return [policy.channel, approvals, ops, fallback].filter((name) => typeof name === 'string');
}

export function causeOf<Tx extends DeliveryTx>({ deps, intent }: Job<Tx>): Cause {
  return { at: deps.clock.now(), correlationId: intent.correlationId };
}

export async function recordPost<Tx extends DeliveryTx>(
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

export async function recordEdit<Tx extends DeliveryTx>(tx: Tx, job: Job<Tx>, posted: Posted): Promise<void> {
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

export async function recordUnreachable<Tx extends DeliveryTx>(
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
