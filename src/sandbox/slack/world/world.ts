// The workspace's whole state in one place. It mints ids and timestamps and tells who listens what changed; rules live beside it.
import { EventEmitter } from 'node:events';
import type { Clock } from '#ports/clock.ts';
import type { Change, ChangeInput } from './changes.ts';
import type { NewMessage } from './messages.ts';
import type { Channel, PrivateNote, StoredFile, Token, User, UserGroup, WireMessage, WireView } from './wire.ts';

export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Times in seconds of the workspace's clock. */
export interface ScheduledMessage {
  readonly postAt: number;
  readonly createdAt: number;
  readonly message: NewMessage;
}

export interface World {
  readonly identity: Identity;
  readonly clock: Clock;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  readonly userGroups: Map<string, UserGroup>;
  readonly tokens: Map<string, Token>;
  /** OAuth codes that were exchanged for a token. */
  readonly usedCodes: Map<string, true>;
  /** By channel, oldest first. */
  readonly messages: Map<string, WireMessage[]>;
  /** By `ts`. */
  readonly notes: Map<string, PrivateNote>;
  readonly views: Map<string, WireView>;
  /** A person's open modals, the one on top last. */
  readonly modals: Map<string, string[]>;
  /** A person's Home tab. */
  readonly homes: Map<string, string>;
  readonly files: Map<string, StoredFile>;
  /** The last message that a person has seen of a conversation, by person and conversation with a space between. */
  readonly reads: Map<string, string>;
  /** By id. */
  readonly scheduled: Map<string, ScheduledMessage>;
  /** What the last timestamp and id were made of. */
  readonly minted: { lastMicros: number; ids: number };
  /** The last 10,000 changes, oldest first. */
  readonly history: Change[];
  readonly emitter: EventEmitter;
  readonly mintTs: () => string;
  readonly mintId: (prefix: string) => string;
}

const KEPT_CHANGES = 10_000;

export function createWorld(identity: Identity, clock: Clock): World {
  const minted = { lastMicros: 0, ids: 0 };
  return {
    identity,
    clock,
    users: new Map(),
    channels: new Map(),
    userGroups: new Map(),
    tokens: new Map(),
    usedCodes: new Map(),
    messages: new Map(),
    notes: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    reads: new Map(),
    scheduled: new Map(),
    minted,
    history: [],
    emitter: new EventEmitter().setMaxListeners(100),
    mintTs: () => {
      const micros = Math.max(clock.now().getTime() * 1_000, minted.lastMicros + 1);
      minted.lastMicros = micros;
      return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
    },
    mintId: (prefix) => {
      minted.ids += 1;
      return `${prefix}${minted.ids
        .toString(36)
        .toUpperCase()
        .padStart(10 - prefix.length, '0')}`;
    },
  };
}

/** Records a change and tells every listener. */
export function announce(world: World, input: ChangeInput): void {
  const seq = (world.history.at(-1)?.seq ?? 0) + 1;
  const change: Change = { ...input, seq, at: world.clock.now().toISOString() };
  world.history.push(change);
  if (world.history.length > KEPT_CHANGES) world.history.shift();
  world.emitter.emit('change', change);
}
