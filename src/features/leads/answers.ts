// What a person reads after a click or command on a lead, for every outcome. Plain text: escaped when sent. Pure.
import { spanText } from '#kernel/time.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { CRM_LABELS, STATE_LABELS } from './labels.ts';
import { leadName } from './lead.ts';
import type { ClaimOutcome } from './claim-lead.ts';
import type { DisqualifyOutcome } from './disqualify-lead.ts';
import type { HandOverOutcome, ReleaseOutcome } from './give-up.ts';
import type { TouchOutcome } from './log-touch.ts';

export type LeadVerbOutcome = ClaimOutcome | ReleaseOutcome | HandOverOutcome | DisqualifyOutcome | TouchOutcome;

/** Names of people, looked up before; somebody unknown is "a colleague". */
export type NameOf = (slack: SlackUserId) => string;

type DoneOutcome = Extract<
  LeadVerbOutcome,
  { readonly kind: 'claimed' | 'released' | 'handed_over' | 'disqualified' | 'logged' }
>;

/** Whether something was recorded that is to follow in a CRM and on the card. */
export function isDone(outcome: LeadVerbOutcome): outcome is DoneOutcome {
  return ['claimed', 'released', 'handed_over', 'disqualified', 'logged'].includes(outcome.kind);
}

/** @param waits sentences about what keeps that from following at once. */
export function answerText(outcome: LeadVerbOutcome, nameOf: NameOf, now: Date, waits: readonly string[] = []): string {
  return [outcomeText(outcome, nameOf, now), ...followUp(outcome, waits)].join(' ');
}

function followUp(outcome: LeadVerbOutcome, waits: readonly string[]): readonly string[] {
  if (outcome.kind !== 'claimed' || waits.length > 0) return waits;
  return ['The CRM is being updated; the card shows when it is done.'];
}

function outcomeText(outcome: LeadVerbOutcome, nameOf: NameOf, now: Date): string {
  switch (outcome.kind) {
    case 'claimed':
      return `${leadName(outcome.lead)} is yours.`;
    case 'released':
      return `You released ${leadName(outcome.lead)}.`;
    case 'handed_over':
      return `You handed over ${leadName(outcome.lead)}.`;
    case 'disqualified':
      return `${leadName(outcome.lead)} is marked as not a fit.`;
    case 'logged':
      return `Logged on ${leadName(outcome.lead)}.`;
    case 'taken':
      return `${outcome.by === null ? 'Somebody in the CRM' : nameOf(outcome.by)} has ${leadName(outcome.lead)} already.`;
    case 'already_yours':
      return `${leadName(outcome.lead)} is yours already.`;
    case 'closed':
      return `${leadName(outcome.lead)} cannot be claimed: ${STATE_LABELS[outcome.lead.state].toLowerCase()}.`;
    case 'offered_to':
      return outcome.until === null
        ? `This lead is for ${nameOf(outcome.rep)} alone.`
        : `${nameOf(outcome.rep)} has first choice for another ${spanText(outcome.until.getTime() - now.getTime())}.`;
    case 'not_on_team':
      return `This lead is for the team ${outcome.team}, and you are not on it.`;
    case 'no_crm_user':
      return outcome.inactive
        ? `The user in ${CRM_LABELS[outcome.crm]} is switched off. Ask an admin there to activate it.`
        : `No user in ${CRM_LABELS[outcome.crm]} has this e-mail address. Say which one with /signalbox link ${outcome.crm} EMAIL.`;
    case 'not_yours':
      return outcome.holder === null
        ? `${leadName(outcome.lead)} is held by somebody in the CRM.`
        : `${leadName(outcome.lead)} is ${nameOf(outcome.holder)}'s; only they or an admin can do that.`;
    case 'not_claimed':
      return `Nobody holds ${leadName(outcome.lead)} right now.`;
    case 'same_person':
      return 'They hold this lead already.';
    case 'inactive_person':
      return 'This person is deactivated in Slack.';
    case 'unknown_reason':
      return 'The list of reasons has changed. Please open "Not a fit" again.';
    case 'unknown_lead':
      return 'This lead is not known any more.';
  }
}

/** Somebody whom a sentence about the outcome names. */
export function personNamed(outcome: LeadVerbOutcome): SlackUserId | null {
  if (outcome.kind === 'taken') return outcome.by;
  if (outcome.kind === 'offered_to') return outcome.rep;
  return outcome.kind === 'not_yours' ? outcome.holder : null;
}
