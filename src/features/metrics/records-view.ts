// The records behind a number, ten a page, with links to where they are; in a private answer of its own.
import { actions, context, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, link, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { RecordRef } from '#ports/crm.ts';
import type { Message } from '#ports/messenger.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { figureText } from './figure-text.ts';
import { frozen, questionText, shortText } from './grammar/question-text.ts';
import type { Metric, Unit } from './metric.ts';
import type { Question } from './question.ts';
import type { RecordPage, RecordRow } from './store.ts';

export const RECORDS_ACTIONS = {
  previous: 'kpi.records_previous',
  next: 'kpi.records_next',
  side: 'kpi.records_side',
} as const;

export const RECORDS_PAGE = 10;
/** Nobody looks at more of them one by one. */
export const RECORDS_SHOWN = 10_000;

/** What a button of a list must know. */
export interface RecordsAsked {
  readonly q: string;
  readonly side: 'all' | 'converted';
  readonly skip: number;
}

export interface RecordsView {
  readonly metric: Metric;
  readonly question: Question;
  readonly page: RecordPage;
  readonly side: RecordsAsked['side'];
  readonly skip: number;
  readonly currency: string;
  readonly zone: string;
  /** Address of a record; null for a CRM that is not connected. */
  readonly urlOf: (ref: RecordRef) => string | null;
}

/** The days stay those of the answer, however long ago that was given. */
export function recordsPlace(question: Question, side: RecordsAsked['side'] = 'all', skip = 0): string {
  return JSON.stringify({ q: questionText(frozen(question)), side, skip } satisfies RecordsAsked);
}

export function recordsMessage(view: RecordsView): Message {
  const { metric, question, page } = view;
  const title = `${metric.label}: ${sideText(view)}`;
  const blocks: Block[] = [
    section(join([bold(title, 200), md`\`${escape(shortText(question).replaceAll('`', 'ˋ'), 900)}\``])),
  ];
  if (page.rows.length === 0) blocks.push(section(md`There are no records in these days.`));
  else blocks.push(...page.rows.map((row) => section(rowText(row, view))), context([placeText(view)]));
  const buttons = buttonsOf(view);
  if (buttons.length > 0) blocks.push(actions(buttons));
  return { text: `${title}, ${totalText(page)}`, blocks };
}

function sideText({ metric, side }: RecordsView): string {
  const { kind } = metric.formula;
  if (kind !== 'conversion' && kind !== 'ratio') return 'records';
  return side === 'all' ? 'all cases' : 'those that count';
}

function rowText(row: RecordRow, { metric, currency, zone, urlOf }: RecordsView): Mrkdwn {
  const links = row.refs.flatMap((ref) => {
    const url = urlOf(ref);
    return url === null ? [] : [link(url, CRM_LABELS[ref.crm])];
  });
  const value = valueText(row.value, metric.unit, currency);
  const details = [row.at === null ? null : dayText(row.at, zone), value, row.company, row.source, row.owner].filter(
    (part) => part !== null && part !== '',
  );
  const name = bold(clip(row.name === '' ? '(no name)' : row.name, 100));
  return join([join([name, ...links], '  ·  '), escape(details.join('  ·  '), 500)]);
}

/** What one record adds to the number. A count adds one, which needs no words. */
function valueText(value: number | null, unit: Unit, currency: string): string | null {
  if (value === null || unit === 'count' || unit === 'percent' || unit === 'ratio' || unit === 'points') return null;
  return unit === 'money' || unit === 'money_per_day' ? figureText(value, 'money', currency) : durationText(value);
}

/** Durations of rows are in milliseconds. */
function durationText(ms: number): string {
  const hours = ms / 3_600_000;
  return hours < 48 ? figureText(hours, 'hours', '') : figureText(hours / 24, 'days', '');
}

function placeText({ skip, page }: RecordsView): Mrkdwn {
  const from = skip + 1;
  const to = skip + page.rows.length;
  const many = page.more || page.total > RECORDS_SHOWN;
  const shown = figureText(Math.min(page.total, RECORDS_SHOWN), 'count', '');
  const limit = many ? ` Here are the first ${shown} of ${totalText(page)}: narrow the question, or take the CSV.` : '';
  return escape(
    `${figureText(from, 'count', '')} to ${figureText(to, 'count', '')} of ${totalText(page)}, newest first.${limit}`,
  );
}

function totalText({ total, more }: RecordPage): string {
  return `${more ? 'more than ' : ''}${figureText(total, 'count', '')}`;
}

function buttonsOf({ question, side, skip, page, metric }: RecordsView): readonly ReturnType<typeof button>[] {
  const last = Math.min(page.total, RECORDS_SHOWN);
  const { kind } = metric.formula;
  const other = side === 'all' ? 'converted' : 'all';
  return [
    ...(skip === 0
      ? []
      : [
          button({
            action: RECORDS_ACTIONS.previous,
            text: '‹ Previous',
            value: recordsPlace(question, side, Math.max(0, skip - RECORDS_PAGE)),
          }),
        ]),
    ...(skip + RECORDS_PAGE >= last
      ? []
      : [
          button({
            action: RECORDS_ACTIONS.next,
            text: 'Next ›',
            value: recordsPlace(question, side, skip + RECORDS_PAGE),
          }),
        ]),
    ...(kind === 'conversion' || kind === 'ratio'
      ? [
          button({
            action: RECORDS_ACTIONS.side,
            text: side === 'all' ? 'Only those that count' : 'All cases',
            value: recordsPlace(question, other),
          }),
        ]
      : []),
  ];
}

function dayText(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
}
