// The scoreboard of a channel: a row a KPI with its number, what it was, how it stands to its target, and its course.
import { table } from '#blockkit/charts.ts';
import { actions, context, header, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button, staticSelect } from '#blockkit/elements.ts';
import { clip, escape, md } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { Answer, Point } from './answer.ts';
import { freshnessText, warningText } from './answer-notes.ts';
import { figureText, shortChangeText, shortFigureText } from './figure-text.ts';
import type { Scoreboard, ScoreboardRow } from './scoreboard.ts';
import { REFUSAL_ACTIONS } from './refusal-view.ts';

export const SCOREBOARD_ACTIONS = { open: 'kpi.open' } as const;

const BARS = '▁▂▃▄▅▆▇█';
/** More make the table wider than a narrow pane. */
const WEEKS = 12;
const STATUS = {
  reached: 'reached',
  ahead: 'ahead',
  on_track: 'on track',
  behind: 'behind',
  missed: 'missed',
} as const;

export function scoreboardMessage({ rows }: Scoreboard, now: Date): Message {
  const answers = rows.flatMap((row) => (row.kind === 'answer' ? [row.answer] : []));
  const [first] = answers;
  const title = 'KPIs of this channel';
  if (rows.length === 0) {
    return {
      text: title,
      blocks: [
        section(md`No KPIs are chosen here: \`kpis.scoreboards\` of the playbook names them. \`/kpi list\` shows all.`),
      ],
    };
  }
  const fresh = first === undefined ? null : freshnessText(first, now);
  return {
    text: clip(`${title}: ${answers.map(spoken).join('; ')}`, 2900),
    blocks: [
      header(title),
      table(
        [
          { title: 'KPI', wrapped: true },
          { title: 'Value', align: 'right' },
          { title: 'Change', align: 'right' },
          { title: 'Target', align: 'right' },
          { title: `${WEEKS} weeks` },
        ],
        rows.map(cellsOf),
      ),
      ...notesOf(rows, answers, fresh),
      ...(answers.length === 0 ? [] : [actions(opening(answers))]),
    ],
  };
}

function opening(answers: readonly Answer[]): Parameters<typeof actions>[0] {
  const choices = answers.map(({ metric }) => ({ value: metric.id, label: metric.label }));
  return [
    staticSelect({ action: SCOREBOARD_ACTIONS.open, choices, placeholder: 'Look closer at …' }),
    button({ action: REFUSAL_ACTIONS.build, text: 'Build a query' }),
    button({ action: REFUSAL_ACTIONS.list, text: 'All KPIs' }),
  ];
}

function cellsOf(row: ScoreboardRow): readonly string[] {
  if (row.kind === 'refused') return [clip(row.kpi, 50), '–', '–', '–', '–'];
  const { metric, question, figure, compared, currency, pace, points } = row.answer;
  const before = compared?.figure.value ?? null;
  return [
    `${clip(metric.label, 50)}${question.period.running ? '' : `, ${question.period.from.slice(0, 7)}`}`,
    shortFigureText(figure.value, metric.unit, currency),
    shortChangeText(metric, before, figure.value),
    pace === null ? '–' : `${Math.round(pace.reached * 100)}% ${STATUS[pace.status]}`,
    sparkline(points),
  ];
}

/** Steps of which nothing is known are gaps; the one that runs is left out, it would always look like a fall. */
export function sparkline(points: readonly Point[]): string {
  const shown = points.filter(({ unfinished }, index) => !unfinished || index < points.length - 1).slice(-WEEKS);
  const known = shown.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length < 2) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return shown
    .map(({ value }) => {
      if (value === null) return ' ';
      const height = most === least ? 3 : Math.round(((value - least) / (most - least)) * (BARS.length - 1));
      return BARS.charAt(height);
    })
    .join('');
}

function spoken({ metric, figure, currency }: Answer): string {
  return `${metric.label} ${figureText(figure.value, metric.unit, currency)}`;
}

/** Each doubt once, however many KPIs share it. */
function notesOf(rows: readonly ScoreboardRow[], answers: readonly Answer[], fresh: string | null): readonly Block[] {
  const doubts = answers.flatMap(({ warnings, zone }) =>
    warnings
      .filter(({ kind }) => kind === 'not_filled' || kind === 'stale')
      .map((warning) => warningText(warning, zone)),
  );
  const refused = rows.flatMap((row) => (row.kind === 'refused' ? [`${row.kpi}: ${row.refusal.because}`] : []));
  const notes = [...(fresh === null ? [] : [fresh]), ...new Set([...doubts, ...refused])];
  return notes.map((note) => context([escape(note, 900)]));
}
