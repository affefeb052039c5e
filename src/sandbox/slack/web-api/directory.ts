// Who there is: users.*, usergroups.*, team.info, bots.info.
import { profileOf } from '../world/profile.ts';
import { shownGroup } from '../world/user-groups.ts';
import type { Json, User } from '../world/wire.ts';
import { ApiError, flag, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';
import { pageOf } from './pages.ts';

export const directoryMethods: Methods = {
  'users.info': { tier: 'tier4', token: 'bot', scope: 'users:read', run: info },
  'users.list': { tier: 'tier2', token: 'bot', scope: 'users:read', run: list },
  'users.lookupByEmail': { tier: 'tier3', token: 'bot', scope: 'users:read.email', run: lookupByEmail },
  'usergroups.list': { tier: 'tier2', token: 'bot', scope: 'usergroups:read', run: groups },
  'usergroups.users.list': { tier: 'tier2', token: 'bot', scope: 'usergroups:read', run: groupMembers },
  'team.info': { tier: 'tier3', token: 'bot', scope: 'team:read', run: team },
  'bots.info': { tier: 'tier3', token: 'bot', scope: 'users:read', run: bot },
};

function info(call: Call): Json {
  const user = call.world.users.get(required(call, 'user'));
  if (!user) throw new ApiError('user_not_found');
  return { user: shown(call, user) };
}

function list(call: Call): Json {
  const { items, response_metadata } = pageOf(call, [...call.world.users.values()], { usual: 200, max: 1_000 });
  return { members: items.map((user) => shown(call, user)), response_metadata };
}

function lookupByEmail(call: Call): Json {
  const email = required(call, 'email').toLowerCase();
  const user = [...call.world.users.values()].find((each) => !each.deleted && each.email?.toLowerCase() === email);
  if (!user) throw new ApiError('users_not_found');
  return { user: shown(call, user) };
}

function groups(call: Call): Json {
  const { world } = call;
  const [withUsers, withDisabled] = [flag(call, 'include_users'), flag(call, 'include_disabled')];
  const usergroups = [...world.userGroups.values()]
    .filter(({ disabledAt }) => withDisabled || disabledAt === 0)
    .map((group) => ({ ...shownGroup(world, group), ...(withUsers ? { users: group.users } : {}) }));
  return { usergroups };
}

function groupMembers(call: Call): Json {
  const group = call.world.userGroups.get(required(call, 'usergroup'));
  if (!group || (group.disabledAt !== 0 && !flag(call, 'include_disabled'))) throw new ApiError('no_such_subteam');
  return { users: group.users.filter((id) => !call.world.users.get(id)?.deleted) };
}

function team({ world }: Call): Json {
  const { teamId, teamName, teamDomain } = world.identity;
  return { team: { id: teamId, name: teamName, domain: teamDomain, email_domain: '', icon: {} } };
}

function bot(call: Call): Json {
  const { botId, appId, botUserId } = call.world.identity;
  if ((optional(call, 'bot') ?? botId) !== botId) throw new ApiError('bot_not_found');
  const name = call.world.users.get(botUserId)?.name;
  return { bot: { id: botId, app_id: appId, user_id: botUserId, name, deleted: false, updated: 0, icons: {} } };
}

function shown({ world, token }: Call, user: User): Json {
  return profileOf(world, user, token.scopes.has('users:read.email'));
}
