// The workspace as tests, terminals and the control API hold it: people to act as, what there is to see, what an admin can do.
import { Fault } from '#kernel/errors.ts';
import { personIn } from './people/person.ts';
import type { Person } from './people/person.ts';
import type { Act, Scene } from './people/scene.ts';
import type { Change } from './world/changes.ts';
import { channelNamed } from './world/conversations.ts';
import { findMessage, repliesTo } from './world/messages.ts';
import { pingsOf } from './world/pings.ts';
import { userNamed } from './world/seed.ts';
import { changeGroup } from './world/user-groups.ts';
import type { GroupChanges } from './world/user-groups.ts';
import type { Channel, PrivateNote, StoredFile, Token, User, UserGroup, WireMessage } from './world/wire.ts';
import { announce } from './world/world.ts';
import type { Identity, ScheduledMessage, World } from './world/world.ts';

/** People and channels go by id or name. Unknown ones throw a Fault `not_found`. */
export interface Workspace {
  readonly as: (person: string) => Person;
  /** What the workspace is called. */
  readonly team: () => string;
  readonly users: () => readonly User[];
  readonly userGroups: () => readonly UserGroup[];
  readonly file: (id: string) => StoredFile | undefined;
  readonly channels: () => readonly Channel[];
  readonly channel: (channel: string) => Channel;
  /** All messages of a channel, replies included, oldest first. */
  readonly messages: (channel: string) => readonly WireMessage[];
  readonly thread: (channel: string, ts: string) => readonly WireMessage[];
  /** Whom this message pings: user and group ids, `here`, `channel`, `everyone`. */
  readonly pings: (channel: string, ts: string) => readonly string[];
  /** What was shown to one person alone, whoever it was, oldest first. */
  readonly notes: () => readonly PrivateNote[];
  /** What is behind it all, to look at and not to change. */
  readonly inside: () => Inside;
  /** Calls back with every change from now on; answers how to stop it. */
  readonly onChange: (listener: (change: Change) => void) => () => void;
  /** Calls back with every click and command that the app took or should have taken; answers how to stop it. */
  readonly onAct: (listener: (act: Act) => void) => () => void;
  /** The last 10,000 changes whose `seq` is above `after`. */
  readonly changes: (after?: number) => readonly Change[];
  readonly setArchived: (channel: string, archived: boolean) => void;
  readonly setDeactivated: (person: string, deactivated: boolean) => void;
  /** Null takes the status away. */
  readonly setStatus: (person: string, status: User['status'] | null) => void;
  /** Changes the user group of this handle, or makes it. */
  readonly setGroup: (handle: string, changes: GroupChanges) => void;
  readonly setTokenRevoked: (token: string, revoked: boolean) => void;
  readonly setScopes: (token: string, scopes: readonly string[]) => void;
  /** Removes the app: its bot token dies, it hears `tokens_revoked` and `app_uninstalled`, and of nothing that people do. */
  readonly uninstall: () => Promise<void>;
}

interface Inside {
  readonly identity: Identity;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly reads: ReadonlyMap<string, string>;
  readonly scheduled: ReadonlyMap<string, ScheduledMessage>;
}

export function createWorkspace(scene: Scene): Workspace {
  const { world } = scene;
  return {
    as: (person) => personIn(scene, person),
    team: () => world.identity.teamName,
    users: () => [...world.users.values()],
    userGroups: () => [...world.userGroups.values()],
    file: (id) => world.files.get(id),
    channels: () => [...world.channels.values()],
    channel: (channel) => channelNamed(world, channel),
    messages: (channel) => [...(world.messages.get(channelNamed(world, channel).id) ?? [])],
    thread: (channel, ts) => repliesTo(world, messageAt(world, channel, ts)),
    pings: (channel, ts) => pingsOf(messageAt(world, channel, ts)),
    notes: () => [...world.notes.values()],
    inside: () => world,
    onChange: (listener) => {
      world.emitter.on('change', listener);
      return () => world.emitter.off('change', listener);
    },
    onAct: (listener) => {
      world.emitter.on('act', listener);
      return () => world.emitter.off('act', listener);
    },
    changes: (after = 0) => world.history.filter((change) => change.seq > after),
    ...adminOf(scene),
  };
}

function messageAt(world: World, channel: string, ts: string): WireMessage {
  const message = findMessage(world, channelNamed(world, channel).id, ts);
  if (!message) throw new Fault('not_found', `There is no message ${ts} in ${channel}.`);
  return message;
}

type Admin = Pick<
  Workspace,
  'setArchived' | 'setDeactivated' | 'setStatus' | 'setGroup' | 'setTokenRevoked' | 'setScopes' | 'uninstall'
>;

function adminOf({ world, deliver }: Scene): Admin {
  function tokenCalled(token: string): void {
    if (!world.tokens.has(token)) throw new Fault('not_found', 'There is no such token in the sandbox workspace.');
  }
  function change(token: string, part: Partial<Omit<Token, 'token' | 'kind'>>): void {
    tokenCalled(token);
    const known = world.tokens.get(token);
    if (known) world.tokens.set(token, { ...known, ...part });
  }
  return {
    setArchived: (name, archived) => {
      const channel = channelNamed(world, name);
      world.channels.set(channel.id, { ...channel, archived });
      announce(world, { kind: 'conversation_changed', channel: channel.id });
    },
    setDeactivated: (name, deleted) => {
      const user = userNamed(world, name);
      world.users.set(user.id, { ...user, deleted });
      announce(world, { kind: 'person_changed', user: user.id });
    },
    setStatus: (name, status) => {
      const { status: _before, ...user } = userNamed(world, name);
      world.users.set(user.id, status ? { ...user, status } : user);
      announce(world, { kind: 'person_changed', user: user.id });
    },
    setGroup: (handle, changes) => changeGroup(world, handle, changes),
    setTokenRevoked: (token, revoked) => change(token, { revoked, uninstalled: false }),
    setScopes: (token, scopes) => change(token, { scopes: new Set(scopes) }),
    uninstall: async () => {
      change(world.identity.botToken, { revoked: true, uninstalled: true });
      await deliver.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [world.identity.botUserId] } });
      await deliver.event({ type: 'app_uninstalled' });
    },
  };
}
