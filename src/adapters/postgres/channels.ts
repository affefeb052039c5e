// The playbook's channels by id, and what is wrong with them.
import { ChannelId } from '#kernel/ids.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import type { Queries } from './client.ts';

export function createChannelStore(db: Queries): ChannelStore {
  return {
    async find(name) {
      const [row] = await db.$queryRaw<[{ channel: string | null; trouble: string | null }]>`
        SELECT (SELECT channel FROM slack_channel WHERE name = ${name}) AS channel,
          (SELECT because FROM channel_trouble WHERE name = ${name}) AS trouble`;
      return { channel: row.channel === null ? null : ChannelId.parse(row.channel), trouble: row.trouble };
    },
    async keep(name, channel, now) {
      await db.$executeRaw`
        INSERT INTO slack_channel (name, channel, resolved_at) VALUES (${name}, ${channel}, ${now})
        ON CONFLICT (name) DO UPDATE SET channel = EXCLUDED.channel, resolved_at = EXCLUDED.resolved_at`;
    },
    async setTrouble(name, because, now) {
      const changed = await db.$executeRaw`
        INSERT INTO channel_trouble AS known (name, because, since) VALUES (${name}, ${because}, ${now})
        ON CONFLICT (name) DO UPDATE SET because = EXCLUDED.because, since = EXCLUDED.since
        WHERE known.because <> EXCLUDED.because`;
      return changed === 1;
    },
    async clearTrouble(name) {
      await db.$executeRaw`DELETE FROM channel_trouble WHERE name = ${name}`;
    },
  };
}
