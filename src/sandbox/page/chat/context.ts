// What every part of one pane's client needs: the pane, names for ids, ways to another place, toasts.
import { computed } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SeenConversation, SeenPerson } from '#sandbox/web/protocol.ts';
import type { Names } from '../blocks/surface.ts';
import type { PaneAddress } from '../frame/address.ts';
import type { Pane } from '../live/pane.ts';
import { createToasts } from './toast-queue.ts';
import type { Toasts } from './toast-queue.ts';

/** Ways of one pane through the page's address. */
export interface Ways {
  readonly address: ReadonlySignal<PaneAddress>;
  hrefOf(change: Partial<PaneAddress>): string;
  goTo(change: Partial<PaneAddress>): void;
  /** Shows another person in this pane. */
  become(persona: string): void;
  /** Opens a second pane for another person, or closes this one where it is the second. */
  readonly openBeside: ((persona: string) => void) | null;
  readonly closePane: (() => void) | null;
}

export interface Chat {
  readonly pane: Pane;
  readonly ways: Ways;
  /** Keeps its identity until a name changes or an hour has passed, so that messages are not drawn again for less. */
  readonly names: ReadonlySignal<Names>;
  readonly people: ReadonlySignal<ReadonlyMap<string, SeenPerson>>;
  readonly toasts: Toasts;
  /** What stands unsent in each composer, by conversation and thread. */
  readonly drafts: Map<string, string>;
}

const HOUR_MS = 3_600_000;
const NOBODY: readonly SeenPerson[] = [];

export function createChat(pane: Pane, ways: Ways, now: ReadonlySignal<Date>): Chat {
  const hour = computed(() => Math.floor(now.value.getTime() / HOUR_MS));
  const everybody = computed(() => pane.snapshot.value?.people ?? NOBODY);
  let last: Names | null = null;
  const names = computed<Names>(() => {
    const { snapshot } = pane;
    const conversations = [...(snapshot.value?.conversations ?? []), ...(snapshot.value?.others ?? [])];
    const people = everybody.value;
    const self = snapshot.value?.as;
    const at = new Date(hour.value * HOUR_MS);
    if (last !== null && last.people === people && last.self === self?.id && last.now.getTime() === at.getTime()) {
      if (sameNames(last.conversations, conversations)) return last;
    }
    last = {
      people,
      conversations,
      now: at,
      ...(self === undefined ? {} : { self: self.id, timezone: self.timezone }),
    };
    return last;
  });
  return {
    pane,
    ways,
    names,
    people: computed(() => new Map(everybody.value.map((person) => [person.id, person]))),
    toasts: createToasts(),
    drafts: new Map(),
  };
}

function sameNames(before: readonly SeenConversation[], now: readonly SeenConversation[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ id, name, archived }, at) => {
      const other = now[at];
      return other?.id === id && other.name === name && other.archived === archived;
    })
  );
}

export const ChatContext = createContext<Chat | null>(null);

/** For parts of a pane alone. */
export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (chat === null) throw new Error('this part of the chat is drawn outside of a pane');
  return chat;
}
