// Takes a request back, while nothing came of it: whoever asked, an admin, or the feature that it is about.
import type { Actor } from '#kernel/actor.ts';
import type { ApprovalId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import { isAdmin } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Approval } from './approval.ts';
import type { DecideDesk } from './decide-approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { endApproval } from './end-approval.ts';
import { gateOf } from './gate-of.ts';

export interface WithdrawInput extends Turn {
  readonly approval: ApprovalId;
  readonly because: string | null;
}

export type WithdrawOutcome =
  | { readonly kind: 'withdrawn'; readonly approval: Approval }
  | {
      readonly kind: 'refused';
      readonly because: 'unknown' | 'over' | 'not_yours';
      readonly approval: Approval | null;
    };

export async function withdrawApproval<Tx extends ApprovalTx>(
  desk: DecideDesk<Tx>,
  { approval: id, because, by, channel, correlationId }: WithdrawInput,
): Promise<WithdrawOutcome> {
  const { transact, clock, playbook, gates } = desk;
  return transact(async (tx) => {
    const before = await tx.approvals.lock(id);
    if (before === null) return { kind: 'refused', because: 'unknown', approval: null };
    if (before.requestedBy !== by.id && !isAdmin(playbook().playbook, by)) {
      return { kind: 'refused', because: 'not_yours', approval: before };
    }
    if (!canBeWithdrawn(before)) return { kind: 'refused', because: 'over', approval: before };
    const cause = { at: clock.now(), correlationId };
    const actor: Actor = { kind: 'person', slack: by.id };
    const ending = { before, state: 'withdrawn', because, by: actor, channel, cause } as const;
    const approval = await endApproval(tx, desk, ending);
    await gateOf(gates, approval).ended(tx, approval, 'withdrawn', cause);
    return { kind: 'withdrawn', approval };
  });
}

export interface CancelInput {
  readonly approval: ApprovalId;
  readonly because: string;
  readonly by: Actor;
  readonly cause: Cause;
}

/**
 * For the feature whose gate it is: what it was about is gone, killed or taken back. Runs inside the caller's
 * transaction and does not tell the gate. Null where nothing was left to withdraw.
 */
export async function cancelApproval<Tx extends ApprovalTx>(
  tx: Tx,
  deps: Pick<ApprovalDeps<Tx>, 'playbook'>,
  { approval: id, because, by, cause }: CancelInput,
): Promise<Approval | null> {
  const before = await tx.approvals.lock(id);
  if (before === null || !canBeWithdrawn(before)) return null;
  return endApproval(tx, deps, { before, state: 'withdrawn', because, by, cause });
}

function canBeWithdrawn({ state }: Approval): boolean {
  return state === 'pending' || state === 'changes_requested' || state === 'approved';
}
