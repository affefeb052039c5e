// Uses an approval, once, for exactly what was approved.
import type { ApprovalId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import { approvalSubject } from './approval.ts';
import type { Content } from './approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { hashOf } from './hash-content.ts';
import { keepApproval } from './keep-approval.ts';

export interface SpendInput {
  readonly approval: ApprovalId;
  /** What is about to happen. */
  readonly content: Content;
  readonly cause: Cause;
}

export type SpendOutcome =
  | 'spent'
  /** Something else was approved. */
  | 'stale'
  /** It is not approved, or was used before. */
  | 'not_approved';

/** Runs inside the caller's transaction: what it is used for commits with it or not at all. */
export async function spendApproval<Tx extends ApprovalTx>(
  tx: Tx,
  deps: Pick<ApprovalDeps<Tx>, 'playbook'>,
  { approval: id, content, cause }: SpendInput,
): Promise<SpendOutcome> {
  const before = await tx.approvals.lock(id);
  if (before?.state !== 'approved') return 'not_approved';
  if (hashOf(content) !== before.hash) return 'stale';
  const { at, correlationId } = cause;
  await tx.audit.append({
    at,
    action: 'approval.used',
    actor: { kind: 'system', part: 'approvals' },
    subject: approvalSubject(id),
    before: { state: before.state },
    after: { revision: before.revision, hash: before.hash },
    playbookVersion: before.playbookVersion,
    correlationId,
  });
  await keepApproval(tx, deps, { before, after: { ...before, state: 'used', endedAt: at }, cause });
  return 'spent';
}
