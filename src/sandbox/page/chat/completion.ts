// What the composer offers while one types: commands, what follows them, people, channels. Pure.
import type { SeenConversation, SeenPerson, SlashCommand } from '#sandbox/web/protocol.ts';
import { ranked } from './ranking.ts';

export interface Offer {
  readonly key: string;
  /** What stands in the composer instead of what was typed. */
  readonly insert: string;
  readonly label: string;
  readonly about: string;
  /** Of a person: whose avatar is shown. */
  readonly person?: SeenPerson;
}

export interface Offers {
  readonly kind: 'command' | 'usage' | 'person' | 'channel';
  readonly title: string;
  /** The part of the text that an offer replaces. */
  readonly from: number;
  readonly to: number;
  readonly offers: readonly Offer[];
}

export interface Completable {
  readonly commands: readonly SlashCommand[];
  readonly people: readonly SeenPerson[];
  readonly channels: readonly SeenConversation[];
  /** Commands are for conversations, not for threads. */
  readonly inThread: boolean;
}

const MOST = 8;
const TO_MANY: readonly (readonly [string, string])[] = [
  ['here', 'Notify everyone online in this channel'],
  ['channel', 'Notify everyone in this channel'],
];

/** Null where there is nothing to offer at the caret. */
export function offersAt(text: string, caret: number, known: Completable): Offers | null {
  const typed = text.slice(0, caret);
  const offers = commandOffers(typed, known) ?? nameOffers(typed, known);
  return offers === null || offers.offers.length === 0 ? null : offers;
}

function commandOffers(typed: string, { commands, inThread }: Completable): Offers | null {
  if (inThread || !typed.startsWith('/') || typed.includes('\n')) return null;
  const space = typed.indexOf(' ');
  if (space === -1) {
    const found = ranked(commands, typed.slice(1), ({ command }) => [command.slice(1)]);
    const offers = found.map(({ command, description, usage }) => ({
      key: command,
      insert: `${command} `,
      label: command,
      about: [description, usage].filter((part) => part !== '').join('  ·  '),
    }));
    return { kind: 'command', title: 'Commands', from: 0, to: typed.length, offers };
  }
  const command = commands.find((each) => each.command === typed.slice(0, space));
  const rest = typed.slice(space + 1);
  if (command === undefined || /[@#][\w.-]*$/u.test(rest)) return null;
  const fitting = usagesOf(command.usage).filter((usage) => {
    const words = fixedWords(usage);
    return usage.toLowerCase().startsWith(rest.toLowerCase()) || rest.startsWith(`${words} `);
  });
  const offers = fitting.map((usage) => ({
    key: usage,
    insert: rest.startsWith(fixedWords(usage)) ? rest : `${fixedWords(usage)}${takesMore(usage) ? ' ' : ''}`,
    label: `${command.command} ${usage}`,
    about: '',
  }));
  return { kind: 'usage', title: command.description, from: space + 1, to: typed.length, offers };
}

/** A usage hint's ways: `open | audit [lead NAME | since 2h]` has two. */
export function usagesOf(usage: string): readonly string[] {
  const ways: string[] = [];
  let depth = 0;
  let way = '';
  for (const part of usage.split(/(\[|\]| \| )/u)) {
    if (part === '[') depth += 1;
    if (part === ']') depth -= 1;
    if (part === ' | ' && depth === 0) {
      ways.push(way.trim());
      way = '';
    } else {
      way += part;
    }
  }
  return [...ways, way.trim()].filter((each) => each !== '');
}

/** The words at its beginning that one types as they stand: `hand over` of `hand over NAME @colleague`. */
function fixedWords(usage: string): string {
  return /^(?:[a-z]+(?: |$))*/u.exec(usage)?.[0].trim() ?? '';
}

function takesMore(usage: string): boolean {
  return fixedWords(usage) !== usage;
}

function nameOffers(typed: string, { people, channels }: Completable): Offers | null {
  const found = /(?:^|[\s(])([@#])([\w.-]*)$/u.exec(typed);
  if (found === null) return null;
  const [, mark, part = ''] = found;
  const range = { from: typed.length - part.length - 1, to: typed.length };
  if (mark === '#') {
    const fitting = ranked(
      channels.filter(({ kind }) => kind !== 'im'),
      part,
      ({ name }) => [name],
    );
    const offers = fitting.map(({ id, name, topic }) => ({
      key: id,
      insert: `#${name} `,
      label: `#${name}`,
      about: topic,
    }));
    return { kind: 'channel', title: 'Channels', ...range, offers: offers.slice(0, MOST) };
  }
  const there = people.filter(({ deleted }) => !deleted);
  const fitting = ranked(there, part, ({ name, realName }) => [name, realName]);
  const many = ranked(TO_MANY, part, ([name]) => [name]);
  const offers = [
    ...fitting.map((person) => ({
      key: person.id,
      insert: `@${person.name} `,
      label: person.realName,
      about: person.isBot ? 'App' : person.role,
      person,
    })),
    ...many.map(([name, about]) => ({ key: name, insert: `@${name} `, label: `@${name}`, about })),
  ];
  return { kind: 'person', title: 'People', ...range, offers: offers.slice(0, MOST) };
}
