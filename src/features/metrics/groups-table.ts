// The groups of an answer as a table: each with its number, what it was before, and what it rests on.
import { table } from '#blockkit/charts.ts';
import type { TableColumn } from '#blockkit/charts.ts';
import { clip } from '#blockkit/mrkdwn.ts';
import type { TableBlock } from '@slack/types';
import type { Answer, Group } from './answer.ts';
import type { Metric } from './metric.ts';
import { isAdditive } from './rows.ts';
import { figureText, shortChangeText, shortFigureText } from './figure-text.ts';

/** More are for a file. */
export const TABLE_ROWS = 25;
const NAME_MAX = 60;
/** A longer name of a KPI would be the widest of its column; it stands above the table anyway. */
const TITLE_MAX = 12;

interface Column extends TableColumn {
  readonly cell: (group: Group) => string;
}

export function groupsTable(answer: Answer): TableBlock {
  const columns = columnsOf(answer);
  return table(
    columns,
    answer.groups.slice(0, TABLE_ROWS).map((group) => columns.map(({ cell }) => cell(group))),
  );
}

function columnsOf({ metric, question, compared, currency, figure, groups }: Answer): readonly Column[] {
  const shown = (value: number | null): string => shortFigureText(value, metric.unit, currency);
  // Each model shares out the whole.
  const shares = addsUp(metric) && question.by !== 'model';
  const total = figure.value ?? 0;
  const rests = !shares && groups.some(({ sample }) => sample > 0);
  return [
    { title: capital(question.by ?? ''), wrapped: true, cell: ({ name }) => clip(name, NAME_MAX) },
    {
      title: metric.label.length > TITLE_MAX ? 'Value' : metric.label,
      align: 'right',
      cell: ({ value }) => shown(value),
    },
    ...(shares && total > 0
      ? [{ title: 'Share', align: 'right', cell: ({ value }) => shareText(value, total) } satisfies Column]
      : []),
    ...(rests
      ? [
          {
            title: 'Cases',
            align: 'right',
            cell: ({ sample }) => figureText(sample, 'count', currency),
          } satisfies Column,
        ]
      : []),
    ...(compared === null
      ? []
      : [
          { title: 'Before', align: 'right', cell: ({ before }) => shown(before?.value ?? null) } satisfies Column,
          {
            title: 'Change',
            align: 'right',
            cell: ({ before, value }) => shortChangeText(metric, before?.value ?? null, value),
          } satisfies Column,
        ]),
  ];
}

/** Groups are parts of the whole. */
function addsUp({ formula }: Metric): boolean {
  if (formula.kind === 'simple' || formula.kind === 'cumulative') return isAdditive(formula.measure);
  return formula.kind === 'attributed';
}

function shareText(value: number | null, total: number): string {
  return value === null ? '–' : `${Math.round((value / total) * 100)}%`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
