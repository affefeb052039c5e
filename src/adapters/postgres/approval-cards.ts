// Where the cards of a request are.
import { z } from 'zod';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { ApprovalCardStore } from '#features/approvals/store.ts';
import type { Queries } from './client.ts';

const Row = z.object({
  place: z.union([z.literal('channel'), SlackUserId]),
  channel: ChannelId.nullable(),
  ts: z.string().nullable(),
  hash: z.string().nullable(),
});

export function createApprovalCardStore(db: Queries): ApprovalCardStore {
  return {
    async of(id) {
      const rows = await db.approvalCard.findMany({ where: { approvalId: id }, orderBy: { place: 'asc' } });
      return rows.map((row) => {
        const { place, channel, ts, hash } = Row.parse(row);
        const posted = channel === null || ts === null || hash === null ? null : { channel, ts, hash };
        return { place, posted };
      });
    },
    async add(id, place) {
      const added = await db.$executeRaw`
        INSERT INTO approval_card (approval_id, place) VALUES (${id}, ${place}) ON CONFLICT DO NOTHING`;
      return added === 1;
    },
    async set(id, place, { channel, ts, hash }) {
      await db.$executeRaw`
        INSERT INTO approval_card (approval_id, place, channel, ts, hash)
        VALUES (${id}, ${place}, ${channel}, ${ts}, ${hash})
        ON CONFLICT (approval_id, place) DO UPDATE SET (channel, ts, hash) =
          (EXCLUDED.channel, EXCLUDED.ts, EXCLUDED.hash)`;
    },
  };
}
