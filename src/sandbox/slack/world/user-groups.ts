// User groups: made, renamed, filled, emptied, switched off and on again, as an owner of the workspace does.
// Source: docs.slack.dev/reference/objects/usergroup-object
import { userNamed } from './seed.ts';
import type { Json, UserGroup } from './wire.ts';
import { announce } from './world.ts';
import type { World } from './world.ts';

export interface GroupChanges {
  readonly name?: string | undefined;
  /** Names or ids of users; whoever is missing leaves. */
  readonly members?: readonly string[] | undefined;
  /** A disabled group keeps its members, and nobody can mention it. */
  readonly disabled?: boolean | undefined;
}

/** Changes the group of this handle, or makes it. Throws `not_found` for a member who is not in the workspace. */
export function changeGroup(world: World, handle: string, { name, members, disabled }: GroupChanges): void {
  const before = [...world.userGroups.values()].find((group) => group.handle === handle);
  const users = members === undefined ? (before?.users ?? []) : members.map((member) => userNamed(world, member).id);
  const now = Math.floor(world.clock.now().getTime() / 1000);
  const disabledAt = disabled === undefined ? (before?.disabledAt ?? 0) : disabled ? now : 0;
  const id = before?.id ?? world.mintId('S');
  const group: UserGroup = { id, handle, name: name ?? before?.name ?? handle, users, disabledAt };
  world.userGroups.set(id, group);
  if (!before) {
    announce(world, { kind: 'group_changed', group: id, how: 'created' });
    return;
  }
  const added = users.filter((user) => !before.users.includes(user));
  const removed = before.users.filter((user) => !users.includes(user));
  if (group.name !== before.name || disabledAt !== before.disabledAt) {
    announce(world, { kind: 'group_changed', group: id, how: 'updated' });
  }
  if (added.length + removed.length > 0) {
    announce(world, { kind: 'group_changed', group: id, how: 'members', added, removed });
  }
}

/** As Slack shows it in lists and events. */
export function shownGroup({ identity }: World, { id, handle, name, users, disabledAt }: UserGroup): Json {
  return {
    id,
    team_id: identity.teamId,
    is_usergroup: true,
    is_subteam: true,
    handle,
    name,
    description: '',
    date_delete: disabledAt,
    user_count: users.length,
  };
}
