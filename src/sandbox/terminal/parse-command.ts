// What a person types at the prompt. Pure: a line in, a command or a hint out.
import leven from 'leven';
import { Duration } from '#kernel/time.ts';

export type Server = 'hubspot' | 'salesforce' | 'slack';

/** A card by its number, or of a list one row: `3`, `3.7`. */
interface OnCard {
  readonly card: number;
  readonly row?: number;
}

export type Command =
  | (OnCard & { readonly kind: 'press'; readonly button: string; readonly by: string })
  | (OnCard & { readonly kind: 'why'; readonly by: string })
  | (OnCard & {
      readonly kind: 'form';
      readonly button: string;
      readonly by: string;
      readonly answers: Answers;
    })
  | {
      readonly kind: 'slash';
      readonly command: string;
      readonly text: string;
      readonly by: string;
      readonly channel: string;
    }
  | (OnCard & { readonly kind: 'grab'; readonly crm: 'hubspot' | 'salesforce'; readonly by: string })
  | { readonly kind: 'break' | 'mend'; readonly server: Server }
  | { readonly kind: 'clock'; readonly ms: number }
  /** All reps press Claim at the same moment. */
  | (OnCard & { readonly kind: 'race' })
  | (OnCard & { readonly kind: 'show' })
  | { readonly kind: 'open' | 'lead' | 'pause' | 'go' | 'help' | 'quit' | 'nothing' }
  | { readonly kind: 'unclear'; readonly hint: string };

/** What goes into a form: a choice of its menu, a colleague, free text. */
export interface Answers {
  readonly choice: string | null;
  readonly person: string | null;
  readonly text: string | null;
}

/** Whoever nobody named. */
const DEFAULT_PERSON = 'ana';
const DEFAULT_CHANNEL = 'general';

const SIMPLE = ['open', 'lead', 'pause', 'go', 'help', 'quit'] as const;
const ON_A_CARD = [
  'claim',
  'release',
  'why',
  'not-a-fit',
  'hand-over',
  'touch',
  'grab',
  'show',
  'race',
  'press',
] as const;
const OTHERS = ['break', 'mend', 'clock'] as const;
const SERVERS: readonly string[] = ['hubspot', 'salesforce', 'slack'] satisfies Server[];

export function parseCommand(line: string): Command {
  const text = line.trim().replace(/\s+/gu, ' ');
  if (text === '') return { kind: 'nothing' };
  if (text.startsWith('/')) return parseSlash(text);
  const [first = '', ...words] = text.split(' ');
  const verb = first.toLowerCase();
  const simple = SIMPLE.find((each) => each === verb);
  if (simple !== undefined) return { kind: simple };
  const onCard = ON_A_CARD.find((each) => each === verb);
  if (onCard !== undefined) return parseOnCard(onCard, words);
  if (verb === 'clock') return parseClock(words[0] ?? '');
  if (verb === 'break' || verb === 'mend') return parseServer(verb, words[0]?.toLowerCase() ?? '');
  const near = nearest(verb, [...SIMPLE, ...ON_A_CARD, ...OTHERS]);
  return unclear(
    near === null ? `"${shortened(first)}" is not a command; try help.` : `Did you mean ${near}? Try help.`,
  );
}

function parseOnCard(verb: (typeof ON_A_CARD)[number], words: readonly string[]): Command {
  const on = parsePlace(words[0] ?? '');
  if (on === null) return unclear(`Which card? For example: ${verb} 1, or ${verb} 1.7 for row 7 of a list`);
  const { by, to, where, rest } = optionsOf(words.slice(1));
  const [choice = null, ...more] = rest;
  const text = more.length === 0 ? null : more.join(' ');
  switch (verb) {
    case 'claim':
      return { kind: 'press', ...on, button: 'Claim', by };
    case 'release':
      return { kind: 'press', ...on, button: 'Release', by };
    case 'press':
      return rest.length === 0
        ? unclear('Which button? For example: press 1 2 as ana')
        : { kind: 'press', ...on, button: rest.join(' '), by };
    case 'why':
      return { kind: 'why', ...on, by };
    case 'show':
    case 'race':
      return { kind: verb, ...on };
    case 'not-a-fit':
      return { kind: 'form', ...on, button: 'Not a fit', by, answers: { choice, person: null, text } };
    case 'touch':
      return { kind: 'form', ...on, button: 'Log a touch', by, answers: { choice, person: null, text } };
    case 'hand-over':
      return to === null
        ? unclear('To whom? For example: hand-over 1 to bo as ana')
        : { kind: 'form', ...on, button: 'Hand over', by, answers: { choice: null, person: to, text: null } };
    case 'grab':
      return where === 'hubspot' || where === 'salesforce'
        ? { kind: 'grab', ...on, crm: where, by }
        : unclear('Where? For example: grab 1 in hubspot as bo');
  }
}

function parsePlace(word: string): OnCard | null {
  const [, card, row] = /^([1-9]\d*)(?:\.([1-9]\d*))?$/u.exec(word) ?? [];
  if (card === undefined) return null;
  return row === undefined ? { card: Number(card) } : { card: Number(card), row: Number(row) };
}

interface Options {
  readonly by: string;
  readonly to: string | null;
  readonly where: string | null;
  readonly rest: readonly string[];
}

/** `to bo`, `as ana`, `in hubspot` before any free text, which may hold the same words. */
function optionsOf(words: readonly string[]): Options {
  const found: Record<string, string> = {};
  let at = 0;
  for (; at + 1 < words.length; at += 2) {
    const name = words[at]?.toLowerCase() ?? '';
    if (!['to', 'as', 'in'].includes(name) || name in found) break;
    found[name] = (words[at + 1] ?? '').toLowerCase().replace(/^@/u, '');
  }
  const rest = words.slice(at);
  // `press 1 2 as ana`, `touch 1 call as ana`: a person at the very end is nobody's free text.
  const last = rest.at(-2)?.toLowerCase() === 'as' && !('as' in found) ? rest.at(-1) : undefined;
  return {
    by: found['as'] ?? last?.toLowerCase().replace(/^@/u, '') ?? DEFAULT_PERSON,
    to: found['to'] ?? null,
    where: found['in'] ?? null,
    rest: last === undefined ? rest : rest.slice(0, -2),
  };
}

/** `/lead mine as ana in #revops`. */
function parseSlash(text: string): Command {
  const parts = /^(\/\S+)(.*?)(?: in #(\S+))?(?: as @?(\S+))?(?: in #(\S+))?$/u.exec(text);
  const [, command = text, args = '', before, person, after] = parts ?? [];
  return {
    kind: 'slash',
    command,
    text: args.trim(),
    by: person?.toLowerCase() ?? DEFAULT_PERSON,
    channel: before ?? after ?? DEFAULT_CHANNEL,
  };
}

function parseClock(text: string): Command {
  const parsed = Duration.safeParse(text.replace(/^\+/u, ''));
  return parsed.success
    ? { kind: 'clock', ms: parsed.data }
    : unclear('By how much? For example: clock +1d, clock +15m');
}

function parseServer(kind: 'break' | 'mend', server: string): Command {
  return SERVERS.includes(server)
    ? { kind, server: server as Server }
    : unclear(`Which one? ${SERVERS.map((each) => `${kind} ${each}`).join(', ')}`);
}

function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known.map((each) => ({ each, far: leven(word, each) })).sort((one, two) => one.far - two.far);
  return best !== undefined && best.far <= (word.length < 5 ? 1 : 2) ? best.each : null;
}

function shortened(word: string): string {
  return word.length > 30 ? `${word.slice(0, 30)}…` : word;
}

function unclear(hint: string): Command {
  return { kind: 'unclear', hint };
}
