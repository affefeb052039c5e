// Searches for what a crash or a defect left behind. Each goes by an index that holds little in a healthy database.
import { z } from 'zod';
import { ChannelId, LeadId } from '#kernel/ids.ts';
import { CRM_NAMES, CRM_OBJECTS } from '#ports/crm.ts';
import type { HoleStore } from '#features/recovery/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';

const Named = z.object({ id: LeadId });
const StuckClaim = z.object({ lead: LeadId, claim: z.string() });
const Orphan = z.object({ crm: z.enum(CRM_NAMES), object: z.enum(CRM_OBJECTS), id: z.string() });
const Stalled = z.object({ channel: ChannelId });
const Stranded = z.object({ hold: z.number(), standing: z.enum(['announced', 'mirrored']) });

/** An intent that will be carried out, or one that was given up: then it is for people, not for the sweep. */
const OPEN = Prisma.sql`state IN ('pending', 'dead')`;

/** A lead that is a row of a list message has no card of its own. */
const LACKS_CARD = Prisma.sql`card_target IS NOT NULL AND card_ts IS NULL AND card_list IS NULL
  AND standing = 'announced' AND state <> 'gone' AND state NOT IN ('converted', 'disqualified') AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE lane = 'card:' || lead.id AND kind = 'lead.card' AND outbox.state = 'pending')
  AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE lane = 'card:' || lead.id AND kind = 'lead.card' AND outbox.state = 'dead')`;

const ASSIGN_KEY = Prisma.sql`'assign:' || w.claim_id || ':' || w.crm || ':' || w.object || ':' || w.record_id`;

/** The sweep's own intents stand under a key with `sweep:` before it. */
const NOBODY_WRITES = Prisma.sql`w.outcome = 'pending' AND NOT EXISTS (
  SELECT 1 FROM outbox WHERE key IN (${ASSIGN_KEY}, 'sweep:' || ${ASSIGN_KEY}) AND ${OPEN})`;

export function createHoleStore(db: Queries): HoleStore {
  async function leads(statement: Prisma.Sql): Promise<readonly LeadId[]> {
    const rows = await db.$queryRaw<unknown[]>(statement);
    return rows.map((row) => Named.parse(row).id);
  }

  return {
    withoutCard: ({ before, limit }) =>
      leads(Prisma.sql`SELECT id FROM lead WHERE ${LACKS_CARD} AND seen_at < ${before} AND changed_at < ${before}
        ORDER BY seen_at LIMIT ${limit}`),
    async lacksCard(lead) {
      return (await leads(Prisma.sql`SELECT id FROM lead WHERE id = ${lead}::uuid AND ${LACKS_CARD}`)).length === 1;
    },
    async withStuckClaim({ before, limit }) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT lead_id AS lead, id::text AS claim FROM claim WHERE state = 'writing' AND at < ${before} AND (
          NOT EXISTS (SELECT 1 FROM claim_write w WHERE w.claim_id = claim.id AND w.outcome = 'pending')
          OR EXISTS (SELECT 1 FROM claim_write w WHERE w.claim_id = claim.id AND ${NOBODY_WRITES}))
        ORDER BY at LIMIT ${limit}`;
      return rows.map((row) => StuckClaim.parse(row));
    },
    async orphanWrites(claim) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT w.crm, w.object, w.record_id AS id FROM claim_write w
        WHERE w.claim_id = ${claim}::uuid AND ${NOBODY_WRITES} ORDER BY 1, 2, 3`;
      return rows.map((row) => ({ claim, ref: Orphan.parse(row) }));
    },
    withoutRules: ({ since, before, limit }) =>
      leads(Prisma.sql`SELECT id FROM lead WHERE seen_at >= ${since} AND seen_at < ${before} AND standing = 'announced'
          AND NOT EXISTS (SELECT 1 FROM lead_event WHERE subject = 'lead:' || lead.id)
        ORDER BY seen_at LIMIT ${limit}`),
    endedOffers: ({ since, before, limit }) =>
      leads(Prisma.sql`SELECT id FROM lead WHERE state = 'offered' AND offer_ends_at IS NOT NULL
          AND offer_ends_at >= ${since} AND offer_ends_at < ${before} AND claim_by <> 'offered'
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE key = 'offer-ended:' || lead.id || ':' || offered_to)
        ORDER BY offer_ends_at LIMIT ${limit}`),
    async strandedHolds({ since, before, limit }) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT id AS hold, state AS standing FROM import_hold
        WHERE state <> 'open' AND decided_at >= ${since} AND decided_at < ${before}
          AND EXISTS (SELECT 1 FROM lead WHERE hold_id = import_hold.id AND standing = 'held')
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE lane = 'hold:' || import_hold.id AND outbox.state = 'pending')
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE lane = 'hold:' || import_hold.id AND outbox.state = 'dead')
        ORDER BY decided_at LIMIT ${limit}`;
      return rows.map((row) => Stranded.parse(row));
    },
    async stalledChannels({ before, limit }) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT channel FROM (SELECT channel FROM card_list WHERE due_at IS NOT NULL AND due_at < ${before}
          UNION SELECT channel FROM thread_line WHERE at < ${before}) AS waiting
        WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE lane = 'lists:' || waiting.channel AND state = 'pending')
          AND NOT EXISTS (SELECT 1 FROM outbox WHERE lane = 'lists:' || waiting.channel AND state = 'dead')
        ORDER BY channel LIMIT ${limit}`;
      return rows.map((row) => Stalled.parse(row).channel);
    },
    async endImpossibleLeases() {
      const impossible = Prisma.sql`state = 'pending' AND leased_until > clock_timestamp() + interval '1 minute'`;
      const inbox = await db.$executeRaw`UPDATE inbox SET leased_until = NULL WHERE ${impossible}`;
      return inbox + (await db.$executeRaw`UPDATE outbox SET leased_until = NULL WHERE ${impossible}`);
    },
    async knowsIntent(key) {
      return (await db.$queryRaw<unknown[]>`SELECT 1 AS ok FROM outbox WHERE key = ${key}`).length === 1;
    },
    async lockSubject(subject) {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sweep:${subject}`}, 0))`;
    },
  };
}
