// Approvals: the request as it stands, and every revision and vote that it ever had.
import { z } from 'zod';
import { ApprovalId, SlackUserId } from '#kernel/ids.ts';
import { Fault } from '#kernel/errors.ts';
import type { Approval, Seat, Vote } from '#features/approvals/approval.ts';
import type { ApprovalQuery, ApprovalStore, RevisionChange } from '#features/approvals/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { APPROVAL_COLUMNS, parseApproval, VoteShape } from './approval-rows.ts';
import type { Queries } from './client.ts';
import { FieldsColumn, toJsonb } from './json-columns.ts';

const Ids = z.array(z.object({ id: ApprovalId }));

const RevisionRow = z.object({
  revision: z.number(),
  content: FieldsColumn,
  hash: z.string(),
  askedBy: SlackUserId.nullable(),
  askedAt: z.date(),
  outcome: z.string().nullable(),
  outcomeAt: z.date().nullable(),
});

const VoteRow = VoteShape.extend({ revision: z.number(), at: z.date(), recalledAt: z.date().nullable() });

export function createApprovalStore(db: Queries): ApprovalStore {
  return {
    get: (id) => readOne(db, id),
    async lock(id) {
      // Two statements: a single one would show votes as they were before it waited for the lock.
      const locked = await db.$queryRaw<object[]>`SELECT 1 AS ok FROM approval WHERE id = ${id} FOR UPDATE`;
      return locked.length === 0 ? null : readOne(db, id);
    },
    async running(gate, subject) {
      const [row] = await db.$queryRaw<unknown[]>`
        SELECT ${APPROVAL_COLUMNS} FROM approval WHERE gate = ${gate} AND subject = ${subject} AND ended_at IS NULL
        ORDER BY id DESC LIMIT 1`;
      return row === undefined ? null : parseApproval(row);
    },
    create: (approval) => createApproval(db, approval),
    save: (approval, revisions = {}) => saveApproval(db, approval, revisions),
    async addVote(id, revision, vote) {
      const added = await db.$executeRaw`
        INSERT INTO approval_vote (approval_id, revision, step, by, on_behalf_of, verdict, comment, hash, at)
        VALUES (${id}, ${revision}, ${vote.step}, ${vote.by}, ${vote.onBehalfOf}, ${vote.verdict}, ${vote.comment},
          ${vote.hash}, ${vote.at})
        ON CONFLICT DO NOTHING`;
      return added === 1;
    },
    async recallVotes(id, revision, by, at) {
      const recalled = await db.$executeRaw`
        UPDATE approval_vote SET recalled_at = ${at}
        WHERE approval_id = ${id} AND revision = ${revision} AND by = ${by} AND recalled_at IS NULL`;
      return recalled > 0;
    },
    setSeats: (id, seats) => setSeats(db, id, seats),
    async list(query) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT ${APPROVAL_COLUMNS} FROM approval WHERE ${conditions(query)} ORDER BY id DESC LIMIT ${query.limit}`;
      return rows.map(parseApproval);
    },
    async due(now, limit) {
      const rows = await db.$queryRaw`
        SELECT id FROM approval WHERE due_at <= ${now} ORDER BY due_at, id LIMIT ${limit}`;
      return Ids.parse(rows).map(({ id }) => id);
    },
    async touching(people) {
      const rows = await db.$queryRaw`
        SELECT DISTINCT approval_id AS id FROM approval_seat
        WHERE person = ANY(${[...people]}) OR seat = ANY(${[...people]}) ORDER BY id`;
      return Ids.parse(rows).map(({ id }) => id);
    },
    async revisions(id) {
      const rows = await db.approvalRevision.findMany({ where: { approvalId: id }, orderBy: { revision: 'asc' } });
      return rows.map((row) => RevisionRow.parse(row));
    },
    async allVotes(id) {
      const rows = await db.approvalVote.findMany({ where: { approvalId: id }, orderBy: { id: 'asc' } });
      return rows.map((row): Vote & z.infer<typeof VoteRow> => VoteRow.parse(row));
    },
  };
}

async function readOne(db: Queries, id: ApprovalId): Promise<Approval | null> {
  const [row] = await db.$queryRaw<unknown[]>`SELECT ${APPROVAL_COLUMNS} FROM approval WHERE id = ${id}`;
  return row === undefined ? null : parseApproval(row);
}

async function createApproval(db: Queries, approval: Omit<Approval, 'id' | 'version'>): Promise<Approval> {
  const { gate, subject } = approval;
  const rows = await db.$queryRaw`
    INSERT INTO approval (gate, subject, title, requested_by, rule, policy, playbook_version, effect, revision, state,
      steps, requested_at, revised_at, expires_at, due_at, ended_at, because, correlation_id)
    VALUES (${gate}, ${subject}, ${approval.title}, ${approval.requestedBy}, ${approval.rule},
      ${toJsonb(approval.policy)}::jsonb, ${approval.playbookVersion}, ${toJsonb(approval.effect)}::jsonb,
      ${approval.revision}, ${approval.state}, ${toJsonb(approval.steps)}::jsonb, ${approval.requestedAt},
      ${approval.revisedAt}, ${approval.expiresAt}, ${approval.dueAt}, ${approval.endedAt}, ${approval.because},
      ${approval.correlationId})
    ON CONFLICT DO NOTHING RETURNING id`;
  const [row] = Ids.parse(rows);
  if (row === undefined) throw new Fault('refused', `${subject} waits for an approval of ${gate} already.`);
  const created = { ...approval, id: row.id, version: 1 };
  await openRevision(db, created);
  return created;
}

async function openRevision(db: Queries, approval: Approval): Promise<void> {
  await db.$executeRaw`
    INSERT INTO approval_revision (approval_id, revision, content, hash, asked_by, asked_at)
    VALUES (${approval.id}, ${approval.revision}, ${toJsonb(approval.content)}::jsonb, ${approval.hash},
      ${approval.revisedBy}, ${approval.revisedAt})`;
}

async function saveApproval(db: Queries, approval: Approval, { closes, opens }: RevisionChange): Promise<boolean> {
  const { id, version } = approval;
  const saved = await db.$executeRaw`
    UPDATE approval SET title = ${approval.title}, policy = ${toJsonb(approval.policy)}::jsonb,
      playbook_version = ${approval.playbookVersion}, effect = ${toJsonb(approval.effect)}::jsonb,
      revision = ${approval.revision}, state = ${approval.state}, steps = ${toJsonb(approval.steps)}::jsonb,
      revised_at = ${approval.revisedAt}, expires_at = ${approval.expiresAt}, due_at = ${approval.dueAt},
      ended_at = ${approval.endedAt}, because = ${approval.because}, version = version + 1
    WHERE id = ${id} AND version = ${version}`;
  if (saved === 0) return false;
  if (closes !== undefined) {
    const { revision, outcome, at } = closes;
    await db.$executeRaw`
      UPDATE approval_revision SET outcome = ${outcome}, outcome_at = ${outcome === null ? null : at}
      WHERE approval_id = ${id} AND revision = ${revision}`;
  }
  if (opens === true) await openRevision(db, approval);
  return true;
}

/** Only what differs is written: one vote changes one seat of many. */
async function setSeats(db: Queries, id: ApprovalId, seats: readonly Seat[]): Promise<void> {
  await db.$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${toJsonb(seats)}::jsonb) AS given (step int, person text, seat text, kind text,
        via text, "askedAt" timestamptz, "remindedAt" timestamptz, reminders int)
    ), gone AS (
      DELETE FROM approval_seat s WHERE approval_id = ${id} AND NOT EXISTS (
        SELECT FROM given g WHERE g.step = s.step AND g.person = s.person AND g.seat = s.seat)
    )
    INSERT INTO approval_seat AS s (approval_id, step, person, seat, kind, via, asked_at, reminded_at, reminders)
    SELECT ${id}, step, person, seat, kind, via, "askedAt", "remindedAt", reminders FROM given
    ON CONFLICT (approval_id, step, person, seat) DO UPDATE SET (kind, via, asked_at, reminded_at, reminders) =
      (EXCLUDED.kind, EXCLUDED.via, EXCLUDED.asked_at, EXCLUDED.reminded_at, EXCLUDED.reminders)
    WHERE (s.kind, s.via, s.asked_at, s.reminders) <>
        (EXCLUDED.kind, EXCLUDED.via, EXCLUDED.asked_at, EXCLUDED.reminders)
      OR s.reminded_at IS DISTINCT FROM EXCLUDED.reminded_at`;
}

function conditions({ states, requestedBy, waitsFor, subject, since, before }: ApprovalQuery): Prisma.Sql {
  const wanted = [
    ...(states === undefined ? [] : [Prisma.sql`state = ANY(${[...states]})`]),
    ...(requestedBy === undefined ? [] : [Prisma.sql`requested_by = ${requestedBy}`]),
    ...(waitsFor === undefined
      ? []
      : [
          Prisma.sql`state = 'pending'
            AND EXISTS (SELECT FROM approval_seat s WHERE s.approval_id = approval.id AND s.person = ${waitsFor})`,
        ]),
    ...(subject === undefined ? [] : [Prisma.sql`subject = ${subject}`]),
    ...(since === undefined ? [] : [Prisma.sql`requested_at >= ${since}`]),
    ...(before === undefined ? [] : [Prisma.sql`id < ${before}`]),
  ];
  return wanted.length === 0 ? Prisma.sql`true` : Prisma.join(wanted, ' AND ');
}
