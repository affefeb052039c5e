// A typed question read: `pipeline_sourced last quarter by source vs previous`. What is not understood is named, and
// questions are proposed that would be.
import type { Refusal } from '../answer.ts';
import type { Metric } from '../metric.ts';
import { GRAINS } from '../question.ts';
import type { Comparison, Period, Question } from '../question.ts';
import { corrections, swapsFor } from './corrections.ts';
import type { Read } from './corrections.ts';
import { vocabularyOf } from './context.ts';
import type { Grounds, Vocabulary } from './context.ts';
import { periodAt } from './period-words.ts';
import { usualPeriod } from '../usual-period.ts';
import { questionText, shortText } from './question-text.ts';
import { scan } from './scan.ts';
import type { Scanned } from './draft.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';
import type { Swap } from './where-clause.ts';
import { DIMENSION_WORDS, GRAIN_WORDS, MODEL_WORDS, QUIET_WORDS } from './words.ts';

export interface Understood {
  readonly kind: 'question';
  readonly question: Question;
}

const TYPED = { quiet: QUIET_WORDS, said: false };
const MAX_CHARACTERS = 1000;
/** Join what is understood, and mean nothing by themselves. */
const GLUE = new Set(['and', 'from', 'on', 'at', 'with', 'as', 'to', '.', '-', '(', ')']);
const PERIOD_WORDS = ['this', 'last', 'today', 'yesterday', 'day', 'days', 'week', 'weeks', 'month', 'months'];
const KEYWORDS = ['by', 'where', 'and', 'not', 'in', 'vs', 'previous', 'quarter', 'quarters', 'year', 'years', 'since'];

/** Reads a typed question; refuses with the reason in words and with whole questions that would be understood. */
export function parseQuestion(text: string, grounds: Grounds): Understood | Refusal {
  if (text.length > MAX_CHARACTERS) return refuse(`A question may have ${MAX_CHARACTERS} characters.`);
  const vocabulary = vocabularyOf(grounds);
  const read = readText(text, vocabulary, grounds.defaultPeriod);
  if (read.kind === 'question') return read;
  const again = (other: string): Read => {
    const result = readText(other, vocabulary, grounds.defaultPeriod);
    return result.kind === 'question' ? { kind: 'read', text: shortText(result.question) } : result;
  };
  return refuse(read.because, corrections(text, read.swaps, again));
}

/** A question out of what was found; null without a KPI. */
export function questionOf(found: Scanned, vocabulary: Vocabulary, defaultPeriod?: string): Question | null {
  if (found.kpi === null) return null;
  const period = found.period ?? periodFor(found.kpi, vocabulary, defaultPeriod);
  return {
    kpi: found.kpi.id,
    period,
    grain: found.grain,
    by: found.by,
    where: found.where,
    compare: comparisonOf(found.compare, period),
    model: found.model,
  };
}

export function refuse(because: string, suggestions: readonly string[] = []): Refusal {
  return { kind: 'refused', because, suggestions };
}

function readText(
  text: string,
  vocabulary: Vocabulary,
  defaultPeriod: string | undefined,
): Understood | { readonly kind: 'swaps'; readonly because: string; readonly swaps: readonly Swap[] } {
  const found = scan(text, tokensOf(text), vocabulary, TYPED);
  const [trouble] = found.troubles;
  const left = found.left.filter(({ kind, text: word }) => kind === 'quoted' || !GLUE.has(word.toLowerCase()));
  const question = questionOf(found, vocabulary, defaultPeriod);
  if (question !== null && trouble === undefined && left.length === 0) return { kind: 'question', question };
  const known = knownWords(vocabulary);
  if (question === null) {
    const because = left.length === 0 ? 'Say which KPI.' : `No KPI is called ${listed(left)}.`;
    return { kind: 'swaps', because, swaps: swapsFor(left, known, true) };
  }
  if (trouble !== undefined) return { kind: 'swaps', ...trouble };
  const second = vocabulary.kpis.at(left, 0);
  if (second !== null) {
    const because = `Ask for one KPI at a time: ${question.kpi} or ${second.value.metric.id}.`;
    return { kind: 'swaps', because, swaps: oneEach(text, question, second.value.metric) };
  }
  if (left.some(({ text: word }) => word.toLowerCase() === 'or')) {
    return { kind: 'swaps', because: '“or” joins values of one dimension: country in (DE, US).', swaps: [] };
  }
  return { kind: 'swaps', because: `I do not understand ${listed(left)}.`, swaps: swapsFor(left, known, false) };
}

/** The same question with either KPI. */
function oneEach(text: string, question: Question, second: Metric): readonly Swap[] {
  const whole = { start: 0, end: text.length };
  return [question, { ...question, kpi: second.id }].map((each) => ({ ...whole, by: questionText(each) }));
}

function listed(left: readonly Token[]): string {
  const words: string[] = [];
  for (const [index, token] of left.entries()) {
    const before = left[index - 1];
    const follows = before !== undefined && token.start - before.end <= 1;
    if (follows) words.push(`${words.pop() ?? ''} ${token.text}`);
    else words.push(token.text);
  }
  return words.map((each) => `“${each}”`).join(' and ');
}

function knownWords({ kpis }: Vocabulary): { readonly phrases: readonly string[]; readonly kpis: readonly string[] } {
  const grains = GRAINS.map((grain) => GRAIN_WORDS[grain]);
  const phrases = [...DIMENSION_WORDS.keys(), ...MODEL_WORDS.keys(), ...grains, ...PERIOD_WORDS, ...KEYWORDS];
  return { phrases, kpis: [...kpis.all.keys()] };
}

/**
 * @param words of the period where the text names none; undefined: what tells most of this KPI. A conversion keeps the period
 *   that tells most of it, as the newest is too young to be counted.
 */
function periodFor(metric: Metric, { rules, windowMs }: Vocabulary, words: string | undefined): Period {
  if (words === undefined || metric.formula.kind === 'conversion') return usualPeriod(windowMs, metric, rules);
  const found = periodAt(tokensOf(words), 0, rules);
  if (found?.kind === 'period') return found.period;
  throw new RangeError(`"${words}" is no period`);
}

/** Everything there ever was has nothing before it. */
function comparisonOf(said: Scanned['compare'], period: Period): Comparison | null {
  if (said === 'none' || period.words === 'all time') return null;
  return said ?? 'previous';
}
