// Says in one sentence what was counted, from which records, in which days and zone.
import type { Playbook } from '#features/playbook/schema.ts';
import { spanText } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import { allocatedFor } from './allocation.ts';
import { measuresOf } from './inputs.ts';
import type { Fact, Metric } from './metric.ts';
import type { Period, Question } from './question.ts';
import type { Freshness } from './store.ts';

export interface Told {
  readonly playbook: Playbook;
  readonly metric: Metric;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly question: Question;
  readonly freshness: readonly Freshness[];
  readonly period: Pick<Period, 'from' | 'to'>;
  /** `2026-11-20` */
  readonly today: string;
}

/** `MQLs: people who entered MQL for the first time, between 1 and 31 October 2026 (Europe/Berlin), ...` */
export function sentenceOf({ playbook, metric, metrics, question, freshness, period, today }: Told): string {
  const { kpis, organization } = playbook;
  const counted = measuresOf(metric, metrics);
  const facts = new Set(counted.map(({ fact }) => fact));
  // A state is that of one day; recurring revenue looks at the first day too.
  const isState = counted.length > 0 && counted.every(({ fact, at }) => at === null && fact !== 'subscription');
  const last = period.to < today ? period.to : today;
  const parts = [
    `${metric.label}: ${metric.description}`,
    ...(metric.formula.kind === 'conversion' ? [`which is ${windowText(metric, kpis.conversion_window)}`] : []),
    ...question.where.map(
      ({ dimension, values, not }) => `${dimension} ${not ? 'is not' : 'is'} ${values.join(' or ')}`,
    ),
    ...(allocatedFor(metric, metrics, question) === null
      ? []
      : ['costs shared evenly among the people that they brought']),
    ...(usesModel(metric) ? [`by the model ${question.model ?? kpis.attribution.model}`] : []),
    `${daysText(isState ? { from: last, to: last } : period)} (${organization.timezone})`,
    ...recordsText(facts, freshness),
  ];
  return `${parts.join(', ')}.`;
}

function windowText({ formula }: Metric, windowMs: number): string {
  const days = formula.kind === 'conversion' ? formula.windowDays : null;
  return days === null ? spanText(windowMs).replace(/ d$/, ' days') : `${days} days`;
}

function usesModel(metric: Metric): boolean {
  return metric.dimensions.includes('model');
}

/** Facts that Signalbox's own log tells, and no CRM. */
const OWN: ReadonlySet<Fact> = new Set(['plan', 'crm_read', 'run', 'step']);
const ONCE: Readonly<Partial<Record<Fact, string>>> = {
  prospect: 'each person once',
  assignment: 'each person once',
  routing: 'each person once',
  deal: 'each deal once',
  credit: 'each deal once',
  subscription: 'each customer once',
};

function recordsText(facts: ReadonlySet<Fact>, freshness: readonly Freshness[]): readonly string[] {
  if (facts.size === 0) return ['from the playbook'];
  if ([...facts].every((fact) => OWN.has(fact))) return ['from Signalbox’s own log'];
  const from = freshness.length === 0 ? [] : [`from ${freshness.map(({ crm }) => CRM_WORDS[crm]).join(' and ')}`];
  const once = [...new Set([...facts].flatMap((fact) => ONCE[fact] ?? []))];
  return [...from, ...once];
}

/** Whether a number rests on what CRMs tell. */
export function restsOnCrms(metric: Metric, metrics: ReadonlyMap<string, Metric>): boolean {
  return measuresOf(metric, metrics).some(({ fact }) => !OWN.has(fact));
}

const CRM_WORDS: Readonly<Record<CrmName, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };

/** `between 1 and 31 October 2026`, `on 1 October 2026`. */
function daysText({ from, to }: Pick<Period, 'from' | 'to'>): string {
  if (from === to) return `on ${dayText(from)}`;
  const [one, other] = [dayText(from), dayText(to)];
  const shared = from.slice(0, 7) === to.slice(0, 7) ? 1 : from.slice(0, 4) === to.slice(0, 4) ? 2 : 3;
  return `between ${one.split(' ').slice(0, shared).join(' ')} and ${other}`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}
