// What a press does to an approval, and when it does nothing. Pure: who has a seat was worked out before.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Approval, Seat, Verdict, Vote } from './approval.ts';
import { progressOf, tally } from './quorum.ts';

export type RefusalReason =
  | 'not_an_approver'
  /** Who asks does not decide, and neither does whoever changed what is asked for. */
  | 'own_request'
  /** This person has voted on this revision. */
  | 'already_decided'
  /** It has ended, was approved, or is back with whoever asked. */
  | 'over'
  | 'expired'
  | 'comment_needed'
  /** Their vote counts in another step. */
  | 'counts_elsewhere'
  | 'not_your_step_yet'
  /** The step that they decide in has all it needs. */
  | 'step_done'
  /** Somebody else decides for them at the moment. */
  | 'delegated'
  /** A rule asks: nobody could change it and ask again. */
  | 'nobody_to_change'
  /** The card they pressed showed an older revision. */
  | 'changed'
  | 'unknown';

export interface Press {
  readonly by: SlackUserId;
  readonly verdict: Verdict;
  readonly comment: string | null;
  /** Of the card that was pressed; null: they named the request, and see what it is in the answer. */
  readonly revision: number | null;
  readonly at: Date;
}

export type Decision =
  | { readonly kind: 'decided'; readonly approval: Approval; readonly votes: readonly Vote[] }
  | { readonly kind: 'refused'; readonly because: RefusalReason };

export function decide(approval: Approval, press: Press): Decision {
  const because = refusalOf(approval, press);
  if (because !== null) return { kind: 'refused', because };
  const votes = seatsToCount(approval, press.by).map((seat) => voteFor(approval, seat, press));
  const voted = { ...approval, votes: [...approval.votes, ...votes] };
  return { kind: 'decided', approval: outcomeOf(voted, press), votes };
}

/** Who neither decides nor fills in for somebody here. */
export function mayNeverDecide({ requestedBy, revisedBy }: Approval, person: SlackUserId): boolean {
  return person === requestedBy || person === revisedBy;
}

/** Whether the time for deciding is over, though nobody may have looked at it since. */
export function isExpired({ state, expiresAt }: Approval, at: Date): boolean {
  return state === 'expired' || ((state === 'pending' || state === 'changes_requested') && at >= expiresAt);
}

function refusalOf(approval: Approval, { by, verdict, comment, revision, at }: Press): RefusalReason | null {
  if (isExpired(approval, at)) return 'expired';
  if (approval.state !== 'pending') return 'over';
  if (revision !== null && revision !== approval.revision) return 'changed';
  if (mayNeverDecide(approval, by)) return 'own_request';
  if (!approval.seats.some(({ person }) => person === by)) {
    return approval.votes.some((vote) => vote.by === by) ? 'already_decided' : 'not_an_approver';
  }
  if (verdict === 'request_changes' && approval.requestedBy === null) return 'nobody_to_change';
  const wanting = comment === null || comment.trim() === '';
  const needed = verdict === 'request_changes' || (verdict === 'reject' && approval.policy.commentOnReject);
  return wanting && needed ? 'comment_needed' : null;
}

/** Where a person counts: everywhere if the policy lets them, else in the step that can spare them least. */
function seatsToCount(approval: Approval, by: SlackUserId): readonly Seat[] {
  const own = approval.seats.filter(({ person }) => person === by);
  if (approval.policy.samePersonInSteps) return own;
  const spare = (seat: Seat): number => {
    const { yes, needed } = tally(approval, seat.step);
    return yes + approval.seats.filter(({ step }) => step === seat.step).length - (needed ?? 0);
  };
  return own.toSorted((one, other) => spare(one) - spare(other) || one.step - other.step).slice(0, 1);
}

function voteFor({ hash }: Approval, { step, person, seat }: Seat, { verdict, comment, at }: Press): Vote {
  const said = comment?.trim() ?? '';
  return {
    step,
    by: person,
    onBehalfOf: seat === person ? null : seat,
    verdict,
    comment: said === '' ? null : said,
    hash,
    at,
  };
}

function outcomeOf(voted: Approval, { verdict, comment, at }: Press): Approval {
  switch (verdict) {
    case 'reject':
      return { ...voted, state: 'rejected', endedAt: at, because: comment };
    case 'request_changes':
      return { ...voted, state: 'changes_requested', because: comment };
    case 'approve': {
      const steps = progressOf(voted, at);
      const state = steps.every(({ status }) => status === 'done') ? 'approved' : 'pending';
      return { ...voted, steps, state };
    }
  }
}
