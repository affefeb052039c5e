// An answer in Slack: the number large, what it is compared with, its chart and groups, what it counts and rests on, what it
// cannot say, and what can be done with it.
import type { Button } from '@slack/types';
import { actions, context, header, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import type { Answer } from './answer.ts';
import { comparisonText, freshnessText, paceText, restsOnText, warningText } from './answer-notes.ts';
import { figureText } from './figure-text.ts';
import { questionText, shortText } from './grammar/question-text.ts';
import { groupsTable, TABLE_ROWS } from './groups-table.ts';
import { recordsPlace } from './records-view.ts';

export const ANSWER_ACTIONS = {
  records: 'kpi.records',
  csv: 'kpi.csv',
  share: 'kpi.share',
  follow: 'kpi.follow',
  alert: 'kpi.alert',
  edit: 'kpi.edit',
} as const;

export interface AnswerView {
  readonly chart: Block | null;
  readonly now: Date;
  /** Of a sentence: words that were not used, and other questions that it can mean. */
  readonly unused: readonly string[];
  readonly others: readonly string[];
  /** Who shows it to the channel; null: only whoever asked sees it. */
  readonly sharedBy: SlackUserId | null;
}

/** Longest text that a button carries. */
const VALUE_MAX = 1900;

export function answerMessage(answer: Answer, view: AnswerView): Message {
  const { metric, question, figure, currency, groups } = answer;
  const value = figureText(figure.value, metric.unit, currency);
  return {
    text: clip(`${metric.label}, ${question.period.words}: ${value}. ${comparisonText(answer) ?? ''}`, 2900),
    blocks: [
      header(`${metric.label}: ${value}`),
      section(join([askedLine(answer, view), ...headLines(answer)])),
      ...(view.chart === null ? [] : [view.chart]),
      ...(groups.length === 0 ? [] : [groupsTable(answer)]),
      ...notesOf(answer, view),
      ...(view.sharedBy === null ? [actions(buttonsOf(answer))] : []),
    ],
  };
}

/** The question as it was understood, so that it can be put right. */
function askedLine({ question, zone }: Answer, { unused, others, sharedBy }: AnswerView): Mrkdwn {
  const { from, to } = question.period;
  const days = from === to ? from : `${from} to ${to}`;
  const asked = md`\`${code(shortText(question))}\`  ·  ${escape(`${days}, ${zone}`)}`;
  const by = sharedBy === null ? [] : [md`Shared by ${mention(sharedBy)}`];
  const left =
    unused.length === 0 ? [] : [md`:warning: Not understood and left out: ${escape(unused.join(', '), 300)}`];
  const meant =
    others.length === 0
      ? []
      : [
          md`It can also mean ${join(
            others.map((other) => md`\`${code(other)}\``),
            ' or ',
          )}`,
        ];
  return join([asked, ...by, ...left, ...meant]);
}

function headLines(answer: Answer): readonly Mrkdwn[] {
  const { figure } = answer;
  const because = figure.value === null && figure.because !== null ? [escape(figure.because, 500)] : [];
  const lines = [comparisonText(answer), paceText(answer)].filter((line) => line !== null);
  return [
    ...because,
    ...lines.map((line, index) => (index === 0 && because.length === 0 ? bold(line, 400) : escape(line, 600))),
  ];
}

function notesOf(answer: Answer, { now }: AnswerView): readonly Block[] {
  const { groups, others, points, warnings, zone, sentence, question } = answer;
  const more = groups.length + others - Math.min(groups.length, TABLE_ROWS);
  const rests = [restsOnText(answer), freshnessText(answer, now)].filter((line) => line !== null).join('  ·  ');
  const notes = [
    ...(more > 0 ? [`${more} more ${question.by ?? 'groups'} are in the CSV.`] : []),
    sentence,
    ...(rests === '' ? [] : [rests]),
    ...(points.some(({ unfinished }) => unfinished) ? ['* not over yet, or too young to be counted in full'] : []),
  ];
  const doubts = warnings.map(
    (warning) => `${warning.kind === 'caveat' ? '' : ':warning: '}${warningText(warning, zone)}`,
  );
  return [...notes, ...doubts].slice(0, 10).map((note) => context([withSign(note)]));
}

/** The sign is our own, the rest is not. */
function withSign(note: string): Mrkdwn {
  const sign = ':warning: ';
  return note.startsWith(sign) ? md`:warning: ${escape(note.slice(sign.length), 900)}` : escape(note, 900);
}

function buttonsOf(answer: Answer): readonly Button[] {
  const { question, metric } = answer;
  const text = questionText(question);
  if (text.length > VALUE_MAX) return [];
  const records =
    metric.formula.kind === 'derived'
      ? []
      : [button({ action: ANSWER_ACTIONS.records, text: 'Records', value: recordsPlace(question) })];
  return [
    ...records,
    button({ action: ANSWER_ACTIONS.csv, text: 'CSV', value: text }),
    button({ action: ANSWER_ACTIONS.share, text: 'Share', value: text }),
    button({ action: ANSWER_ACTIONS.follow, text: 'Follow', value: text }),
    button({ action: ANSWER_ACTIONS.alert, text: 'Alert me', value: text }),
    button({ action: ANSWER_ACTIONS.edit, text: 'Edit query', value: text }),
  ];
}

/** Inside of backticks nothing is formatted; a backtick would end it. */
function code(text: string): Mrkdwn {
  return escape(text.replaceAll('`', 'ˋ'), 900);
}
