// The records behind a number, newest first, a page at a time.
import { isAllocated } from './allocation.ts';
import type { Refusal } from './answer.ts';
import { metricNamed, refusalOf, workbenchOf, type AskDeps } from './ask.ts';
import { allOf, type Workbench } from './workbench.ts';
import { questionText } from './grammar/question-text.ts';
import type { Measure, Metric } from './metric.ts';
import { daysIn } from './periods.ts';
import { filterOf, type Question } from './question.ts';
import { readingOf } from './reading.ts';
import { seesOwners, type Viewer } from './restrict.ts';
import { slotOf } from './slots.ts';
import type { RecordPage, RecordsRequest } from './store.ts';
import { DAY_MS } from '#kernel/time.ts';

export interface RecordsPlace {
  /** Of a share: all cases, or those that count in its numerator. */
  readonly side: 'all' | 'converted';
  readonly skip: number;
  readonly limit: number;
}

export type RecordsAnswer = { readonly kind: 'records'; readonly page: RecordPage } | Refusal;

/** Throws what the store throws. Of what is made of several KPIs there are no records: the refusal names those. */
export async function recordsBehind(
  deps: AskDeps,
  question: Question,
  viewer: Viewer,
  place: RecordsPlace,
): Promise<RecordsAnswer> {
  const bench = workbenchOf(deps);
  const metric = metricNamed(bench, question.kpi);
  if ('kind' in metric) return metric;
  const refusal = refusalOf(bench, metric, question, viewer);
  if (refusal) return refusal;
  const request = requestFor(bench, metric, question, place);
  if (request.kind === 'refused') return request;
  const page = await bench.store.records(request);
  return { kind: 'records', page: seesOwners(bench.playbook, viewer) ? page : withoutOwners(page) };
}

function requestFor(
  bench: Workbench,
  metric: Metric,
  question: Question,
  { side, skip, limit }: RecordsPlace,
): RecordsRequest | Refusal {
  const { formula } = metric;
  const { playbook, settings } = bench;
  const shared = {
    spans: [slotOf(daysIn(question.period), settings).span],
    by: null,
    filter: allOf(metric.filter ?? null, filterOf(question)),
    reading: readingOf(playbook),
    now: settings.now,
  };
  const paged = { skip, limit };
  switch (formula.kind) {
    case 'simple':
    case 'cumulative':
      return { kind: 'measure', request: { ...shared, measure: formula.measure }, ...paged };
    case 'ratio': {
      const measure = side === 'converted' ? formula.numerator : formula.denominator;
      if (formula.shared && side === 'converted' && isAllocated(shared)) return sharedOut(metric, question);
      return { kind: 'measure', request: { ...shared, measure }, ...paged };
    }
    case 'conversion': {
      const windowMs = formula.windowDays === null ? playbook.kpis.conversion_window : formula.windowDays * DAY_MS;
      return { kind: 'conversion', request: { ...shared, conversion: formula.conversion, windowMs }, side, ...paged };
    }
    case 'attributed':
      return { kind: 'measure', request: { ...shared, measure: DEALS[formula.amount] }, ...paged };
    case 'derived':
      return {
        kind: 'refused',
        because: `${metric.label} is made of other KPIs: ask for the records of one of those.`,
        suggestions: [...new Set(Object.values(formula.inputs).map(({ kpi }) => questionText({ ...question, kpi })))],
      };
  }
}

function sharedOut({ label }: Metric, question: Question): Refusal {
  const where = question.where.filter(({ dimension }) => !isAllocated({ by: dimension, filter: null }));
  return {
    kind: 'refused',
    because: `In this ${label.toLowerCase()} costs are shared among people: no record is a part of one. What was spent can be listed as a whole.`,
    suggestions: [questionText({ ...question, kpi: 'spend', by: null, where, compare: null })],
  };
}

/** Deals whose amounts are shared out. */
const DEALS: Readonly<Record<'won' | 'pipeline', Measure>> = {
  won: { fact: 'deal', at: 'closed', aggregate: { kind: 'sum', of: 'closed_value' }, where: ['won'] },
  pipeline: { fact: 'deal', at: 'created', aggregate: { kind: 'sum', of: 'created_value' }, where: ['not_lost'] },
};

function withoutOwners(page: RecordPage): RecordPage {
  return { ...page, rows: page.rows.map((row) => ({ ...row, owner: null })) };
}
