// The parts that every interaction payload shares.
import { payloadChannelName } from '../world/conversations.ts';
import type { Channel, Json, User } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export function commonPayload(world: World, user: User): Json {
  const { teamId, teamDomain, appId } = world.identity;
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: teamId },
    api_app_id: appId,
    token: 'sandbox-verification-token',
    team: { id: teamId, domain: teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelPayload(channel: Channel): Json {
  return { channel: { id: channel.id, name: payloadChannelName(channel) } };
}
