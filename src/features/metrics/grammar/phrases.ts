// Finds phrases of a vocabulary in a row of tokens: whole tokens only, the longest phrase first.
import { stemOf, wordsOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Longest phrase that is looked for, in words. */
const MAX_WORDS = 8;

export interface Phrases<T> {
  /** The longest phrase that begins at a token, and how many tokens it takes. */
  at(tokens: readonly Token[], index: number): { readonly value: T; readonly tokens: number } | null;
  readonly all: ReadonlyMap<string, T>;
}

/** What is named first keeps a phrase that is named twice. */
export function phrasesOf<T>(entries: Iterable<readonly [phrase: string, value: T]>): Phrases<T> {
  const byKey = new Map<string, T>();
  const all = new Map<string, T>();
  for (const [phrase, value] of entries) {
    const key = wordsOf(phrase).map(stemOf).join(' ');
    if (!byKey.has(key)) byKey.set(key, value);
    if (!all.has(phrase)) all.set(phrase, value);
  }
  return {
    all,
    at(tokens, index) {
      const words: string[] = [];
      let best: { readonly value: T; readonly tokens: number } | null = null;
      for (let end = index; end < tokens.length; end += 1) {
        const parts = tokens[end]?.parts ?? [];
        if (parts.length === 0) break;
        words.push(...parts.map(stemOf));
        if (words.length > MAX_WORDS) break;
        const value = byKey.get(words.join(' '));
        if (value !== undefined) best = { value, tokens: end - index + 1 };
      }
      return best;
    },
  };
}

/** Phrases that all mean the same. */
export function anyOf(phrases: readonly string[]): Phrases<true> {
  return phrasesOf(phrases.map((phrase) => [phrase, true] as const));
}
