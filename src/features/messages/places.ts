// Where a message goes: the channel that the playbook names, by the id it had when it was first found, else the fallback.
// What is wrong with a channel is told to ops once, until something can be posted there again.
import { ChannelId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { ChannelProblem, Messenger } from '#ports/messenger.ts';
import type { IntentOutcome, OutboxWriter } from '#ports/outbox.ts';
import { opsIntent } from './intents.ts';
import type { Cause } from './intents.ts';
import type { ChannelStore } from './store.ts';

export interface PlaceDeps {
  readonly stores: { readonly channels: ChannelStore };
  readonly messenger: Pick<Messenger, 'channelNamed'>;
  readonly clock: Clock;
}

export interface Place {
  /** As the playbook names it. */
  readonly name: string;
  readonly channel: ChannelId;
  /** What was wrong with it when a message was last meant for it. */
  readonly trouble: string | null;
}

/** Where what is wrong with a channel is kept, and said. */
export interface PlaceTx {
  readonly channels: ChannelStore;
  readonly outbox: OutboxWriter;
}

export type Sent<Tx> = IntentOutcome<Tx> | { readonly kind: 'undeliverable'; readonly because: ChannelProblem };
export type Placed<Tx> = IntentOutcome<Tx> | { readonly kind: 'nowhere'; readonly problems: readonly string[] };

/** Sends to the first of these channels that takes it; `send` is told what was wrong with those before. */
export async function atFirstPlace<Tx>(
  deps: PlaceDeps,
  names: readonly string[],
  send: (place: Place, problems: readonly string[]) => Promise<Sent<Tx>>,
): Promise<Placed<Tx>> {
  const problems: string[] = [];
  for (const name of new Set(names)) {
    const place = await placeNamed(deps, name);
    if (place === null) {
      problems.push(`${name} does not exist, or the app cannot see it`);
      continue;
    }
    let sent = await send(place, problems);
    // The id may be of a channel that was archived or deleted, and another bears its name by now.
    const other = sent.kind === 'undeliverable' ? await lookUp(deps, name) : null;
    if (other !== null && other !== place.channel) sent = await send({ ...place, channel: other }, problems);
    if (sent.kind !== 'undeliverable') return sent;
    problems.push(`${name}: ${wordsOf(sent.because)}`);
  }
  return { kind: 'nowhere', problems };
}

/** `not_in_channel` as people read it. */
export function wordsOf(problem: ChannelProblem): string {
  return problem.replaceAll('_', ' ');
}

/** Null when there is no such channel that the app can see. */
export async function placeNamed(deps: PlaceDeps, name: string): Promise<Place | null> {
  const known = await deps.stores.channels.find(channelKey(name));
  const channel = known.channel ?? (await lookUp(deps, name));
  return channel === null ? null : { name, channel, trouble: known.trouble };
}

async function lookUp({ stores, messenger, clock }: PlaceDeps, name: string): Promise<ChannelId | null> {
  const channel = await messenger.channelNamed(name);
  if (channel !== null && !ChannelId.safeParse(name).success) {
    await stores.channels.keep(channelKey(name), channel, clock.now());
  }
  return channel;
}

/** How the stores call the channel that the playbook names so. */
export function channelKey(name: string): string {
  return ChannelId.safeParse(name).success ? name : name.replace(/^#/u, '').toLowerCase();
}

/** Once for each kind of trouble with a channel, not once a message. `what` goes on from "Cards for #sales ". */
export async function tellTrouble(
  tx: PlaceTx,
  name: string,
  problems: readonly string[],
  what: string,
  cause: Cause,
): Promise<void> {
  if (!(await tx.channels.setTrouble(channelKey(name), problems.join('; '), cause.at))) return;
  const text = `Cards for ${name} ${what}: ${problems.join('; ')}. Create the channel or invite the app to it.`;
  await tx.outbox.put(opsIntent(`channel:${name}:${what}:${cause.at.toISOString()}`, { text, hold: null }, cause));
}

/** Something was posted there: the next trouble is news again. */
export async function endTrouble(tx: Pick<PlaceTx, 'channels'>, { name, trouble }: Place): Promise<void> {
  if (trouble !== null) await tx.channels.clearTrouble(channelKey(name));
}
