// Outbox handler `approval.line`: a word in the thread of the request's card, with a ping for whoever it is for.
import type { SlackUserId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { PostOutcome } from '#ports/messenger.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import { postingOf } from '#features/messages/posting-of.ts';
import { lineMessage, lineOutcome } from '#features/messages/thread-line.ts';
import { turnToPost } from '#features/messages/turns.ts';
import { approvalKey, approvalSubject } from './approval.ts';
import type { ApprovalDeliveryDeps, Delivered, DeliveryTx } from './record-card.ts';
import { approvalCardLane, ApprovalLinePayload } from './intents.ts';

/** How long a line for a card that is not there yet waits at first. */
const FIRST_WAIT_MS = 2_000;

export async function deliverApprovalLine<Tx extends DeliveryTx>(
  deps: ApprovalDeliveryDeps<Tx>,
  intent: HeldIntent,
): Delivered<Tx> {
  const { approval, text, mention: to } = ApprovalLinePayload.parse(intent.payload);
  const { approvalCards, outbox } = deps.stores;
  const card = (await approvalCards.of(approval)).find(({ place }) => place === 'channel')?.posted;
  if (card === undefined || card === null) {
    if (await outbox.stands(approvalCardLane(approval, 'channel'))) return untilPosted(deps, intent);
    // The card has no place in any channel: whom it is for hears it all the same.
    return to === null ? { kind: 'done' } : directly(deps, intent, to, `${approvalKey(approval)}: ${text}`);
  }
  const later = await turnToPost(deps.pace, card.channel, intent);
  if (later !== null) return later;
  const { channel, ts: thread } = card;
  const outcome = await deps.messenger.post({ channel, thread, message: lineMessage(text, to), ...postingOf(intent) });
  return ended(deps, intent, text, outcome);
}

function untilPosted<Tx extends DeliveryTx>(
  { clock }: ApprovalDeliveryDeps<Tx>,
  { createdAt }: HeldIntent,
): IntentOutcome<Tx> {
  const afterMs = Math.max(FIRST_WAIT_MS, elapsed(createdAt, clock.now()));
  return { kind: 'later', afterMs, because: 'the card is not posted yet' };
}

async function directly<Tx extends DeliveryTx>(
  deps: ApprovalDeliveryDeps<Tx>,
  intent: HeldIntent,
  to: SlackUserId,
  text: string,
): Delivered<Tx> {
  const outcome = await deps.messenger.direct(to, { message: lineMessage(text, null), ...postingOf(intent) });
  return ended(deps, intent, text, outcome);
}

function ended<Tx extends DeliveryTx>(
  { clock }: ApprovalDeliveryDeps<Tx>,
  { payload, correlationId }: HeldIntent,
  text: string,
  outcome: PostOutcome,
): IntentOutcome<Tx> {
  const subject = approvalSubject(ApprovalLinePayload.parse(payload).approval);
  return lineOutcome(outcome, { at: clock.now(), subject, text, correlationId });
}
