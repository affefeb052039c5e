// An approval as its rows say it: columns to select, and how they become the entity.
import { z } from 'zod';
import { ApprovalId, CorrelationId, SlackUserId } from '#kernel/ids.ts';
import type { Approval, PolicySnapshot } from '#features/approvals/approval.ts';
import type { ApproverSpec } from '#features/playbook/approvals.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { FieldsColumn, JsonObjectColumn } from './json-columns.ts';

/** For `SELECT ${APPROVAL_COLUMNS} FROM approval`. */
export const APPROVAL_COLUMNS = Prisma.sql`approval.*,
  (SELECT json_build_object('content', r.content, 'hash', r.hash, 'askedBy', r.asked_by) FROM approval_revision r
    WHERE r.approval_id = approval.id AND r.revision = approval.revision) AS asked,
  (SELECT coalesce(json_agg(json_build_object('step', v.step, 'by', v.by, 'onBehalfOf', v.on_behalf_of,
    'verdict', v.verdict, 'comment', v.comment, 'hash', v.hash, 'at', v.at) ORDER BY v.id), '[]') FROM approval_vote v
    WHERE v.approval_id = approval.id AND v.revision = approval.revision AND v.recalled_at IS NULL) AS votes,
  (SELECT coalesce(json_agg(json_build_object('step', s.step, 'person', s.person, 'seat', s.seat, 'kind', s.kind,
    'via', s.via, 'askedAt', s.asked_at, 'remindedAt', s.reminded_at, 'reminders', s.reminders)
    ORDER BY s.step, s.kind = 'escalation', s.seat), '[]') FROM approval_seat s WHERE s.approval_id = approval.id) AS seats`;

const Instant = z.string().transform((text) => new Date(text));
const VERDICTS = ['approve', 'reject', 'request_changes'] as const;

const Approver: z.ZodType<ApproverSpec> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), email: z.string() }),
  z.object({ kind: z.literal('group'), handle: z.string() }),
  z.object({ kind: z.literal('role'), role: z.string() }),
  z.object({ kind: z.literal('field'), path: z.string() }),
  z.object({ kind: z.literal('manager_of'), path: z.string().nullable() }),
]);

const Policy: z.ZodType<PolicySnapshot> = z.object({
  name: z.string(),
  channel: z.string().nullable(),
  steps: z.array(
    z.object({
      name: z.string().nullable(),
      stage: z.number(),
      quorum: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('any') }),
        z.object({ kind: z.literal('all') }),
        z.object({ kind: z.literal('majority') }),
        z.object({ kind: z.literal('count'), count: z.number() }),
      ]),
      approvers: z.array(Approver),
    }),
  ),
  named: z.record(z.string(), z.string().nullable()),
  remindAfterMs: z.number(),
  escalateAfterMs: z.number(),
  escalateTo: z.array(Approver),
  expireAfterMs: z.number(),
  expiresAs: z.enum(['expired', 'rejected']),
  commentOnReject: z.boolean(),
  samePersonInSteps: z.boolean(),
  bulk: z.boolean(),
});

export const VoteShape = z.object({
  step: z.number(),
  by: SlackUserId,
  onBehalfOf: SlackUserId.nullable(),
  verdict: z.enum(VERDICTS),
  comment: z.string().nullable(),
  hash: z.string(),
});

const ApprovalRow = z.object({
  id: ApprovalId,
  gate: z.enum(['campaign.launch', 'campaign.change', 'action']),
  subject: z.string(),
  title: z.string(),
  requested_by: SlackUserId.nullable(),
  rule: z.string().nullable(),
  policy: Policy,
  playbook_version: z.number(),
  effect: JsonObjectColumn,
  revision: z.number(),
  state: z.enum(['pending', 'changes_requested', 'approved', 'used', 'rejected', 'withdrawn', 'expired']),
  steps: z.array(
    z.object({
      status: z.enum(['waiting', 'open', 'done']),
      needed: z.number().nullable(),
      openedAt: Instant.nullable(),
      escalatedAt: Instant.nullable(),
      doneAt: Instant.nullable(),
    }),
  ),
  version: z.number(),
  requested_at: z.date(),
  revised_at: z.date(),
  expires_at: z.date(),
  due_at: z.date().nullable(),
  ended_at: z.date().nullable(),
  because: z.string().nullable(),
  correlation_id: CorrelationId,
  asked: z.object({ content: FieldsColumn, hash: z.string(), askedBy: SlackUserId.nullable() }),
  votes: z.array(VoteShape.extend({ at: Instant })),
  seats: z.array(
    z.object({
      step: z.number(),
      person: SlackUserId,
      seat: SlackUserId,
      kind: z.enum(['member', 'delegate', 'escalation']),
      via: z.string(),
      askedAt: Instant,
      remindedAt: Instant.nullable(),
      reminders: z.number(),
    }),
  ),
});

/** The approval of a row selected with APPROVAL_COLUMNS. */
export function parseApproval(selected: unknown): Approval {
  const row = ApprovalRow.parse(selected);
  return {
    id: row.id,
    gate: row.gate,
    subject: row.subject,
    title: row.title,
    requestedBy: row.requested_by,
    revisedBy: row.asked.askedBy,
    rule: row.rule,
    policy: row.policy,
    playbookVersion: row.playbook_version,
    effect: row.effect,
    revision: row.revision,
    content: row.asked.content,
    hash: row.asked.hash,
    state: row.state,
    steps: row.steps,
    votes: row.votes,
    seats: row.seats,
    requestedAt: row.requested_at,
    revisedAt: row.revised_at,
    expiresAt: row.expires_at,
    dueAt: row.due_at,
    endedAt: row.ended_at,
    because: row.because,
    version: row.version,
    correlationId: row.correlation_id,
  };
}
