// A lead as its rows say it: columns to select, and how they become the entity.
import { z } from 'zod';
import { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import { CRM_NAMES, CRM_OBJECTS } from '#ports/crm.ts';
import type { Lead } from '#features/leads/lead.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { FactsColumn } from './json-columns.ts';

/** For `SELECT ${LEAD_COLUMNS} FROM lead`. */
export const LEAD_COLUMNS = Prisma.sql`lead.*, (
  SELECT coalesce(json_agg(json_build_object('crm', ref.crm, 'object', ref.object, 'id', ref.record_id,
    'madeBy', ref.made_by, 'ownerId', ref.owner_id) ORDER BY ref.crm, ref.object, ref.record_id), '[]')
  FROM lead_ref ref WHERE ref.lead_id = lead.id) AS records`;

const LeadRow = z.object({
  id: LeadId,
  email: z.string().nullable(),
  facts: FactsColumn,
  score: z.number().nullable(),
  score_reasons: z.array(z.object({ points: z.number(), because: z.string() })),
  state: z.enum(['open', 'offered', 'claimed', 'released', 'disqualified', 'converted', 'gone']),
  standing: z.enum(['announced', 'baseline', 'late', 'held', 'mirrored', 'merged']),
  priority: z.enum(['low', 'normal', 'high']),
  headline: z.string().nullable(),
  team: z.string().nullable(),
  claim_by: z.enum(['offered', 'team', 'anyone']),
  offered_to: SlackUserId.nullable(),
  offer_ends_at: z.date().nullable(),
  claimed_by: SlackUserId.nullable(),
  claimed_at: z.date().nullable(),
  notice: z.string().nullable(),
  touched_at: z.date().nullable(),
  card_target: z.string().nullable(),
  card_channel: ChannelId.nullable(),
  card_ts: z.string().nullable(),
  card_hash: z.string().nullable(),
  card_list: z.union([z.bigint(), z.string()]).nullable(),
  merged_into: LeadId.nullable(),
  hold_id: z.number().nullable(),
  created_at: z.date(),
  seen_at: z.date(),
  changed_at: z.date(),
  records: z.array(
    z.object({
      crm: z.enum(CRM_NAMES),
      object: z.enum(CRM_OBJECTS),
      id: z.string(),
      madeBy: z.string().nullable(),
      ownerId: z.string().nullable(),
    }),
  ),
});
type LeadRow = z.infer<typeof LeadRow>;

/** The lead of a row selected with LEAD_COLUMNS. */
export function parseLead(selected: unknown): Lead {
  const row = LeadRow.parse(selected);
  return {
    id: row.id,
    email: row.email,
    facts: row.facts,
    score: row.score,
    scoreReasons: row.score_reasons,
    state: row.state,
    standing: row.standing,
    priority: row.priority,
    headline: row.headline,
    team: row.team,
    claimBy: row.claim_by,
    offeredTo: row.offered_to,
    offerEndsAt: row.offer_ends_at,
    claimedBy: row.claimed_by,
    claimedAt: row.claimed_at,
    notice: row.notice,
    touchedAt: row.touched_at,
    card: cardOf(row),
    mergedInto: row.merged_into,
    holdId: row.hold_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    changedAt: row.changed_at,
    records: row.records,
  };
}

function cardOf(row: LeadRow): Lead['card'] {
  const { card_target: target, card_channel: channel, card_ts: ts, card_hash: hash, card_list: list } = row;
  if (target === null) return null;
  const posted = channel === null || ts === null || hash === null ? null : { channel, ts, hash };
  return { target, posted, ...(list === null ? {} : { list: String(list) }) };
}

/** What `/lead show` finds a lead by. */
export function searchText(facts: Prisma.Sql, email: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`lower(concat_ws(' ', ${facts}->'lead'->>'name', ${facts}->'lead'->>'first_name',
    ${facts}->'lead'->>'last_name', ${facts}->'company'->>'name', ${email}))`;
}
