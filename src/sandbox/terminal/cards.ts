// The cards in the workspace, numbered in the order in which they appear: whatever the app posts with buttons on it.
import { Fault } from '#kernel/errors.ts';
import type { WireMessage } from '../slack/world/wire.ts';
import { buttonsOf, rowOf, rowsIn } from './render-blocks.ts';

export interface Cards {
  /** The card's number if this message is one; it keeps it as long as the message lives. */
  number(message: WireMessage): number | null;
  /**
   * The card as it is now, of a list one row alone if told. Throws Fault `not_found` for a number that no card or row
   * has, or whose message is gone.
   */
  get(number: number, row?: number): WireMessage;
  forget(message: WireMessage): void;
  /** Of a workspace that began anew; numbers begin at 1 again. */
  forgetAll(): void;
  /** By number. */
  all(): readonly (readonly [number: number, card: WireMessage])[];
}

export function createCards(): Cards {
  const messages = new Map<number, WireMessage>();
  const numbers = new Map<string, number>();
  let last = 0;
  return {
    number(message) {
      const key = keyOf(message);
      const known = numbers.get(key);
      if (known === undefined && !isCard(message)) return null;
      const number = known ?? (last += 1);
      numbers.set(key, number);
      messages.set(number, message);
      return number;
    },
    get(number, row) {
      const card = messages.get(number);
      if (card === undefined) {
        throw new Fault('not_found', last === 0 ? 'No card has come yet.' : `There is no card ${number}; see open.`);
      }
      if (row === undefined) return card;
      const blocks = rowOf(card.blocks ?? [], row);
      if (blocks.length > 0) return { ...card, blocks };
      throw new Fault('not_found', `Card ${number} has no row ${row}; it has ${rowsIn(card.blocks ?? [])}.`);
    },
    forget(message) {
      const number = numbers.get(keyOf(message));
      if (number !== undefined) messages.delete(number);
    },
    forgetAll() {
      messages.clear();
      numbers.clear();
      last = 0;
    },
    all: () => [...messages],
  };
}

function keyOf({ channel, ts }: WireMessage): string {
  return `${channel} ${ts}`;
}

function isCard({ bot_id: bot, thread_ts: thread, ts, blocks = [] }: WireMessage): boolean {
  return bot !== undefined && (thread === undefined || thread === ts) && buttonsOf(blocks).length > 0;
}
