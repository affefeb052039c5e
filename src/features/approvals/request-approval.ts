// Asks for an approval: a new one, or a new revision of the one that is back with whoever asked.
import type { Actor } from '#kernel/actor.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { GateName } from '#features/playbook/approvals.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { approvalSubject } from './approval.ts';
import type { Approval, Content, PolicySnapshot } from './approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { findPolicy } from './find-policy.ts';
import { gateOf } from './gate-of.ts';
import { hashOf } from './hash-content.ts';
import { keepApproval } from './keep-approval.ts';
import { freshSteps } from './quorum.ts';
import { expiryOf, reviseApproval } from './revise-approval.ts';
import { snapshotPolicy } from './snapshot-policy.ts';

export interface RequestInput {
  readonly gate: GateName;
  /** `campaign:7`; apart from `action`, one request runs for it at a time. */
  readonly subject: string;
  readonly title: string;
  readonly content: Content;
  /** What the policy's conditions look at; fields that it names as approvers hold an e-mail address. */
  readonly facts: Facts;
  readonly effect: JsonObject;
  /** Null: a rule asks. */
  readonly requestedBy: SlackUserId | null;
  readonly rule: string | null;
  /** The policy of this name and no other. */
  readonly policy?: string;
  readonly cause: Cause;
}

export type RequestOutcome =
  /** Waits for votes; or was approved already, where exactly this content was. */
  | { readonly kind: 'asked'; readonly approval: Approval }
  /** No policy of the playbook stands before this. */
  | { readonly kind: 'not_needed' };

/** Runs inside the caller's transaction. Throws Fault `refused` where another one for the subject was asked for at the same moment. */
export async function requestApproval<Tx extends ApprovalTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  input: RequestInput,
): Promise<RequestOutcome> {
  const { playbook, version } = deps.playbook();
  const policy = policyFor(playbook, input);
  if (policy === null) return { kind: 'not_needed' };
  const running = input.gate === 'action' ? null : await tx.approvals.running(input.gate, input.subject);
  const locked = running === null ? null : await tx.approvals.lock(running.id);
  const by: Actor = actorOf(input);
  if (locked !== null && isRunning(locked)) {
    const same = locked.state !== 'changes_requested' && locked.hash === hashOf(input.content);
    if (same) return { kind: 'asked', approval: locked };
    const { title, content, effect, cause } = input;
    const voids = locked.state !== 'changes_requested';
    const because = voids ? 'something else is asked for' : null;
    const revised = await reviseApproval(tx, deps, locked, { title, content, effect, policy, by, because }, cause);
    if (voids) await gateOf(deps.gates, revised).ended(tx, revised, 'voided', cause);
    return { kind: 'asked', approval: revised };
  }
  const { at, correlationId } = input.cause;
  const created = await tx.approvals.create({
    gate: input.gate,
    subject: input.subject,
    title: input.title,
    requestedBy: input.requestedBy,
    revisedBy: input.requestedBy,
    rule: input.rule,
    policy,
    playbookVersion: version,
    effect: input.effect,
    revision: 1,
    content: input.content,
    hash: hashOf(input.content),
    state: 'pending',
    steps: freshSteps(policy, at),
    votes: [],
    seats: [],
    requestedAt: at,
    revisedAt: at,
    expiresAt: expiryOf(playbook, policy, at),
    dueAt: at,
    endedAt: null,
    because: null,
    correlationId,
  });
  await tx.audit.append({
    at,
    action: 'approval.requested',
    actor: by,
    subject: approvalSubject(created.id),
    after: requestWords(created),
    playbookVersion: version,
    correlationId,
  });
  const kept = await keepApproval(tx, deps, { before: created, after: created, isNew: true, cause: input.cause });
  return { kind: 'asked', approval: kept };
}

/** The policy that applies to this now; null where none does, or none of its steps. */
export function policyFor(
  playbook: Playbook,
  { gate, facts, policy: name }: Pick<RequestInput, 'gate' | 'facts' | 'policy'>,
): PolicySnapshot | null {
  const policy = findPolicy(playbook, gate, facts, name);
  const snapshot = policy === null ? null : snapshotPolicy(policy, facts);
  return snapshot === null || snapshot.steps.length === 0 ? null : snapshot;
}

/** What the audit log says of a revision that is asked for. */
function requestWords({ gate, subject, title, revision, policy, content, hash, expiresAt }: Approval): JsonObject {
  return { gate, subject, title, revision, policy: policy.name, content, hash, expires_at: expiresAt.toISOString() };
}

function isRunning({ state }: Approval): boolean {
  return state === 'pending' || state === 'changes_requested' || state === 'approved';
}

function actorOf({ requestedBy, rule }: RequestInput): Actor {
  if (requestedBy !== null) return { kind: 'person', slack: requestedBy };
  return rule === null ? { kind: 'system', part: 'approvals' } : { kind: 'rule', rule };
}
