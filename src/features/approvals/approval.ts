// What an approval is: who was asked for what, in which revision, and who said what. Pure.
import type { ApprovalId, CorrelationId, SlackUserId } from '#kernel/ids.ts';
import type { FieldValue } from '#ports/crm.ts';
import type { JsonObject } from '#ports/json.ts';
import type { ApproverSpec, GateName, Quorum } from '#features/playbook/approvals.ts';

export type ApprovalState =
  /** Waits for votes. */
  | 'pending'
  /** Back with whoever asked, to be edited and asked again. */
  | 'changes_requested'
  /** Everybody said yes to exactly this content, and nothing came of it yet. */
  | 'approved'
  /** What was approved has happened. */
  | 'used'
  | 'rejected'
  | 'withdrawn'
  | 'expired';

/** States in which nothing more can become of it. */
export const ENDED: ReadonlySet<ApprovalState> = new Set(['used', 'rejected', 'withdrawn', 'expired']);

export type Verdict = 'approve' | 'reject' | 'request_changes';

/** What is asked for: flat, field and value. Two contents are the same when their hashes are. */
export type Content = Readonly<Record<string, FieldValue>>;

/** The policy's steps that apply here, as they were when it was asked: a changed playbook changes no running request. */
export interface PolicySnapshot {
  readonly name: string;
  readonly channel: string | null;
  readonly steps: readonly StepSnapshot[];
  /** What the record's fields that it names said when it was asked, in lower case; null: no address. */
  readonly named: Readonly<Record<string, string | null>>;
  readonly remindAfterMs: number;
  readonly escalateAfterMs: number;
  readonly escalateTo: readonly ApproverSpec[];
  readonly expireAfterMs: number;
  readonly expiresAs: 'expired' | 'rejected';
  readonly commentOnReject: boolean;
  readonly samePersonInSteps: boolean;
  readonly bulk: boolean;
}

export interface StepSnapshot {
  readonly name: string | null;
  /** Steps of one stage run side by side; a stage opens when the one before is done. From 0. */
  readonly stage: number;
  readonly quorum: Quorum;
  readonly approvers: readonly ApproverSpec[];
}

export interface StepProgress {
  readonly status: 'waiting' | 'open' | 'done';
  /** How many yes it takes. Known when it opens; grows with the group that decides, and never shrinks. */
  readonly needed: number | null;
  readonly openedAt: Date | null;
  /** Since when others may decide as well. */
  readonly escalatedAt: Date | null;
  readonly doneAt: Date | null;
}

export interface Vote {
  readonly step: number;
  readonly by: SlackUserId;
  /** Whose place they took; null: their own. */
  readonly onBehalfOf: SlackUserId | null;
  readonly verdict: Verdict;
  readonly comment: string | null;
  /** Of the content they saw. */
  readonly hash: string;
  readonly at: Date;
}

/** Who may decide in a step, right now. */
export interface Seat {
  readonly step: number;
  /** Who presses. */
  readonly person: SlackUserId;
  /** Whose place it is: themselves, or who delegated to them. */
  readonly seat: SlackUserId;
  readonly kind: 'member' | 'delegate' | 'escalation';
  /** `group:marketing-managers`, `role:legal`, an e-mail address. */
  readonly via: string;
  readonly askedAt: Date;
  readonly remindedAt: Date | null;
  readonly reminders: number;
}

export interface Approval {
  readonly id: ApprovalId;
  readonly gate: GateName;
  readonly subject: string;
  readonly title: string;
  /** Null: a rule asks. */
  readonly requestedBy: SlackUserId | null;
  /** Whose this revision is; null: nobody's here (a rule's, a CRM's). Decides about it no more than who asked first. */
  readonly revisedBy: SlackUserId | null;
  readonly rule: string | null;
  readonly policy: PolicySnapshot;
  readonly playbookVersion: number;
  /** What the gate needs to act on it. */
  readonly effect: JsonObject;
  readonly revision: number;
  /** Of this revision. */
  readonly content: Content;
  readonly hash: string;
  readonly state: ApprovalState;
  /** As many as the policy has. */
  readonly steps: readonly StepProgress[];
  /** Of this revision, in their order, without those that were taken back. */
  readonly votes: readonly Vote[];
  /** Of the open steps, without those who voted. */
  readonly seats: readonly Seat[];
  readonly requestedAt: Date;
  readonly revisedAt: Date;
  readonly expiresAt: Date;
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
  readonly because: string | null;
  /** For the conditional write. */
  readonly version: number;
  readonly correlationId: CorrelationId;
}

/** `A-12`, as people write it. */
export function approvalKey(id: ApprovalId): string {
  return `A-${id}`;
}

/** `approval:12`, as the audit log names it. */
export function approvalSubject(id: ApprovalId): string {
  return `approval:${id}`;
}
