// Goes through the tokens of a question and takes out what it knows, wherever that stands. What is left over is the
// caller's to name.
import { readAt } from './clauses.ts';
import type { Vocabulary } from './context.ts';
import { emptyDraft, once, trouble } from './draft.ts';
import type { Draft, Scanned } from './draft.ts';
import { daysIn } from './period-dates.ts';
import type { Token } from './tokens.ts';

export interface Manner {
  /** Words that mean nothing here. */
  readonly quiet: ReadonlySet<string>;
  /** Where KPIs are named: typed, the first one is meant; said, the one that is named most clearly. */
  readonly said: boolean;
}

export function scan(text: string, tokens: readonly Token[], vocabulary: Vocabulary, manner: Manner): Scanned {
  const draft = emptyDraft();
  const taken = takeKpi(draft, tokens, vocabulary, manner.said);
  const left: number[] = [];
  for (let at = 0; at < tokens.length;) {
    const kpiTokens = taken?.at === at ? taken.tokens : 0;
    const used = kpiTokens || readAt(draft, tokens, at, vocabulary);
    if (used === 0 && !isQuiet(tokens[at], manner.quiet)) left.push(at);
    at += Math.max(1, used);
  }
  draft.left = readDays(draft, text, tokens, left, vocabulary);
  return draft;
}

/** A longer name goes before a shorter one that begins with it. */
function takeKpi(
  draft: Draft,
  tokens: readonly Token[],
  { kpis }: Vocabulary,
  said: boolean,
): { readonly at: number; readonly tokens: number } | null {
  const found = tokens.flatMap((_, at) => {
    const here = kpis.at(tokens, at);
    return here === null ? [] : [{ ...here, at }];
  });
  const [best] = said ? found.toSorted((one, two) => clarity(two) - clarity(one) || one.at - two.at) : found;
  draft.kpi = best?.value.metric ?? null;
  return best ?? null;
}

function clarity({ value, tokens }: { readonly value: { readonly proper: boolean }; readonly tokens: number }): number {
  return (value.proper ? 1 : 0) + tokens;
}

function isQuiet(token: Token | undefined, quiet: ReadonlySet<string>): boolean {
  return token !== undefined && token.kind !== 'quoted' && quiet.has(token.text.toLowerCase());
}

/** Looks for days in what nobody understood so far. Answers what is left after that. */
function readDays(
  draft: Draft,
  text: string,
  tokens: readonly Token[],
  left: readonly number[],
  { rules }: Vocabulary,
): readonly Token[] {
  const unread = new Set(left);
  for (const row of rowsOf(left)) {
    const [first, last] = [tokens[row[0] ?? 0], tokens[row.at(-1) ?? 0]];
    if (first === undefined || last === undefined) continue;
    const days = daysIn(text.slice(first.start, last.end), rules);
    if (days === null) continue;
    const place = { start: first.start + days.start, end: first.start + days.end };
    for (const index of row) {
      const token = tokens[index];
      if (token !== undefined && token.end > place.start && token.start < place.end) unread.delete(index);
    }
    if (days.found.kind === 'period') once(draft, 'period', days.found.period, 'period');
    else
      trouble(
        draft,
        days.found.because,
        days.found.instead.map((by) => ({ ...place, by })),
      );
  }
  return tokens.filter((_, index) => unread.has(index));
}

/** Rows of indexes that follow one another. */
function rowsOf(indexes: readonly number[]): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (const index of indexes) {
    const row = rows.at(-1);
    if (row !== undefined && row.at(-1) === index - 1) row.push(index);
    else rows.push([index]);
  }
  return rows;
}
