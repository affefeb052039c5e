// The sentences of a card's thread and of private notes. Plain text: names are escaped when a line is sent. Pure.
import type { SlackPerson } from '#ports/messenger.ts';
import type { ClaimKind, ClaimState } from './claim.ts';
import type { Lead } from './lead.ts';
import { leadName } from './lead.ts';

export function claimedLine(by: SlackPerson): string {
  return `${by.name} claimed this lead`;
}

export function releasedLine(by: SlackPerson): string {
  return `${by.name} released this lead; it can be claimed again`;
}

export function handedOverLine(by: SlackPerson, to: SlackPerson): string {
  return `${by.name} handed this lead over to ${to.name}`;
}

export function takenInCrmLine(owner: string, crm: string): string {
  return `${owner} took this lead in ${crm}`;
}

export function givenBackInCrmLine(crm: string): string {
  return `Nobody owns this lead in ${crm} any more; it can be claimed again`;
}

export function convertedLine(crm: string): string {
  return `Converted in ${crm}`;
}

export function deletedLine(crm: string): string {
  return `Deleted in ${crm}`;
}

/** `message` is the CRM's own words. */
export function refusedLine(what: string, crm: string, message: string): string {
  return `${crm} refused ${what}: ${message}`;
}

/** `because` is the last answer, or why there was none. */
export function notMadeLine(object: string, crm: string, because: string): string {
  return `The ${object} was not made in ${crm}: ${because}`;
}

export function notWrittenLine(crm: string, because: string): string {
  return `An update was not written to ${crm}: ${because}`;
}

/** @param team null where anybody may claim. */
export function offerEndedLine(rep: string, team: string | null): string {
  return `${rep}’s first choice is over; ${team === null ? 'anybody' : `anybody of ${team}`} can claim this lead now`;
}

export function disqualifiedLine(by: SlackPerson, reason: string, note: string | null): string {
  return `${by.name}: not a fit, ${reason}${note === null ? '' : ` (${note})`}`;
}

export function touchedLine(by: SlackPerson, touch: string, note: string | null): string {
  return `${by.name} logged: ${touch}${note === null ? '' : `, ${note}`}`;
}

type Trouble = Extract<ClaimState, 'written' | 'partial' | 'conflict' | 'refused'>;

/** Plain sentence for everybody: what came of a change of hands that not every CRM took. */
export function claimTroubleLine(kind: ClaimKind, state: Trouble, notice: string): string {
  const undone = state === 'refused' && (kind === 'claim' || kind === 'hand_over');
  return undone ? `The ${kind === 'claim' ? 'claim' : 'hand-over'} was undone: ${notice}` : notice;
}

/** The same for the rep who claimed, was handed the lead, let it go or was offered it. */
export function claimTroubleNote(kind: ClaimKind, state: Trouble, lead: Lead, notice: string): string {
  const name = leadName(lead);
  if (kind === 'release') return `You released ${name}, but ${notice}`;
  if (kind === 'offer') return `${name} was offered to you, but ${notice}`;
  if (kind === 'undo') return `Not everything of ${name} could be given back: ${notice}`;
  switch (state) {
    case 'written':
    case 'partial':
      return `You hold ${name}, but ${notice}`;
    case 'conflict':
      return `${kind === 'claim' ? 'Your claim on' : 'The hand-over of'} ${name} did not go through: ${notice}`;
    case 'refused':
      return `${kind === 'claim' ? 'Your claim on' : 'The hand-over of'} ${name} was undone: ${notice}`;
  }
}

/** One message for ops about leads that were found too late to announce. */
export function lateLeadsText(named: readonly Lead[], total: number): string {
  const names = named.map(leadName).join(', ');
  const more = total > named.length ? ` and ${total - named.length} more` : '';
  return `${total} older ${total === 1 ? 'lead was' : 'leads were'} found and not announced: ${names}${more}. /lead show NAME shows one.`;
}
