// What approvals ask of the outbox: cards brought up to date, words to people, Home tabs.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApprovalId, SlackUserId } from '#kernel/ids.ts';
import type { Intent } from '#ports/outbox.ts';
import { after } from '#kernel/time.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { CardPlace } from './store.ts';

/** Many votes at once: a card that shows them waits so long, and shows them all. */
const TOGETHER_MS = 1_000;

/** Everything about one card, in order. */
export function approvalCardLane(approval: ApprovalId, place: CardPlace): string {
  return `approval:${approval}:${place}`;
}

/** Lines under the card in the channel, in order. */
export function approvalThreadLane(approval: ApprovalId): string {
  return `approval-thread:${approval}`;
}

export const ApprovalCardPayload = z.object({
  approval: ApprovalId,
  place: z.union([z.literal('channel'), SlackUserId]),
});

/**
 * Brings one card of the request up to date, or posts it. `soon`: what a person just did must show where they did it;
 * other places may wait a moment, and one edit shows all that happened meanwhile.
 */
export function approvalCardIntent(
  approval: ApprovalId,
  place: CardPlace,
  soon: boolean,
  { at, correlationId }: Cause,
): Intent {
  return {
    kind: 'approval.card',
    lane: approvalCardLane(approval, place),
    key: `approval:${approval}:${place}:${randomUUID()}`,
    urgency: soon ? 0 : 5,
    payload: { approval, place },
    correlationId,
    // Two hundred presses at once are a few edits: one that still waits shows what this one would.
    once: true,
    ...(soon ? {} : { dueAt: after(at, TOGETHER_MS) }),
  };
}

export const ApprovalLinePayload = z.object({
  approval: ApprovalId,
  text: z.string(),
  mention: SlackUserId.nullable(),
});

/** A line in the thread of the request's card in its channel; `mention` is pinged. `text` is plain. */
export function approvalLineIntent(
  approval: ApprovalId,
  text: string,
  mention: SlackUserId | null,
  { correlationId }: Cause,
): Intent {
  const lane = approvalThreadLane(approval);
  return {
    kind: 'approval.line',
    lane,
    key: `${lane}:${randomUUID()}`,
    urgency: 5,
    payload: { approval, text, mention },
    correlationId,
  };
}

export const HomePayload = z.object({ person: SlackUserId });

/** Shows somebody's Home tab as it is by now; only for those who ever opened it. */
export function homeIntent(person: SlackUserId, { at, correlationId }: Cause): Intent {
  return {
    kind: 'home.publish',
    lane: `home:${person}`,
    key: `home:${person}:${randomUUID()}`,
    urgency: 5,
    payload: { person },
    correlationId,
    dueAt: after(at, TOGETHER_MS),
    once: true,
  };
}
