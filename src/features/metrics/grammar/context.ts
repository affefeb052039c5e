// What questions are read with: the KPIs there are, the calendar of the numbers, and the values that dimensions have.
import type { Playbook } from '#features/playbook/schema.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { Dimension, Metric } from '../metric.ts';
import { periodSettings } from '../periods.ts';
import type { PeriodSettings } from '../periods.ts';
import { phrasesOf } from './phrases.ts';
import type { Phrases } from './phrases.ts';
import { tokensOf } from './tokens.ts';
import type { Values } from './values.ts';
import { DIMENSION_WORDS } from './words.ts';

export interface Grounds {
  readonly playbook: Playbook;
  readonly now: Date;
  /** Of a dimension that is not there any value is taken as it is typed. */
  readonly values: Values;
  /** Words of the period where the text names none, `last week`; left out: what suits the KPI. */
  readonly defaultPeriod?: string;
}

/** A KPI by one of its names. */
interface NamedKpi {
  readonly metric: Metric;
  /** Its id or label, which is nothing else; a synonym such as `people` may be said of many things. */
  readonly proper: boolean;
}

export interface Vocabulary {
  readonly kpis: Phrases<NamedKpi>;
  readonly dimensions: Phrases<Dimension>;
  readonly values: Values;
  readonly rules: PeriodSettings;
  /** How long a conversion may take, where the KPI does not say. */
  readonly windowMs: number;
}

const DIMENSIONS = phrasesOf(DIMENSION_WORDS);
/** Names of KPIs change with the playbook alone. */
const known = new WeakMap<Playbook, Phrases<NamedKpi>>();

export function vocabularyOf({ playbook, now, values }: Grounds): Vocabulary {
  const rules = periodSettings(playbook, now);
  return { kpis: kpisOf(playbook), dimensions: DIMENSIONS, values, rules, windowMs: playbook.kpis.conversion_window };
}

/** Dimensions that a text names: the ones whose values are needed to read it. */
export function dimensionsIn(text: string): readonly Dimension[] {
  const tokens = tokensOf(text);
  const named = tokens.flatMap((_, at) => DIMENSIONS.at(tokens, at)?.value ?? []);
  return [...new Set(named)];
}

/** By id, label and synonyms. */
function kpisOf(playbook: Playbook): Phrases<NamedKpi> {
  const earlier = known.get(playbook);
  if (earlier !== undefined) return earlier;
  const metrics = catalogue(playbook);
  // An id is nobody else's name, whatever somebody's synonyms are.
  const phrases = phrasesOf<NamedKpi>([
    ...metrics.map((metric) => [metric.id, { metric, proper: true }] as const),
    ...metrics.map((metric) => [metric.label, { metric, proper: true }] as const),
    ...metrics.flatMap((metric) => metric.synonyms.map((name) => [name, { metric, proper: false }] as const)),
  ]);
  known.set(playbook, phrases);
  return phrases;
}
