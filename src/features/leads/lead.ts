// What a lead is and which moves are legal. Pure: no I/O, no clock, no Slack.
import { clip } from '#blockkit/mrkdwn.ts';
import type { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { Facts } from '#features/playbook/facts.ts';

/** `released` is open again with a history; `claimed` with `claimedBy` null is owned by someone not in Slack. */
export type LeadState = 'open' | 'offered' | 'claimed' | 'released' | 'disqualified' | 'converted' | 'gone';

/** Whether rules speak about a lead: only `announced` ones. */
export type Standing = 'announced' | 'baseline' | 'late' | 'held' | 'mirrored' | 'merged';

export type ClaimPolicy = 'offered' | 'team' | 'anyone';
export type Priority = 'low' | 'normal' | 'high';

export interface ScoreReason {
  readonly points: number;
  readonly because: string;
}

/** The reason under which the CRM's own score, where the sum starts, is listed. */
export const CRM_SCORE = 'CRM score';

export interface LeadRecord extends RecordRef {
  /** Rule that made the record; null for records that were there. */
  readonly madeBy: string | null;
  /** CRM user that we made it with; null for records that were there. */
  readonly ownerId: string | null;
}

export interface PostedCard {
  readonly channel: ChannelId;
  readonly ts: string;
  /** Of the message as last sent: an unchanged card is not sent again. */
  readonly hash: string;
}

interface Card {
  /** Channel as the playbook names it. */
  readonly target: string;
  /** Where it was posted, for a row of a list the list; null until then. */
  readonly posted: PostedCard | null;
  /** The list that the lead is a row of, in place of a card of its own. */
  readonly list?: string;
}

export interface Lead {
  readonly id: LeadId;
  readonly email: string | null;
  readonly facts: Facts;
  readonly score: number | null;
  readonly scoreReasons: readonly ScoreReason[];
  readonly state: LeadState;
  readonly standing: Standing;
  readonly priority: Priority;
  /** Line that the alerting rule puts above the card; plain text. */
  readonly headline: string | null;
  readonly team: string | null;
  readonly claimBy: ClaimPolicy;
  readonly offeredTo: SlackUserId | null;
  /** Until then only the offered rep may claim; null for no head start. */
  readonly offerEndsAt: Date | null;
  readonly claimedBy: SlackUserId | null;
  readonly claimedAt: Date | null;
  /** A sentence on the card: who owns it in the CRM, what was refused, why it is gone. Plain text. */
  readonly notice: string | null;
  readonly touchedAt: Date | null;
  readonly card: Card | null;
  readonly mergedInto: LeadId | null;
  readonly holdId: number | null;
  /** When the oldest of its CRM records was created. */
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly changedAt: Date;
  readonly records: readonly LeadRecord[];
}

/** States in which nothing is to be done for a lead any more: nobody needs its card, or an opportunity for it. */
export const OVER: ReadonlySet<LeadState> = new Set(['disqualified', 'converted', 'gone']);

export const CLAIMABLE: readonly LeadState[] = ['open', 'offered', 'released'];

/** The lead's audit subject and rule subject. */
export function leadSubject(id: LeadId): string {
  return `lead:${id}`;
}

/** Longest name that is shown; CRMs hold longer ones. */
const NAME_MAX = 120;

/** A name for people: the lead's own, else its e-mail, else "Unnamed lead". One line, at most 120 characters. */
export function leadName(lead: Lead): string {
  const name = lead.facts.lead?.['name'];
  const text = typeof name === 'string' ? name.replace(/[\s\p{C}]+/gu, ' ').trim() : '';
  return clip(text === '' ? (lead.email ?? 'Unnamed lead') : text, NAME_MAX);
}
