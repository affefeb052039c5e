// Writes a question the way it can be typed, always the same way: parsing the text gives the question again.
import type { Question } from '../question.ts';
import { GRAIN_WORDS } from './words.ts';
import { BY_PHRASES, VERSUS_PHRASES } from './words.ts';

/** Would be read as something else than a value. */
const RESERVED: ReadonlySet<string> = new Set(
  [...BY_PHRASES, ...VERSUS_PHRASES, 'and', 'or', 'not', 'in', 'is', 'where', 'model', 'using'].map((word) =>
    word.toLowerCase(),
  ),
);
/** Needs no quotes. */
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{N}_@+-]*(?:\.[\p{L}\p{N}_@+-]+)*$/u;

export function questionText(question: Question): string {
  const { kpi, period, grain, by, where, model, compare } = question;
  return [
    kpi,
    period.words,
    ...(grain === null ? [] : [GRAIN_WORDS[grain]]),
    ...(by === null ? [] : [`by ${by}`]),
    ...(where.length === 0 ? [] : [`where ${where.map(conditionText).join(' and ')}`]),
    ...(model === null ? [] : [`model ${model}`]),
    `vs ${compare ?? 'none'}`,
  ].join(' ');
}

/** As it is named to people: without what is understood when nothing is said. */
export function shortText(question: Question): string {
  return questionText(question).replace(/ vs (?:none|previous)$/u, '');
}

/** The same question about these very days, as they were when it was answered. */
export function frozen(question: Question): Question {
  const { from, to } = question.period;
  return { ...question, period: { ...question.period, words: from === to ? from : `${from}..${to}` } };
}

function conditionText({ dimension, values, not }: Question['where'][number]): string {
  const [only = ''] = values;
  if (values.length === 1) return `${dimension} ${not ? '!=' : '='} ${valueText(only)}`;
  return `${dimension} ${not ? 'not in' : 'in'} (${values.map(valueText).join(', ')})`;
}

function valueText(value: string): string {
  return PLAIN.test(value) && !RESERVED.has(value.toLowerCase()) ? value : `"${value.replaceAll('"', '""')}"`;
}
