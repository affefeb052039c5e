// Which conversation an address means for this person. Pure.
import type { SeenConversation, Snapshot } from '#sandbox/web/protocol.ts';
import { APP_HOME, APP_MESSAGES, CHANNEL_LIST } from '../frame/address.ts';

export type Place =
  /** `joined`: whether it is in their sidebar; if not they may look and join. */
  | { readonly kind: 'conversation'; readonly conversation: SeenConversation; readonly joined: boolean }
  | { readonly kind: 'home' }
  /** The app's messages, before there are any. */
  | { readonly kind: 'app' }
  /** Nothing of this name that they can see. */
  | { readonly kind: 'nowhere'; readonly name: string }
  /** They are in no conversation at all. */
  | { readonly kind: 'none' };

/** Where everybody begins who may. */
const FIRST = 'enterprise-leads';

export function placeOf(snapshot: Snapshot, channel: string | null): Place {
  if (channel === APP_HOME) return { kind: 'home' };
  if (channel === APP_MESSAGES) {
    const direct = directOf(snapshot);
    return direct === undefined ? { kind: 'app' } : { kind: 'conversation', conversation: direct, joined: true };
  }
  if (channel === null || channel === CHANNEL_LIST) return firstPlace(snapshot);
  const joined = find(snapshot.conversations, channel);
  if (joined !== undefined) return { kind: 'conversation', conversation: joined, joined: true };
  const other = find(snapshot.others, channel);
  if (other !== undefined) return { kind: 'conversation', conversation: other, joined: false };
  return { kind: 'nowhere', name: channel };
}

/** The direct conversation with the app. */
export function directOf({ conversations }: Snapshot): SeenConversation | undefined {
  return conversations.find(({ kind }) => kind === 'im');
}

/** What `channel` in an address says of this conversation. */
export function channelParam({ id, name, kind }: SeenConversation): string {
  if (kind === 'im') return APP_MESSAGES;
  return name === '' ? id : name;
}

function firstPlace({ conversations }: Snapshot): Place {
  const first = find(conversations, FIRST) ?? conversations.find(({ kind }) => kind !== 'im') ?? conversations[0];
  return first === undefined ? { kind: 'none' } : { kind: 'conversation', conversation: first, joined: true };
}

function find(conversations: readonly SeenConversation[], channel: string): SeenConversation | undefined {
  return conversations.find(({ id, name }) => id === channel || name === channel);
}
