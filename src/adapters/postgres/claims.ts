// Claims with the owner changes that they ask of the CRMs.
import { z } from 'zod';
import { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import { Fault } from '#kernel/errors.ts';
import { CRM_NAMES, CRM_OBJECTS } from '#ports/crm.ts';
import type { Claim, ClaimWrite } from '#features/leads/claim.ts';
import type { ClaimStore } from '#features/leads/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';

const HISTORY = 50;

const COLUMNS = Prisma.sql`claim.*, (
  SELECT coalesce(json_agg(json_build_object('crm', w.crm, 'object', w.object, 'id', w.record_id, 'expected', w.expected,
    'target', w.target, 'outcome', w.outcome, 'message', w.message, 'rival', w.rival)
    ORDER BY w.crm, w.object, w.record_id), '[]')
  FROM claim_write w WHERE w.claim_id = claim.id) AS writes`;

const ClaimRow = z.object({
  id: z.string(),
  lead_id: LeadId,
  by: SlackUserId,
  kind: z.enum(['claim', 'hand_over', 'release', 'offer', 'undo']),
  at: z.date(),
  state: z.enum(['writing', 'written', 'partial', 'conflict', 'refused', 'ended']),
  channel: ChannelId.nullable(),
  writes: z.array(
    z.object({
      crm: z.enum(CRM_NAMES),
      object: z.enum(CRM_OBJECTS),
      id: z.string(),
      expected: z.string().nullable(),
      target: z.string().nullable(),
      outcome: z.enum(['pending', 'assigned', 'unchanged', 'conflict', 'refused', 'gone']),
      message: z.string().nullable(),
      rival: z.string().nullable(),
    }),
  ),
});

export function createClaimStore(db: Queries): ClaimStore {
  return {
    async create({ writes, leadId, ...claim }) {
      await db.$executeRaw`
        INSERT INTO claim (id, lead_id, by, kind, at, state, channel)
        VALUES (${claim.id}::uuid, ${leadId}::uuid, ${claim.by}, ${claim.kind}, ${claim.at}, ${claim.state}, ${claim.channel})`;
      for (const write of writes) await insertWrite(db, claim.id, write);
    },
    async get(id) {
      const [row] = await db.$queryRaw<unknown[]>`SELECT ${COLUMNS} FROM claim WHERE id = ${id}::uuid`;
      return row === undefined ? null : parseClaim(row);
    },
    async current(leadId) {
      const [row] = await db.$queryRaw<unknown[]>`
        SELECT ${COLUMNS} FROM claim WHERE lead_id = ${leadId}::uuid AND state <> 'ended' ORDER BY at DESC, id LIMIT 1`;
      return row === undefined ? null : parseClaim(row);
    },
    async history(leadId) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT ${COLUMNS} FROM claim WHERE lead_id = ${leadId}::uuid ORDER BY at DESC, id LIMIT ${HISTORY}`;
      return rows.map(parseClaim);
    },
    async setWrite(claimId, { crm, object, id }, { outcome, message, rival }) {
      const set = await db.$executeRaw`
        UPDATE claim_write SET outcome = ${outcome}, message = ${message}, rival = ${rival}
        WHERE claim_id = ${claimId}::uuid AND crm = ${crm} AND object = ${object} AND record_id = ${id}`;
      if (set === 0) throw new Fault('not_found', `The claim ${claimId} has no write to ${crm} ${object} ${id}.`);
    },
    addWrite: (claimId, write) => insertWrite(db, claimId, write),
    async setState(id, state, now) {
      const set = await db.$executeRaw`
        UPDATE claim SET state = ${state}, ended_at = CASE WHEN ${state} = 'ended' THEN ${now}::timestamptz END
        WHERE id = ${id}::uuid`;
      if (set === 0) throw new Fault('not_found', `There is no claim ${id}.`);
    },
  };
}

/** A write that is there already stays as it is: whoever adds it again is a repeat. */
async function insertWrite(db: Queries, claimId: string, write: ClaimWrite): Promise<void> {
  await db.$executeRaw`
    INSERT INTO claim_write (claim_id, crm, object, record_id, expected, target, outcome, message, rival)
    VALUES (${claimId}::uuid, ${write.crm}, ${write.object}, ${write.id}, ${write.expected}, ${write.target},
      ${write.outcome}, ${write.message}, ${write.rival})
    ON CONFLICT DO NOTHING`;
}

function parseClaim(selected: unknown): Claim {
  const { lead_id: leadId, ...row } = ClaimRow.parse(selected);
  return { ...row, leadId };
}
