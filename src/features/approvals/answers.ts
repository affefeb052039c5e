// What somebody reads after they pressed: what came of it and who is needed next, or why they may not, who may, and what
// they can do instead. Plain text: escaped when it is sent. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import { approvalKey } from './approval.ts';
import type { Approval, Verdict } from './approval.ts';
import type { DecideOutcome } from './decide-approval.ts';
import type { RefusalReason } from './decide.ts';
import { deciders, stepsOf } from './progress.ts';
import type { RecallOutcome } from './recall-vote.ts';
import type { WithdrawOutcome } from './withdraw-approval.ts';

/** Names of people, looked up before; somebody unknown is "a colleague". */
export type NameOf = (slack: SlackUserId) => string;

/** How many people a sentence names. */
const NAMED_MAX = 5;

function decidedText(approval: Approval, verdict: Verdict, nameOf: NameOf): string {
  const key = approvalKey(approval.id);
  switch (verdict) {
    case 'reject':
      return `You rejected ${key}. Whoever asked sees why on the card.`;
    case 'request_changes':
      return `You sent ${key} back for changes. You are asked again when it was edited.`;
    case 'approve':
      return `You approved ${key}. ${nextText(approval, nameOf)}`;
  }
}

function nextText(approval: Approval, nameOf: NameOf): string {
  if (approval.state !== 'pending') return 'It was the last approval needed: it goes ahead.';
  const open = stepsOf(approval).filter(({ status }) => status === 'open');
  const next = open.map(({ label, yes, needed, asked }) => {
    const people = asked.map(({ person }) => person);
    const names = namesText(people, nameOf);
    const missing = needed === null ? people.length : needed - yes;
    return missing >= people.length ? `${names} (${label})` : `${missing} of ${names} (${label})`;
  });
  return next.length === 0 ? '' : `It still waits for ${next.join('; ')}.`;
}

/** @param who who may decide right now */
export function refusalText(
  because: RefusalReason,
  approval: Approval | null,
  who: readonly SlackUserId[],
  nameOf: NameOf,
): string {
  if (approval === null) return 'There is no such request here. It may belong to another workspace, or never existed.';
  const key = approvalKey(approval.id);
  const may = who.length === 0 ? 'Nobody can at the moment, and ops were told.' : `${namesText(who, nameOf)} can.`;
  switch (because) {
    case 'not_an_approver':
      return `You cannot decide ${key}: "${approval.policy.name}" asks others. ${may}`;
    case 'own_request':
      return `You cannot decide ${key}, because you asked for it or changed it. ${may}`;
    case 'already_decided':
      return `You have decided ${key} already. To take that back, choose it behind the three dots of the card in the channel.`;
    case 'over':
      return overText(approval, nameOf);
    case 'expired':
      return `${key} has expired: nobody decided in time. Whoever asked can ask again.`;
    case 'comment_needed':
      return 'Please say why, so that whoever asked knows what to do.';
    case 'counts_elsewhere':
      return `You count in another step of ${key} already, and nobody counts twice. ${may}`;
    case 'not_your_step_yet':
      return `It is not your turn in ${key} yet: an earlier step comes first. ${may} You get a message when it is your turn.`;
    case 'step_done':
      return `Your step of ${key} has all the approvals that it needs. ${who.length === 0 ? '' : may}`.trim();
    case 'delegated':
      return `Somebody decides for you at the moment. ${may} To decide ${key} yourself, end that on the Home tab.`;
    case 'nobody_to_change':
      return `A rule asks for ${key}, so nobody could change it and ask again. Reject it and say why.`;
    case 'changed':
      return `${key} was changed after this card was shown, so this did not count. Look at the newer card: it shows what changed.`;
    case 'unknown':
      return 'There is no such request here. It may belong to another workspace, or never existed.';
  }
}

function overText(approval: Approval, nameOf: NameOf): string {
  const key = approvalKey(approval.id);
  const asker = approval.requestedBy === null ? 'whoever asked' : nameOf(approval.requestedBy);
  switch (approval.state) {
    case 'pending':
      return `${key} cannot be changed like this right now.`;
    case 'changes_requested':
      return `${key} is back with ${asker} to be changed. You are asked when it was edited.`;
    case 'approved':
      return `${key} is approved already: nothing more is needed.`;
    case 'used':
      return `${key} was approved and carried out: there is nothing to decide any more.`;
    case 'rejected':
      return `${key} was rejected: there is nothing to decide any more.`;
    case 'withdrawn':
      return `${key} was withdrawn: there is nothing to decide any more.`;
    case 'expired':
      return `${key} has expired: nobody decided in time. ${asker} can ask again.`;
  }
}

export function decideText(outcome: DecideOutcome, nameOf: NameOf): string {
  return outcome.kind === 'decided'
    ? decidedText(outcome.approval, outcome.verdict, nameOf)
    : refusalText(outcome.because, outcome.approval, outcome.who, nameOf);
}

export function withdrawText(outcome: WithdrawOutcome, nameOf: NameOf): string {
  if (outcome.kind === 'withdrawn') return `${approvalKey(outcome.approval.id)} is withdrawn.`;
  const { because, approval } = outcome;
  if (approval === null || because === 'unknown') return refusalText('unknown', null, [], nameOf);
  if (because === 'over') return overText(approval, nameOf);
  const asker = approval.requestedBy === null ? 'A rule' : nameOf(approval.requestedBy);
  return `${asker} asked for ${approvalKey(approval.id)}; only they or an admin can withdraw it.`;
}

export function recallText(outcome: RecallOutcome, nameOf: NameOf): string {
  const { approval } = outcome;
  if (outcome.kind === 'recalled') {
    return `Your decision on ${approvalKey(outcome.approval.id)} is taken back; it waits for you again.`;
  }
  if (approval === null || outcome.because === 'unknown') return refusalText('unknown', null, [], nameOf);
  if (outcome.because === 'no_vote')
    return `You have not decided ${approvalKey(approval.id)}: there is nothing to take back.`;
  return outcome.because === 'expired' ? refusalText('expired', approval, [], nameOf) : overText(approval, nameOf);
}

/** People whom the sentence about an outcome may name. */
export function peopleIn(approval: Approval | null, who: readonly SlackUserId[] = []): readonly SlackUserId[] {
  if (approval === null) return [];
  const asker = approval.requestedBy === null ? [] : [approval.requestedBy];
  return [...asker, ...who.slice(0, NAMED_MAX), ...deciders(approval).slice(0, NAMED_MAX)];
}

/** `Nora, Vera and 3 more` */
function namesText(people: readonly SlackUserId[], nameOf: NameOf): string {
  const shown = people.slice(0, NAMED_MAX).map(nameOf);
  const hidden = people.length - shown.length;
  const parts = hidden > 0 ? [...shown, `${hidden} more`] : shown;
  return parts.length < 2 ? (parts[0] ?? 'nobody') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
