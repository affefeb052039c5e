// KPIs that a playbook adds: one like another on fewer rows, a conversion between two stages, or a formula over others.
import { z } from 'zod';
import { compileFormula } from './formulas.ts';
import { compileKpiCondition, type KpiCondition } from './kpi-conditions.ts';
import { ADDITIVE_KPIS, CONVERSION_KPIS, KPI_DIMENSIONS } from './kpi-names.ts';
import { nearest } from './nearest.ts';
import { unique } from './unique.ts';
import { choice, Line, Span } from './values.ts';
import { asList, entryIn, isBlock, textIn, type Issues } from './written.ts';

export const KpiId = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'lower-case letters, digits and _');

const STAGES = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const;
const UNITS = ['count', 'percent', 'ratio', 'money', 'days', 'hours', 'points'] as const;

const Condition = z.string().transform((source, context): KpiCondition => {
  const outcome = compileKpiCondition(source);
  if (outcome.kind === 'compiled') return outcome.condition;
  for (const { offset, message, suggestion } of outcome.problems) {
    context.addIssue({ code: 'custom', message, params: { offset, suggestion } });
  }
  return z.NEVER;
});

export const OwnKpis = z
  .array(
    z.strictObject({
      id: KpiId,
      label: Line,
      description: Line.optional(),
      synonyms: z.array(Line).max(20, 'at most 20').default([]).describe('What else people call it'),
      like: KpiId.optional().describe('A built-in KPI that it counts as, on the rows for which `if` holds'),
      conversion: z
        .strictObject({ from: choice(STAGES, 'stage'), to: choice(STAGES, 'stage') })
        .optional()
        .describe('Or of the people who came to one stage the share that came to another'),
      formula: z.string().optional().describe('Or a CEL expression over other KPIs: mqls / leads'),
      if: Condition.optional().describe(
        'A CEL condition on source, channel, campaign, owner, team, country, segment, crm, product, stage, format, employees, amount',
      ),
      window: Span.optional().describe('Of a conversion, where it is not kpis.conversion_window'),
      to_date: choice(['month', 'quarter', 'year', 'ever'], 'unit')
        .optional()
        .describe('Added up since the beginning of the month, fiscal quarter or year, or ever'),
      unit: choice(UNITS, 'unit').optional().describe('Of a formula; ratio where it is left out'),
      up_is_good: z.boolean().optional(),
      minimum_sample: z.int().min(0, 'at least 0').optional().describe('Below this many cases it is said to be unsure'),
    }),
  )
  .max(100, 'at most 100')
  .superRefine(unique('KPI', 'id'), { when: () => true })
  .superRefine(checkOwnKpis, { when: () => true })
  .default([])
  .describe('KPIs of your own');

export type OwnKpi = Readonly<z.output<typeof OwnKpis>[number]>;

const KINDS = ['like', 'conversion', 'formula'] as const;

function checkOwnKpis(own: unknown, issues: Issues): void {
  const entries = asList(own);
  const formulas = new Map<string, readonly string[]>();
  for (const [index, entry] of entries.entries()) {
    if (!isBlock(entry)) continue;
    const id = textIn(entry, 'id');
    if (id !== null && KPI_DIMENSIONS.has(id)) {
      issues.addIssue({ code: 'custom', message: `${id} is built in: choose another id`, path: [index, 'id'] });
    }
    const kinds = KINDS.filter((kind) => entry[kind] !== undefined);
    const [kind] = kinds;
    if (kinds.length !== 1) {
      const message = `a KPI has one of ${KINDS.join(', ')}${kinds.length === 0 ? '' : ' alone'}`;
      issues.addIssue({ code: 'custom', message, path: [index] });
    } else if (kind === 'formula') {
      checkFormula(entry, index, ids(entries), issues);
      if (id !== null) formulas.set(id, namesIn(textIn(entry, 'formula') ?? '', ids(entries)));
    } else checkCounted(entry, index, kind === 'like', issues);
  }
  refuseCircles(entries, formulas, issues);
}

function ids(entries: readonly unknown[]): ReadonlySet<string> {
  return new Set([...KPI_DIMENSIONS.keys(), ...entries.flatMap((entry) => textIn(entry, 'id') ?? [])]);
}

type Entry = Readonly<Record<string, unknown>>;

function checkFormula(entry: Entry, index: number, known: ReadonlySet<string>, issues: Issues): void {
  const source = textIn(entry, 'formula');
  refuseKeys(entry, index, ['if', 'window', 'to_date'], 'a formula', issues);
  if (source === null) return;
  const outcome = compileFormula(source, known);
  const path = [index, 'formula'];
  if (outcome.kind === 'refused') {
    for (const { offset, message, suggestion } of outcome.problems) {
      issues.addIssue({ code: 'custom', message, path, params: { offset, suggestion } });
    }
  } else if (outcome.formula.names.length === 0) {
    issues.addIssue({ code: 'custom', message: 'a formula names at least one KPI', path });
  }
}

function checkCounted(entry: Entry, index: number, isLike: boolean, issues: Issues): void {
  const like = textIn(entry, 'like');
  const dimensions = KPI_DIMENSIONS.get(isLike ? (like ?? '') : 'leads');
  refuseKeys(entry, index, ['unit'], 'a KPI that counts as another', issues);
  if (isLike && like !== null && dimensions === undefined) {
    const params = { suggestion: nearest(like, KPI_DIMENSIONS.keys()) };
    issues.addIssue({ code: 'custom', message: `unknown KPI "${like}"`, path: [index, 'like'], params });
  }
  checkCondition(entry, index, dimensions, isLike ? like : null, issues);
  const converts = !isLike || (like !== null && CONVERSION_KPIS.has(like));
  if (entry['window'] !== undefined && !converts) {
    issues.addIssue({ code: 'custom', message: 'only conversions have a window', path: [index, 'window'] });
  }
  if (entry['to_date'] !== undefined && (like === null || !ADDITIVE_KPIS.has(like))) {
    const message = 'only what adds up, as counts and sums do, can be counted to date';
    issues.addIssue({ code: 'custom', message, path: [index, 'to_date'] });
  }
  if (isLike && ['if', 'window', 'to_date'].every((key) => entry[key] === undefined)) {
    const message = `this is ${like ?? 'another KPI'} itself: write an if, a window or to_date`;
    issues.addIssue({ code: 'custom', message, path: [index, 'like'] });
  }
  checkStages(entry, index, issues);
}

/** It is compiled by now, where it could be. */
function checkCondition(
  entry: Entry,
  index: number,
  dimensions: readonly string[] | undefined,
  like: string | null,
  issues: Issues,
): void {
  const names = entryIn(entry['if'], 'names');
  if (!(names instanceof Map) || dimensions === undefined) return;
  const rows = dimensions.includes('country') ? ['employees'] : [];
  const numbers = dimensions.includes('product') && like !== null ? [...rows, 'amount'] : rows;
  const allowed = [...dimensions.filter((one) => one !== 'model'), ...numbers];
  for (const [name, offset] of names as ReadonlyMap<string, number>) {
    if (allowed.includes(name)) continue;
    const message = `${like ?? 'this conversion'} is not known by ${name}${allowed.length === 0 ? '' : `, but by ${allowed.join(', ')}`}`;
    issues.addIssue({ code: 'custom', message, path: [index, 'if'], params: { offset } });
  }
}

function checkStages(entry: Entry, index: number, issues: Issues): void {
  const [from, to] = ['from', 'to'].map((key) => STAGES.findIndex((one) => one === entryIn(entry['conversion'], key)));
  if (from === undefined || to === undefined || from < 0 || to < 0 || from < to) return;
  const message = 'a conversion goes from a stage to a later one';
  issues.addIssue({ code: 'custom', message, path: [index, 'conversion', 'to'] });
}

function refuseKeys(entry: Entry, index: number, keys: readonly string[], noun: string, issues: Issues): void {
  for (const key of keys.filter((one) => entry[one] !== undefined)) {
    issues.addIssue({ code: 'custom', message: `${noun} has no ${key}`, path: [index, key] });
  }
}

function namesIn(source: string, known: ReadonlySet<string>): readonly string[] {
  const outcome = compileFormula(source, known);
  return outcome.kind === 'compiled' ? outcome.formula.names : [];
}

function refuseCircles(
  entries: readonly unknown[],
  formulas: ReadonlyMap<string, readonly string[]>,
  issues: Issues,
): void {
  for (const [index, entry] of entries.entries()) {
    const id = textIn(entry, 'id');
    if (id === null || !reaches(id, id, formulas, new Set())) continue;
    issues.addIssue({ code: 'custom', message: `${id} is made of itself`, path: [index, 'formula'] });
  }
}

function reaches(
  from: string,
  wanted: string,
  formulas: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (formulas.get(from) ?? []).some((name) => name === wanted || reaches(name, wanted, formulas, seen));
}
