// Slack's user groups with their members, in one call.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { SlackGroup } from '#ports/messenger.ts';
import type { SlackClient } from './client.ts';

const Groups = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      name: z.string(),
      date_delete: z.number().default(0),
      users: z.array(SlackUserId).default([]),
    }),
  ),
});

/** Throws Fault as every call to Slack does. */
export async function readGroups(slack: SlackClient): Promise<readonly SlackGroup[]> {
  const { usergroups } = await slack.call('usergroups.list', { include_users: true, include_disabled: true }, Groups);
  return usergroups.map(({ id, handle, name, date_delete, users }) => {
    const active = date_delete === 0;
    return { id, handle, name, members: active ? users : [], active };
  });
}
