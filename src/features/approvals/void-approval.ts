// What was asked for or approved is something else by now: the yes is void, and the same request asks again.
import type { Actor } from '#kernel/actor.ts';
import type { ApprovalId } from '#kernel/ids.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { Approval, Content } from './approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { endApproval } from './end-approval.ts';
import { gateOf } from './gate-of.ts';
import { hashOf } from './hash-content.ts';
import { policyFor } from './request-approval.ts';
import { reviseApproval } from './revise-approval.ts';

export interface VoidInput {
  readonly approval: ApprovalId;
  readonly content: Content;
  readonly facts: Facts;
  /** `the budget was changed`: shown beside the difference. */
  readonly because: string;
  /** Whose change it was; a person decides about it no more. */
  readonly by: Actor;
  readonly cause: Cause;
}

/**
 * Runs inside the caller's transaction. Null where nothing is pending or approved, or the content is the same. Where no
 * policy stands before the new content, it is withdrawn: whoever calls sees it by the state.
 */
export async function voidApproval<Tx extends ApprovalTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  { approval: id, content, facts, because, by, cause }: VoidInput,
): Promise<Approval | null> {
  const before = await tx.approvals.lock(id);
  if (before === null || (before.state !== 'pending' && before.state !== 'approved')) return null;
  if (hashOf(content) === before.hash) return null;
  const gate = gateOf(deps.gates, before);
  const named = before.gate === 'action' ? { policy: before.policy.name } : {};
  const policy = policyFor(deps.playbook().playbook, { gate: before.gate, facts, ...named });
  if (policy === null) {
    const words = `${because}; no policy stands before it any more`;
    const ended = await endApproval(tx, deps, { before, state: 'withdrawn', because: words, by, cause });
    await gate.ended(tx, ended, 'withdrawn', cause);
    return ended;
  }
  const { title, effect } = before;
  const revised = await reviseApproval(tx, deps, before, { title, content, effect, policy, by, because }, cause);
  await gate.ended(tx, revised, 'voided', cause);
  return revised;
}
