// Plain words, `how many MQLs from webinars last month?`, read by the same vocabulary. Filler is passed over; every other
// word that was not used is named, so that nobody takes the answer for one to more than was understood.
import type { Refusal } from '../answer.ts';
import type { Dimension, Metric } from '../metric.ts';
import type { Question } from '../question.ts';
import { parseQuestion, questionOf, refuse } from './parse-question.ts';
import { vocabularyOf } from './context.ts';
import type { Grounds } from './context.ts';
import { shortText } from './question-text.ts';
import { scan } from './scan.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';
import { valueNamed, valuesNaming } from './values.ts';
import type { Values } from './values.ts';
import { withCondition } from './where-clause.ts';
import { FILLER_WORDS } from './words.ts';

export interface PlainlyUnderstood {
  readonly kind: 'question';
  readonly question: Question;
  /** Words that the question does not hold. */
  readonly unused: readonly string[];
  /** Other questions that these words can mean, most likely first. */
  readonly others: readonly string[];
}

/** Where a bare word is looked for, most likely first. */
const BARE: readonly Dimension[] = [
  'channel',
  'source',
  'campaign',
  'country',
  'segment',
  'team',
  'product',
  'crm',
  'format',
  'owner',
];
const SAID = { quiet: FILLER_WORDS, said: true };
const MAX_WORDS = 4;
const MOST_OTHERS = 3;

/** Reads a sentence. Refuses where it names no KPI, or asks for what cannot be. */
export function parsePlain(text: string, grounds: Grounds): PlainlyUnderstood | Refusal {
  const typed = parseQuestion(text, grounds);
  if (typed.kind === 'question') return { ...typed, unused: [], others: [] };
  const vocabulary = vocabularyOf(grounds);
  const found = scan(text, tokensOf(text), vocabulary, SAID);
  const [trouble] = found.troubles;
  if (trouble !== undefined || found.kpi === null) {
    return found.kpi === null && trouble === undefined ? noKpi(found.left, typed) : typed;
  }
  const named = bareValues(found.left, grounds.values, found.kpi);
  const where = named.conditions.reduce(withCondition, found.where);
  const question = questionOf({ ...found, where }, vocabulary, grounds.defaultPeriod);
  if (question === null) return typed;
  const others = named.others.map((other) =>
    shortText({ ...question, where: other.reduce(withCondition, found.where) }),
  );
  return { kind: 'question', question, unused: named.unused, others: others.slice(0, MOST_OTHERS) };
}

function noKpi(left: readonly Token[], typed: Refusal): Refusal {
  const words = left.map(({ text }) => `“${text}”`);
  const because =
    words.length === 0 ? 'Say which KPI.' : `I find no KPI in this. I did not understand ${words.join(', ')}.`;
  return refuse(because, typed.suggestions);
}

type Condition = Question['where'][number];

interface Named {
  readonly conditions: readonly Condition[];
  readonly unused: readonly string[];
  /** Sets of conditions that are possible as well. */
  readonly others: readonly (readonly Condition[])[];
}

/** Finds values of dimensions in words that stand alone, several words before one. */
function bareValues(left: readonly Token[], values: Values, metric: Metric): Named {
  const conditions: Condition[] = [];
  const unused: string[] = [];
  const others: (readonly Condition[])[] = [];
  for (let at = 0; at < left.length;) {
    const found = valueAt(left, at, values, metric);
    if (found === null) {
      const text = left[at]?.text;
      // A sign alone, as the bracket around something, is no word.
      if (text !== undefined && /[\p{L}\p{N}]/u.test(text)) unused.push(text);
      at += 1;
      continue;
    }
    const [best, ...rest] = found.conditions;
    others.push(...rest.map((each) => [...conditions, each]));
    if (best !== undefined) conditions.push(best);
    at += found.tokens;
  }
  return { conditions, unused, others };
}

function valueAt(
  left: readonly Token[],
  at: number,
  values: Values,
  metric: Metric,
): { readonly conditions: readonly Condition[]; readonly tokens: number } | null {
  const dimensions = BARE.filter((dimension) => metric.dimensions.includes(dimension));
  for (let length = Math.min(MAX_WORDS, left.length - at); length > 0; length -= 1) {
    const row = left.slice(at, at + length);
    if (row.some(({ start }, index) => index > 0 && start - (row[index - 1]?.end ?? 0) > 1)) continue;
    const text = row.map((token) => token.text).join(' ');
    const exact = dimensions.flatMap((dimension) => condition(dimension, [valueNamed(values, dimension, text)]));
    if (exact.length > 0) return { conditions: exact, tokens: length };
    const part = dimensions.flatMap((dimension) => condition(dimension, valuesNaming(values, dimension, text)));
    if (part.length > 0) return { conditions: part, tokens: length };
  }
  return null;
}

function condition(dimension: Dimension, found: readonly (string | null)[]): readonly Condition[] {
  const values = found.filter((value) => value !== null).slice(0, 20);
  return values.length === 0 ? [] : [{ dimension, values, not: false }];
}
