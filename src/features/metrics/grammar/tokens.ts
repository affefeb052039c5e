// Cuts what somebody typed into words, quoted texts and signs, each with its place, so that a word that is not understood
// can be named and put right in the midst of the rest.

export interface Token {
  readonly kind: 'word' | 'quoted' | 'sign';
  /** As typed, without quotes. */
  readonly text: string;
  /** Lower case, cut at `_`, `-` and `/`: what names are compared with. Empty for quoted texts and signs. */
  readonly parts: readonly string[];
  /** Place in the typed text. */
  readonly start: number;
  readonly end: number;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', "'": "'", '‘': '’' };
const SIGNS = ['..', '!=', '<>', '==', '->', '=', '≠', '→', '(', ')', ',', '?', '!', ';', ':'] as const;
/** Signs that end a word by being whole: the dash of `w-shaped` and the stop of `acme.com` do not. */
const INNER_SIGNS = ['->', '..'] as const;
/** Where a word ends: at space, at a sign, at a quote that opens. */
const WORD_END = /[\s=≠→(),?!;:"“”„<>]/u;

/** A quote that is not closed is taken as a sign, and named as what is not understood. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/u.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = quoted(text, at) ?? sign(text, at) ?? word(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** The words of a name: `mql_to_sql`, `Cost per Lead` and `w-shaped` alike. */
export function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[\s_\-/]+/u)
    .filter((part) => part !== '');
}

/** A word without the ending that makes it a plural, so that `lead` is found by `leads`. */
export function stemOf(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Names that differ in nothing but case, separators and plural are the same. */
export function keyOf(name: string): string {
  return wordsOf(name).map(stemOf).join(' ');
}

function quoted(text: string, start: number): Token | null {
  const closing = CLOSING[text.charAt(start)];
  if (closing === undefined) return null;
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign !== closing) value += sign;
    // A doubled quote is one of the text.
    else if (text.charAt(at + 1) === closing && closing === '"') value += text.charAt((at += 1));
    else return { kind: 'quoted', text: value, parts: [], start, end: at + 1 };
  }
  return null;
}

function sign(text: string, start: number): Token | null {
  const found = SIGNS.find((each) => text.startsWith(each, start));
  if (found === undefined) return null;
  const arrow = found === '->' || found === '→';
  return { kind: 'sign', text: found, parts: arrow ? ['to'] : [], start, end: start + found.length };
}

function word(text: string, start: number): Token {
  let end = start + 1;
  while (
    end < text.length &&
    !WORD_END.test(text.charAt(end)) &&
    !INNER_SIGNS.some((each) => text.startsWith(each, end))
  )
    end += 1;
  const typed = text.slice(start, end);
  // A full stop ends a sentence, and is no part of its last word.
  const whole = typed.length > 1 ? typed.replace(/\.$/u, '') : typed;
  return { kind: 'word', text: whole, parts: wordsOf(whole), start, end };
}
