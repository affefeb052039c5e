// Takes one's own yes back: while it waits for others, or after the last yes as long as nothing came of it.
import type { ApprovalId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import { approvalSubject } from './approval.ts';
import type { Approval } from './approval.ts';
import type { DecideDesk } from './decide-approval.ts';
import { isExpired } from './decide.ts';
import type { ApprovalTx } from './desk.ts';
import { gateOf } from './gate-of.ts';
import { keepApproval } from './keep-approval.ts';
import { progressOf } from './quorum.ts';
import { expiryOf } from './revise-approval.ts';

export interface RecallInput extends Turn {
  readonly approval: ApprovalId;
}

export type RecallOutcome =
  | { readonly kind: 'recalled'; readonly approval: Approval }
  | {
      readonly kind: 'refused';
      readonly because: 'unknown' | 'over' | 'expired' | 'no_vote';
      readonly approval: Approval | null;
    };

export async function recallVote<Tx extends ApprovalTx>(
  { transact, clock, playbook, gates }: DecideDesk<Tx>,
  { approval: id, by, channel, correlationId }: RecallInput,
): Promise<RecallOutcome> {
  return transact(async (tx) => {
    const at = clock.now();
    const before = await tx.approvals.lock(id);
    if (before === null) return { kind: 'refused', because: 'unknown', approval: null };
    if (isExpired(before, at)) return { kind: 'refused', because: 'expired', approval: before };
    const reopens = before.state === 'approved';
    if (!reopens && before.state !== 'pending') return { kind: 'refused', because: 'over', approval: before };
    const own = before.votes.filter((vote) => vote.by === by.id);
    if (own.length === 0 || !(await tx.approvals.recallVotes(id, before.revision, by.id, at))) {
      return { kind: 'refused', because: 'no_vote', approval: before };
    }
    await tx.audit.append({
      at,
      action: 'approval.recalled',
      actor: { kind: 'person', slack: by.id },
      subject: approvalSubject(id),
      before: { state: before.state, steps: own.map(({ step }) => step + 1) },
      after: { revision: before.revision, state: 'pending' },
      correlationId,
    });
    const votes = before.votes.filter((vote) => vote.by !== by.id);
    const steps = progressOf({ ...before, votes }, at);
    const expiresAt = reopens ? expiryOf(playbook().playbook, before.policy, at) : before.expiresAt;
    const after: Approval = { ...before, state: 'pending', votes, steps, expiresAt };
    const cause = { at, correlationId };
    const revisions = reopens ? { closes: { revision: before.revision, outcome: null, at } } : {};
    const approval = await keepApproval(tx, { playbook }, { before, after, revisions, channel, cause });
    const gate = gateOf(gates, approval);
    if (reopens) await gate.ended(tx, approval, 'reopened', cause);
    else await gate.moved?.(tx, approval, cause);
    return { kind: 'recalled', approval };
  });
}
