// One press, one vote: vote, outcome, audit entries, cards and what follows commit together or not at all.
import type { ApprovalId, SlackUserId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Turn } from '#features/people/turn.ts';
import { approvalSubject } from './approval.ts';
import type { Approval, Verdict } from './approval.ts';
import { decide, isExpired } from './decide.ts';
import type { Decision, RefusalReason } from './decide.ts';
import type { ApprovalDesk, ApprovalTx } from './desk.ts';
import type { Electorate } from './electorate.ts';
import { gateOf } from './gate-of.ts';
import { inTurn } from './in-turn.ts';
import { keepApproval } from './keep-approval.ts';
import { seatsOf } from './seats.ts';
import { whyNoSeat } from './why-no-seat.ts';

export interface DecideInput extends Turn {
  readonly approval: ApprovalId;
  readonly verdict: Verdict;
  readonly comment: string | null;
  /** Of the card that was pressed; null where they named the request. */
  readonly revision: number | null;
}

export type DecideOutcome =
  /** The approval as it is now; what follows the last yes may have used it already. */
  | { readonly kind: 'decided'; readonly approval: Approval; readonly verdict: Verdict }
  | {
      readonly kind: 'refused';
      readonly because: RefusalReason;
      /** Null: there is none. */
      readonly approval: Approval | null;
      /** Who may decide right now. */
      readonly who: readonly SlackUserId[];
    };

export type DecideDesk<Tx extends ApprovalTx> = Pick<
  ApprovalDesk<Tx>,
  'transact' | 'stores' | 'playbook' | 'clock' | 'gates'
>;

export function decideApproval<Tx extends ApprovalTx>(
  desk: DecideDesk<Tx>,
  input: DecideInput,
): Promise<DecideOutcome> {
  return inTurn(input.approval, () => decideNow(desk, input));
}

async function decideNow<Tx extends ApprovalTx>(desk: DecideDesk<Tx>, input: DecideInput): Promise<DecideOutcome> {
  const { transact, stores, clock, playbook } = desk;
  // Of a crowd that presses at once many come when it is over: they learn it without waiting for its lock.
  const seen = await stores.approvals.get(input.approval);
  if (seen === null) return { kind: 'refused', because: 'unknown', approval: null, who: [] };
  if (isExpired(seen, clock.now())) return refused(seen, 'expired');
  if (seen.state !== 'pending') return refused(seen, 'over');
  return transact(async (tx) => {
    const at = clock.now();
    const before = await tx.approvals.lock(input.approval);
    if (before === null) return { kind: 'refused', because: 'unknown', approval: null, who: [] };
    const { approval: seated, electorate } = await seatsOf(tx, playbook().playbook, before, at);
    const { verdict, comment, revision, by } = input;
    const decision = decide(seated, { by: by.id, verdict, comment, revision, at });
    if (decision.kind === 'refused') {
      const { because } = decision;
      return refused(seated, because === 'not_an_approver' ? await whyNoSeat(seated, electorate, by.id) : because);
    }
    for (const vote of decision.votes) {
      if (!(await tx.approvals.addVote(before.id, before.revision, vote))) return refused(seated, 'already_decided');
    }
    const cause = { at, correlationId: input.correlationId };
    await recordVotes(tx, decision, input, cause);
    const kept = await keepDecision(tx, desk, { before, decision, electorate, input, cause });
    await follow(tx, desk, kept, cause);
    // What follows the last yes may have used it.
    const approval = kept.state === 'pending' ? kept : ((await tx.approvals.get(kept.id)) ?? kept);
    return { kind: 'decided', approval, verdict };
  });
}

function refused(approval: Approval, because: RefusalReason): DecideOutcome {
  const who = [...new Set(approval.seats.map(({ person }) => person))];
  return { kind: 'refused', because, approval, who };
}

type Decided = Extract<Decision, { kind: 'decided' }>;

async function recordVotes(
  tx: ApprovalTx,
  { approval, votes }: Decided,
  { by }: DecideInput,
  cause: Cause,
): Promise<void> {
  for (const { step, verdict, comment, hash, onBehalfOf } of votes) {
    await tx.audit.append({
      at: cause.at,
      action: 'approval.voted',
      actor: { kind: 'person', slack: by.id },
      subject: approvalSubject(approval.id),
      after: { revision: approval.revision, step: step + 1, verdict, comment, hash, on_behalf_of: onBehalfOf },
      playbookVersion: approval.playbookVersion,
      correlationId: cause.correlationId,
    });
  }
}

const OUTCOMES = {
  approved: 'approval.approved',
  rejected: 'approval.rejected',
  changes_requested: 'approval.changes_requested',
} as const;

interface Keeping {
  readonly before: Approval;
  readonly decision: Decided;
  readonly electorate: Electorate;
  readonly input: DecideInput;
  readonly cause: Cause;
}

async function keepDecision<Tx extends ApprovalTx>(
  tx: Tx,
  { playbook }: DecideDesk<Tx>,
  { before, decision, electorate, input, cause }: Keeping,
): Promise<Approval> {
  const { approval: after } = decision;
  const { state, revision, hash } = after;
  const { channel } = input;
  if (state !== 'approved' && state !== 'rejected' && state !== 'changes_requested') {
    return keepApproval(tx, { playbook }, { before, after, electorate, channel, cause });
  }
  await tx.audit.append({
    at: cause.at,
    action: OUTCOMES[state],
    actor: { kind: 'person', slack: input.by.id },
    subject: approvalSubject(after.id),
    before: { state: before.state },
    after: { revision, hash, because: after.because },
    playbookVersion: after.playbookVersion,
    correlationId: cause.correlationId,
  });
  const closes = { revision, outcome: state, at: cause.at };
  return keepApproval(tx, { playbook }, { before, after, electorate, revisions: { closes }, channel, cause });
}

/** What the feature whose gate it is makes of it. */
async function follow<Tx extends ApprovalTx>(
  tx: Tx,
  { gates }: DecideDesk<Tx>,
  approval: Approval,
  cause: Cause,
): Promise<void> {
  const gate = gateOf(gates, approval);
  if (approval.state === 'approved') return gate.approved(tx, approval, cause);
  if (approval.state === 'pending') return gate.moved?.(tx, approval, cause);
  if (approval.state === 'rejected' || approval.state === 'changes_requested') {
    return gate.ended(tx, approval, approval.state, cause);
  }
}
