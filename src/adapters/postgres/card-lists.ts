// Lists of leads, and the lines that wait for their threads. Who places rows or ends the work holds the channel's lock.
import { z } from 'zod';
import { ChannelId, LeadId } from '#kernel/ids.ts';
import type { CardList } from '#features/leads/card-list.ts';
import type { CardListStore, WaitingLines } from '#features/leads/store.ts';
import type { Queries } from './client.ts';

const ListRow = z.object({
  id: z.bigint(),
  channel: ChannelId,
  note: z.string().nullable(),
  begun_at: z.date(),
  ts: z.string().nullable(),
  hash: z.string().nullable(),
  asked: z.number(),
  urgency: z.union([z.literal(0), z.literal(5), z.literal(9)]),
});

const LineRow = z.object({
  id: z.bigint(),
  thread: z.string(),
  lead_id: LeadId,
  text: z.string(),
  at: z.date(),
  message: z.string().nullable(),
});

export function createCardListStore(db: Queries): CardListStore {
  return {
    async lock(channel) {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`lists:${channel}`}, 0))`;
    },
    async place({ lead, channel, note, now, begunSince, rows }) {
      const [open] = await db.$queryRaw<{ id: bigint }[]>`
        SELECT id FROM card_list WHERE id = (
          SELECT max(id) FROM card_list WHERE channel = ${channel} AND note IS NOT DISTINCT FROM ${note}::text)
        AND size < ${rows} AND trouble IS NULL AND (ts IS NULL OR begun_at >= ${begunSince})`;
      const { id } = open ?? (await begin(db, channel, note, now));
      const placed = await db.$executeRaw`
        WITH placed AS (
          UPDATE lead SET card_list = ${id}, card_row = (SELECT size + 1 FROM card_list WHERE id = ${id})
          WHERE id = ${lead}::uuid AND card_list IS NULL AND card_ts IS NULL RETURNING id
        )
        UPDATE card_list SET size = size + 1, asked = asked + 1, urgency = CASE WHEN due_at IS NULL THEN 5
          ELSE LEAST(urgency, 5) END, due_at = LEAST(due_at, ${now})
        WHERE id = ${id} AND EXISTS (SELECT 1 FROM placed)`;
      return placed === 1;
    },
    async get(id) {
      const [row] = await db.$queryRaw<unknown[]>`SELECT * FROM card_list WHERE id = ${BigInt(id)}`;
      return row === undefined ? null : parseList(row);
    },
    async ask(id, urgency, dueAt) {
      await db.$executeRaw`
        UPDATE card_list SET asked = asked + 1, trouble = NULL, due_at = LEAST(due_at, ${dueAt}),
          urgency = CASE WHEN due_at IS NULL THEN ${urgency}::int2 ELSE LEAST(urgency, ${urgency}::int2) END
        WHERE id = ${BigInt(id)}`;
    },
    async nextDue(channel, now) {
      const [row] = await db.$queryRaw<unknown[]>`
        SELECT * FROM card_list WHERE channel = ${channel} AND due_at <= ${now} ORDER BY urgency, id LIMIT 1`;
      return row === undefined ? null : parseList(row);
    },
    async beginPost(id, now) {
      const begun = await db.$executeRaw`
        UPDATE card_list SET tried_at = ${now} WHERE id = ${BigInt(id)} AND tried_at IS NULL`;
      return begun === 0;
    },
    async setShown({ id, asked }, posted) {
      await db.$executeRaw`
        UPDATE card_list SET shown = ${asked}, ts = COALESCE(${posted?.ts ?? null}, ts),
          hash = COALESCE(${posted?.hash ?? null}, hash), due_at = CASE WHEN asked > ${asked} THEN due_at END
        WHERE id = ${BigInt(id)}`;
    },
    async repost(id) {
      await db.$executeRaw`UPDATE card_list SET ts = NULL, hash = NULL, tried_at = NULL WHERE id = ${BigInt(id)}`;
    },
    async move(id, channel, note, now) {
      await db.$executeRaw`
        UPDATE card_list SET channel = ${channel}, note = ${note}, tried_at = NULL, due_at = ${now}
        WHERE id = ${BigInt(id)} AND ts IS NULL`;
    },
    async fail(id, because) {
      await db.$executeRaw`UPDATE card_list SET trouble = ${because}, due_at = NULL WHERE id = ${BigInt(id)}`;
    },
    ...threadLines(db),
    async dueAt(channel) {
      const [{ at }] = await db.$queryRaw<[{ at: Date | null }]>`
        SELECT LEAST((SELECT min(due_at) FROM card_list WHERE channel = ${channel} AND due_at IS NOT NULL),
          (SELECT min(at) FROM thread_line WHERE channel = ${channel})) AS at`;
      return at;
    },
  };
}

async function begin(db: Queries, channel: ChannelId, note: string | null, now: Date): Promise<{ id: bigint }> {
  const [list] = await db.$queryRaw<[{ id: bigint }]>`
    INSERT INTO card_list (channel, note, begun_at, asked) VALUES (${channel}, ${note}, ${now}, 0) RETURNING id`;
  return list;
}

function parseList(selected: unknown): CardList {
  const { id, channel, note, begun_at: begunAt, ts, hash, asked, urgency } = ListRow.parse(selected);
  const posted = ts === null || hash === null ? null : { ts, hash };
  return { id: String(id), channel, note, begunAt, posted, asked, urgency };
}

function threadLines(db: Queries): Pick<CardListStore, 'addLine' | 'nextLines' | 'beginMessage' | 'removeLines'> {
  return {
    async addLine({ channel, thread, lead, text, at }) {
      await db.$executeRaw`
        INSERT INTO thread_line (channel, thread, lead_id, text, at)
        VALUES (${channel}, ${thread}, ${lead}::uuid, ${text}, ${at})`;
    },
    async nextLines(channel, limit): Promise<WaitingLines | null> {
      // What was begun goes first and as it was, so that a repeat finds the same message.
      const rows = await db.$queryRaw<unknown[]>`
        WITH first AS (
          SELECT thread, message FROM thread_line WHERE channel = ${channel} ORDER BY message IS NULL, id LIMIT 1
        )
        SELECT line.* FROM thread_line line, first
        WHERE line.channel = ${channel} AND line.thread = first.thread AND line.message IS NOT DISTINCT FROM first.message
        ORDER BY line.id LIMIT ${limit}`;
      const parsed = rows.map((row) => LineRow.parse(row));
      const [first] = parsed;
      if (first === undefined) return null;
      const lines = parsed.map(({ id, lead_id: lead, text }) => ({ id: String(id), lead, text }));
      return { thread: first.thread, message: first.message, since: first.at, lines };
    },
    async beginMessage(ids, message) {
      await db.$executeRaw`UPDATE thread_line SET message = ${message} WHERE id = ANY(${ids.map(BigInt)}::bigint[])`;
    },
    async removeLines(ids) {
      await db.$executeRaw`DELETE FROM thread_line WHERE id = ANY(${ids.map(BigInt)}::bigint[])`;
    },
  };
}
