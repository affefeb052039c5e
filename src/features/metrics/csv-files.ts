// A number as files: its steps and groups, and the records behind it. What a spreadsheet would take for a formula is text.
import { csvLine } from '#kernel/csv.ts';
import { refKey } from '#ports/crm.ts';
import type { Answer, Figure, Refusal } from './answer.ts';
import type { AskDeps } from './ask.ts';
import type { Question } from './question.ts';
import { recordsBehind } from './records.ts';
import type { Viewer } from './restrict.ts';
import type { RecordRow } from './store.ts';

/** Records of one file. */
export const CSV_RECORDS = 100_000;
/** Records that are asked for at once. */
const PORTION = 5_000;

const FIGURES = [
  'kpi',
  'period',
  'group',
  'from',
  'value',
  'unit',
  'sample',
  'low',
  'high',
  'numerator',
  'denominator',
];
const RECORDS = ['at', 'name', 'company', 'value', 'owner', 'source', 'records'];

/** Lines of the whole, its steps, and its groups with their steps. Shares are parts of one: 0.25 is 25%. */
export function figureLines(answer: Answer): readonly string[] {
  const { metric, question, figure, compared, points, groups, currency } = answer;
  const unit = metric.unit === 'money' || metric.unit === 'money_per_day' ? `${metric.unit} ${currency}` : metric.unit;
  const line = (period: string, group: string, from: string, of: Figure): string =>
    csvLine([
      metric.id,
      period,
      group,
      from,
      of.value,
      unit,
      of.sample,
      of.interval?.low ?? null,
      of.interval?.high ?? null,
      of.parts?.numerator ?? null,
      of.parts?.denominator ?? null,
    ]);
  const { words, from } = question.period;
  return [
    csvLine(FIGURES),
    line(words, '', from, figure),
    ...(compared === null ? [] : [line(compared.period.words, '', compared.period.from, compared.figure)]),
    ...points.map((point) => line(answer.grain, '', point.day, point)),
    ...groups.flatMap((group) => [
      line(words, group.name, from, group),
      ...group.points.map((point) => line(answer.grain, group.name, point.day, point)),
    ]),
  ];
}

/** Lines of the records behind a number, newest first, a portion at a time; of what has none, the refusal. */
export async function* recordLines(
  deps: AskDeps,
  question: Question,
  viewer: Viewer,
): AsyncGenerator<string, Refusal | null> {
  for (let skip = 0; skip < CSV_RECORDS; skip += PORTION) {
    const limit = Math.min(PORTION, CSV_RECORDS - skip);
    const behind = await recordsBehind(deps, question, viewer, { side: 'all', skip, limit });
    if (behind.kind === 'refused') return behind;
    if (skip === 0) yield csvLine(RECORDS);
    for (const row of behind.page.rows) yield recordLine(row);
    if (behind.page.rows.length < limit) return null;
  }
  return null;
}

function recordLine({ at, name, company, value, owner, source, refs }: RecordRow): string {
  return csvLine([at?.toISOString() ?? null, name, company, value, owner, source, refs.map(refKey).join(' ')]);
}
