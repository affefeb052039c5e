// An approval that ends without having been used, or goes back to whoever asked: its revision is closed, the reason is
// recorded, everything that shows it follows.
import type { Actor } from '#kernel/actor.ts';
import type { ChannelId } from '#kernel/ids.ts';
import type { AuditAction } from '#features/audit/actions.ts';
import type { Cause } from '#features/messages/intents.ts';
import { approvalSubject } from './approval.ts';
import type { Approval } from './approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { keepApproval } from './keep-approval.ts';

type EndState = 'rejected' | 'withdrawn' | 'expired';

export interface EndInput {
  readonly before: Approval;
  readonly state: EndState;
  readonly because: string | null;
  readonly by: Actor;
  readonly channel?: ChannelId | null;
  readonly cause: Cause;
}

const ACTIONS: Readonly<Record<EndState, AuditAction>> = {
  rejected: 'approval.rejected',
  withdrawn: 'approval.withdrawn',
  expired: 'approval.expired',
};

/** Runs inside the caller's transaction, behind the approval's lock; the gate is told by the caller. */
export async function endApproval<Tx extends ApprovalTx>(
  tx: Tx,
  deps: Pick<ApprovalDeps<Tx>, 'playbook'>,
  { before, state, because, by, channel = null, cause }: EndInput,
): Promise<Approval> {
  const { at, correlationId } = cause;
  await tx.audit.append({
    at,
    action: ACTIONS[state],
    actor: by,
    subject: approvalSubject(before.id),
    before: { state: before.state },
    after: { revision: before.revision, hash: before.hash, because },
    correlationId,
  });
  const after: Approval = { ...before, state, because, endedAt: at };
  const revisions = { closes: { revision: before.revision, outcome: state, at } };
  return keepApproval(tx, deps, { before, after, revisions, channel, cause });
}
