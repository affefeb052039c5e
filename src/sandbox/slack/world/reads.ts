// What each person has seen of each conversation. Marks only move forward; what they add up to is counted by who shows it.
import { Fault } from '#kernel/errors.ts';
import type { WireMessage } from './wire.ts';
import { announce } from './world.ts';
import type { World } from './world.ts';

const TS = /^\d{1,12}\.\d{6}$/u;

/** Marks everything up to `ts` as seen; an older mark than there is changes nothing. Throws `invalid_input`. */
export function markRead(world: World, userId: string, channelId: string, ts: string): void {
  if (!TS.test(ts)) throw new Fault('invalid_input', `${ts} is not the ts of a message.`);
  if (Number(ts) <= Number(lastRead(world, userId, channelId))) return;
  world.reads.set(`${userId} ${channelId}`, ts);
  announce(world, { kind: 'conversation_read', user: userId, channel: channelId, ts });
}

/** The `ts` up to which this person has seen the conversation; `0` where they never looked. */
export function lastRead(world: World, userId: string, channelId: string): string {
  return world.reads.get(`${userId} ${channelId}`) ?? '0';
}

/** Whoever says something in a conversation has seen what was said before; a word in a thread tells nothing of that. */
export function markOwn(world: World, { user, channel, ts, thread_ts: thread }: WireMessage): void {
  if (thread === undefined) markRead(world, user, channel, ts);
}
