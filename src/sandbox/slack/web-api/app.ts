// The app itself: auth.*, oauth.v2.access, apps.connections.open; and reactions.add.
import { findMessage, replaceMessage } from '../world/messages.ts';
import type { Json } from '../world/wire.ts';
import { ApiError, required } from './method.ts';
import type { Call, Methods } from './method.ts';
import { channelOf } from './targets.ts';

export const appMethods: Methods = {
  'auth.test': { tier: 'special', token: 'bot', run: test },
  'auth.revoke': { tier: 'tier3', token: 'bot', run: revoke },
  'oauth.v2.access': { tier: 'tier4', token: 'none', run: access },
  'apps.connections.open': { tier: 'tier1', token: 'app', scope: 'connections:write', run: connect },
  'reactions.add': { tier: 'tier3', token: 'bot', scope: 'reactions:write', run: react },
};

function test({ world, url }: Call): Json {
  const { teamId, teamName, botUserId, botId } = world.identity;
  return {
    url: `${url}/`,
    team: teamName,
    user: world.users.get(botUserId)?.name,
    team_id: teamId,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

function revoke({ world, token, args, tellApp }: Call): Json {
  if (args['test'] === true || args['test'] === 'true') return { revoked: false };
  world.tokens.set(token.token, { ...token, revoked: true });
  tellApp({ type: 'tokens_revoked', tokens: { oauth: [], bot: [world.identity.botUserId] } });
  return { revoked: true };
}

/** Any code is good once, for the client that this workspace knows. Whoever installs the app again makes its token good again. */
function access(call: Call): Json {
  const { clientId, clientSecret, botToken, teamId, teamName, appId, botUserId } = call.world.identity;
  if (required(call, 'client_id') !== clientId) throw new ApiError('invalid_client_id');
  if (required(call, 'client_secret') !== clientSecret) throw new ApiError('bad_client_secret');
  const code = required(call, 'code');
  if (call.world.usedCodes.has(code)) throw new ApiError('code_already_used');
  call.world.usedCodes.set(code, true);
  const token = call.world.tokens.get(botToken);
  if (token?.revoked) call.world.tokens.set(botToken, { ...token, revoked: false, uninstalled: false });
  const installer = [...call.world.users.values()].find((user) => !user.isBot && !user.deleted);
  return {
    access_token: botToken,
    token_type: 'bot',
    scope: [...(token?.scopes ?? [])].join(','),
    bot_user_id: botUserId,
    app_id: appId,
    team: { id: teamId, name: teamName },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: installer?.id },
  };
}

function connect({ url, openSocketLink }: Call): Json {
  return { url: `${url.replace(/^http/u, 'ws')}${openSocketLink()}` };
}

function react(call: Call): Json {
  const channel = channelOf(call);
  const message = findMessage(call.world, channel.id, required(call, 'timestamp'));
  if (!message) throw new ApiError('message_not_found');
  const name = required(call, 'name').replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/u.test(name)) throw new ApiError('invalid_name');
  const { botUserId } = call.world.identity;
  const others = (message.reactions ?? []).filter((reaction) => reaction.name !== name);
  const users = message.reactions?.find((reaction) => reaction.name === name)?.users ?? [];
  if (users.includes(botUserId)) throw new ApiError('already_reacted');
  const reaction = { name, users: [...users, botUserId], count: users.length + 1 };
  replaceMessage(call.world, { ...message, reactions: [...others, reaction] });
  return {};
}
