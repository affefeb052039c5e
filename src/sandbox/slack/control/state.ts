// Everything there is to see in the workspace, as plain JSON for a driver in another process.
import type { SlackSandbox } from '../slack-sandbox.ts';
import { pingsOf } from '../world/pings.ts';
import type { Json } from '../world/wire.ts';

export function stateOf(sandbox: SlackSandbox): Json {
  const { workspace, faults, rateLimits, subscriptions } = sandbox;
  const people = workspace.users().filter((user) => !user.isBot && !user.deleted);
  const ofEach = (look: (person: string) => unknown): Json =>
    Object.fromEntries(people.map(({ id }) => [id, look(id)]));
  const { identity, tokens, scheduled, reads, files } = workspace.inside();
  return {
    team: { id: identity.teamId, name: identity.teamName, domain: identity.teamDomain },
    app: {
      id: identity.appId,
      bot_id: identity.botId,
      bot_user_id: identity.botUserId,
      request_url: sandbox.requestUrl() ?? null,
      socket_connections: sandbox.socketConnections(),
      subscriptions: subscriptions.status(),
      rate_limits: rateLimits.mode(),
    },
    users: workspace.users(),
    user_groups: workspace.userGroups(),
    channels: workspace.channels().map((channel) => ({
      ...channel,
      members: [...channel.members],
      messages: workspace.messages(channel.id).map((message) => ({ ...message, pings: pingsOf(message) })),
    })),
    notes: workspace.notes(),
    /** Each person's open modals, the one on top last. */
    modals: ofEach((id) => workspace.as(id).modals()),
    homes: ofEach((id) => workspace.as(id).home()),
    /** By channel and `ts` with a space between. */
    chosen: ofEach((id) => workspace.as(id).chosen()),
    /** By person and channel with a space between: the `ts` up to which they have seen it. */
    reads: Object.fromEntries(reads),
    files: [...files.values()].map(({ bytes: _bytes, ...file }) => file),
    scheduled: [...scheduled].map(([id, message]) => ({ id, ...message })),
    tokens: [...tokens.values()].map((token) => ({ ...token, scopes: [...token.scopes] })),
    faults: faults.armed(),
  };
}
