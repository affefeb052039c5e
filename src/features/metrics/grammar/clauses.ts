// The parts of a question beside its KPI: conditions, a split, a comparison, a model, steps, a period. Each reader says how
// many tokens it took; 0: none.
import { ATTRIBUTION_MODELS } from '../metric.ts';
import { GRAINS } from '../question.ts';
import type { Comparison } from '../question.ts';
import { unitNamed } from './calendar-words.ts';
import type { Vocabulary } from './context.ts';
import { once, trouble } from './draft.ts';
import type { Draft } from './draft.ts';
import { periodAt } from './period-words.ts';
import { anyOf, phrasesOf } from './phrases.ts';
import type { Token } from './tokens.ts';
import { valueNamed } from './values.ts';
import { conditionAt, withCondition } from './where-clause.ts';
import type { Condition } from './where-clause.ts';
import {
  BY_PHRASES,
  GRAIN_WORDS,
  LAST_YEAR_PHRASES,
  MODEL_WORDS,
  NO_COMPARISON_PHRASES,
  PREVIOUS_PHRASES,
  VERSUS_PHRASES,
  WHERE_PHRASES,
  YEAR_OVER_YEAR_PHRASES,
} from './words.ts';

const BY = anyOf(BY_PHRASES);
const WHERE = anyOf([...WHERE_PHRASES, 'and']);
const VERSUS = anyOf(VERSUS_PHRASES);
const YEAR_OVER_YEAR = anyOf(YEAR_OVER_YEAR_PHRASES);
const COMPARED: ReturnType<typeof phrasesOf<Comparison | 'none'>> = phrasesOf<Comparison | 'none'>([
  ...PREVIOUS_PHRASES.map((phrase) => [phrase, 'previous'] as const),
  ...LAST_YEAR_PHRASES.map((phrase) => [phrase, 'last_year'] as const),
  ...NO_COMPARISON_PHRASES.map((phrase) => [phrase, 'none'] as const),
]);
const STEPS = phrasesOf(GRAINS.map((grain) => [GRAIN_WORDS[grain], grain] as const));
const MODELS = phrasesOf(MODEL_WORDS);

/** What begins at a token. */
export function readAt(draft: Draft, tokens: readonly Token[], at: number, vocabulary: Vocabulary): number {
  return (
    readCondition(draft, tokens, at, vocabulary) ||
    readSplit(draft, tokens, at, vocabulary) ||
    readComparison(draft, tokens, at) ||
    readModel(draft, tokens, at) ||
    readGrain(draft, tokens, at) ||
    readPeriod(draft, tokens, at, vocabulary)
  );
}

function readCondition(draft: Draft, tokens: readonly Token[], at: number, { dimensions, values }: Vocabulary): number {
  const opened = WHERE.at(tokens, at)?.tokens ?? 0;
  const found =
    conditionAt(tokens, at + opened, dimensions, values) ?? bareCondition(tokens, at + opened, dimensions, values);
  if (found === null) return 0;
  if (found.kind === 'wrong') trouble(draft, found.because, found.swaps);
  else take(draft, found.condition);
  return opened + found.tokens;
}

/** `country DE`: a dimension and a value that it has. */
function bareCondition(
  tokens: readonly Token[],
  at: number,
  dimensions: Vocabulary['dimensions'],
  values: Vocabulary['values'],
): ReturnType<typeof conditionAt> {
  const named = dimensions.at(tokens, at);
  const next = named === null ? undefined : tokens[at + named.tokens];
  if (named === null || next === undefined || next.kind === 'sign') return null;
  const value = valueNamed(values, named.value, next.text);
  if (value === null) return null;
  const condition = { dimension: named.value, values: [value], not: false };
  return { kind: 'condition', condition, tokens: named.tokens + 1 };
}

/** A model is no dimension that rows have: `where model = linear` says how amounts are shared. */
function take(draft: Draft, condition: Condition): void {
  const [value = ''] = condition.values;
  if (condition.dimension !== 'model') {
    draft.where = withCondition(draft.where, condition);
    return;
  }
  const model = MODELS.all.get(value.toLowerCase().replaceAll(/[_-]/gu, ' '));
  if (condition.not || condition.values.length !== 1 || model === undefined) {
    trouble(draft, `Say one model: model ${ATTRIBUTION_MODELS.join(', ')}. All of them: by model.`, []);
  } else once(draft, 'model', model, 'model');
}

function readSplit(draft: Draft, tokens: readonly Token[], at: number, { dimensions }: Vocabulary): number {
  const opened = BY.at(tokens, at)?.tokens ?? 0;
  if (opened === 0) return 0;
  const first = splitAt(draft, tokens, at + opened, dimensions);
  if (first === 0) return 0;
  let used = opened + first;
  // `by source, month` and `by month and source`.
  while (tokens[at + used]?.text === ',' || tokens[at + used]?.text.toLowerCase() === 'and') {
    const next = conditionFollows(tokens, at + used + 1, dimensions)
      ? 0
      : splitAt(draft, tokens, at + used + 1, dimensions);
    if (next === 0) break;
    used += 1 + next;
  }
  return used;
}

function conditionFollows(tokens: readonly Token[], at: number, dimensions: Vocabulary['dimensions']): boolean {
  return conditionAt(tokens, at, dimensions, new Map()) !== null;
}

function splitAt(draft: Draft, tokens: readonly Token[], at: number, dimensions: Vocabulary['dimensions']): number {
  const unit = unitNamed(tokens[at]?.text.toLowerCase() ?? '');
  if (unit !== null && unit !== 'year') {
    once(draft, 'grain', unit, 'kind of step');
    return 1;
  }
  const found = dimensions.at(tokens, at);
  if (found === null) return 0;
  once(draft, 'by', found.value, 'split');
  return found.tokens;
}

function readComparison(draft: Draft, tokens: readonly Token[], at: number): number {
  const wholly = YEAR_OVER_YEAR.at(tokens, at);
  if (wholly !== null) {
    once(draft, 'compare', 'last_year', 'comparison');
    return wholly.tokens;
  }
  const opened = VERSUS.at(tokens, at)?.tokens ?? 0;
  if (opened === 0) return 0;
  const found = COMPARED.at(tokens, at + opened);
  if (found !== null) {
    once(draft, 'compare', found.value, 'comparison');
    return opened + found.tokens;
  }
  const article = tokens[at + opened]?.text.toLowerCase() === 'the' ? 1 : 0;
  const words = [0, 1].map((place) => tokens[at + opened + article + place]?.text.toLowerCase() ?? '');
  const unit = unitNamed(words[1] ?? '');
  if (unit === null || !['last', 'previous', 'prior'].includes(words[0] ?? '')) return 0;
  // Against last month asks for the month before, whatever this one is called.
  once(draft, 'compare', 'previous', 'comparison');
  return opened + article + 2;
}

function readModel(draft: Draft, tokens: readonly Token[], at: number): number {
  const word = tokens[at]?.text.toLowerCase() ?? '';
  const opened = ['model', 'using'].includes(word) ? 1 : 0;
  const found = MODELS.at(tokens, at + opened);
  if (found === null) return 0;
  once(draft, 'model', found.value, 'model');
  const closing = opened === 0 && tokens[at + found.tokens]?.text.toLowerCase() === 'model' ? 1 : 0;
  return opened + found.tokens + closing;
}

function readGrain(draft: Draft, tokens: readonly Token[], at: number): number {
  const found = STEPS.at(tokens, at);
  if (found === null) return 0;
  once(draft, 'grain', found.value, 'kind of step');
  return found.tokens;
}

function readPeriod(draft: Draft, tokens: readonly Token[], at: number, { rules }: Vocabulary): number {
  const found = periodAt(tokens, at, rules);
  if (found === null) return 0;
  if (found.kind === 'period') once(draft, 'period', found.period, 'period');
  else {
    const place = { start: tokens[at]?.start ?? 0, end: tokens[at + found.tokens - 1]?.end ?? 0 };
    trouble(
      draft,
      found.because,
      found.instead.map((by) => ({ ...place, by })),
    );
  }
  return found.tokens;
}
