// Fills a new world from the options: people, the bot, channels, groups, tokens.
import { Fault } from '#kernel/errors.ts';
import type { SlackSandboxOptions } from './options.ts';
import { DEFAULT_BOT_SCOPES } from './options.ts';
import type { User } from './wire.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

export function seedWorld(options: SlackSandboxOptions): World {
  const world = createWorld(
    {
      teamId: options.team?.id ?? 'T0SANDBOX1',
      teamName: options.team?.name ?? 'Sandbox',
      teamDomain: options.team?.domain ?? 'sandbox',
      appId: 'A0SANDBOX1',
      botId: 'B0SANDBOX1',
      botUserId: 'U0SANDBOX1',
      botToken: options.botToken ?? 'xoxb-sandbox',
      signingSecret: options.signingSecret ?? 'sandbox-signing-secret',
      clientId: options.clientId ?? '1.1',
      clientSecret: options.clientSecret ?? 'sandbox-client-secret',
    },
    options.clock ?? { now: () => new Date() },
  );
  seedTokens(world, options);
  seedPeople(world, options);
  seedChannels(world, options);
  for (const group of options.userGroups ?? []) {
    const id = group.id ?? world.mintId('S');
    const users = group.members.map((member) => userNamed(world, member).id);
    world.userGroups.set(id, { id, handle: group.handle, name: group.name ?? group.handle, users, disabledAt: 0 });
  }
  return world;
}

function seedTokens(world: World, options: SlackSandboxOptions): void {
  const bot = world.identity.botToken;
  const scopes = new Set(options.botScopes ?? DEFAULT_BOT_SCOPES);
  world.tokens.set(bot, { token: bot, kind: 'bot', scopes, revoked: false });
  const app = options.appToken ?? 'xapp-sandbox';
  world.tokens.set(app, { token: app, kind: 'app', scopes: new Set(['connections:write']), revoked: false });
}

function seedPeople(world: World, options: SlackSandboxOptions): void {
  const { botUserId } = world.identity;
  world.users.set(botUserId, {
    id: botUserId,
    name: 'signalbox',
    realName: 'Signalbox',
    timezone: 'Etc/UTC',
    isBot: true,
    isAdmin: false,
    isGuest: false,
    deleted: false,
  });
  for (const seed of options.users ?? [{ name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.test' }]) {
    const id = seed.id ?? world.mintId('U');
    world.users.set(id, {
      id,
      name: seed.name,
      realName: seed.realName ?? seed.name,
      timezone: seed.timezone ?? 'Europe/Berlin',
      isBot: false,
      isAdmin: seed.isAdmin ?? false,
      isGuest: seed.isGuest ?? false,
      deleted: seed.deleted ?? false,
      ...(seed.email === undefined ? {} : { email: seed.email }),
    });
  }
}

function seedChannels(world: World, options: SlackSandboxOptions): void {
  const everyone = [...world.users.values()].filter((user) => !user.isBot && !user.deleted).map((user) => user.id);
  for (const seed of options.channels ?? [{ name: 'general' }]) {
    const id = seed.id ?? world.mintId('C');
    const members = new Set(seed.members?.map((member) => userNamed(world, member).id) ?? everyone);
    if (seed.botIsMember ?? true) members.add(world.identity.botUserId);
    world.channels.set(id, {
      id,
      name: seed.name.replace(/^#/u, ''),
      kind: seed.private ? 'private' : 'public',
      topic: seed.topic ?? '',
      archived: seed.archived ?? false,
      members,
    });
  }
}

/** A user by id or by name. Throws `not_found`. */
export function userNamed(world: World, nameOrId: string): User {
  const name = nameOrId.replace(/^@/u, '');
  const user = world.users.get(nameOrId) ?? [...world.users.values()].find((each) => each.name === name);
  if (!user) throw new Fault('not_found', `There is no user ${nameOrId} in the sandbox workspace.`);
  return user;
}
