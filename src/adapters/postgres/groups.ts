// Slack's user groups as last looked at.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { SlackGroup } from '#ports/messenger.ts';
import type { GroupStore } from '#features/people/store.ts';
import type { Queries } from './client.ts';

const GroupRow = z.object({
  handle: z.string(),
  groupId: z.string(),
  name: z.string(),
  members: z.array(SlackUserId),
  active: z.boolean(),
});

export function createGroupStore(db: Queries): GroupStore {
  return {
    async group(handle) {
      const row = await db.slackGroup.findUnique({ where: { handle } });
      return row === null ? null : toGroup(row);
    },
    async any() {
      return (await db.slackGroup.findFirst({ select: { handle: true } })) !== null;
    },
    async putGroups(groups, now) {
      const rows = groups.map(({ id: groupId, handle, name, members, active }) => ({
        handle,
        groupId,
        name,
        members: [...members],
        active,
      }));
      await db.$executeRaw`
        WITH given AS (
          SELECT DISTINCT ON (handle) * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            AS given (handle text, "groupId" text, name text, members text[], active bool)
          ORDER BY handle, active DESC
        ), gone AS (
          DELETE FROM slack_group WHERE handle NOT IN (SELECT handle FROM given)
        )
        INSERT INTO slack_group (handle, group_id, name, members, active, refreshed_at)
        SELECT handle, "groupId", name, members, active, ${now} FROM given
        ON CONFLICT (handle) DO UPDATE SET (group_id, name, members, active, refreshed_at) =
          (EXCLUDED.group_id, EXCLUDED.name, EXCLUDED.members, EXCLUDED.active, EXCLUDED.refreshed_at)`;
    },
  };
}

function toGroup(row: unknown): SlackGroup {
  const { groupId: id, ...group } = GroupRow.parse(row);
  return { id, ...group };
}
