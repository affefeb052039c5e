// A new revision of a request: what differs is recorded, and everybody is asked again. Votes of the one before count no
// more.
import type { Actor } from '#kernel/actor.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Cause } from '#features/messages/intents.ts';
import { addWorkingTime, calendarOf } from '#features/people/calendar.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { approvalSubject } from './approval.ts';
import type { Approval, Content, PolicySnapshot } from './approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { differenceOf, hashOf } from './hash-content.ts';
import { keepApproval } from './keep-approval.ts';
import { freshSteps } from './quorum.ts';

export interface Revision {
  readonly title: string;
  readonly content: Content;
  readonly effect: JsonObject;
  readonly policy: PolicySnapshot;
  readonly by: Actor;
  /** Why what was asked for before is void; null: it was back with whoever asked. */
  readonly because: string | null;
}

/** Runs inside the caller's transaction, behind the approval's lock. */
export async function reviseApproval<Tx extends ApprovalTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  before: Approval,
  { title, content, effect, policy, by, because }: Revision,
  cause: Cause,
): Promise<Approval> {
  const { playbook, version } = deps.playbook();
  const { at, correlationId } = cause;
  const voided = before.state !== 'changes_requested';
  const after: Approval = {
    ...before,
    title,
    policy,
    playbookVersion: version,
    effect,
    revision: before.revision + 1,
    // Who edited what a CRM then changed as well has still edited it.
    revisedBy: by.kind === 'person' ? by.slack : before.revisedBy,
    content,
    hash: hashOf(content),
    state: 'pending',
    steps: freshSteps(policy, at),
    votes: [],
    seats: [],
    revisedAt: at,
    expiresAt: expiryOf(playbook, policy, at),
    because,
  };
  const differences = differenceOf(before.content, content);
  const entry = {
    at,
    actor: by,
    subject: approvalSubject(before.id),
    before: { revision: before.revision, hash: before.hash, ...values(differences, 'before') },
    after: {
      revision: after.revision,
      hash: after.hash,
      ...values(differences, 'after'),
      because,
      policy: policy.name,
    },
    playbookVersion: version,
    correlationId,
  };
  await tx.audit.append({ ...entry, action: voided ? 'approval.voided' : 'approval.resubmitted' });
  const closes = { revision: before.revision, outcome: 'voided', at };
  const revisions = voided ? { closes, opens: true as const } : { opens: true as const };
  return keepApproval(tx, deps, { before, after, revisions, cause });
}

function values(
  differences: ReturnType<typeof differenceOf>,
  side: 'before' | 'after',
): { readonly changed: JsonObject } {
  return { changed: Object.fromEntries(differences.map((one) => [one.field, one[side]])) };
}

/** By the organization's working time. */
export function expiryOf(playbook: Playbook, { expireAfterMs }: PolicySnapshot, from: Date): Date {
  return addWorkingTime(calendarOf(playbook, null), from, expireAfterMs);
}
