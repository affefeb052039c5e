// An answer for a terminal: the number, its course as bars, its groups as a table, and what goes with it.
import type { Answer, Refusal } from './answer.ts';
import { comparisonText, freshnessText, paceText, restsOnText, warningText } from './answer-notes.ts';
import { changeText, figureText } from './figure-text.ts';
import { shortText } from './grammar/question-text.ts';

const WIDTH = 24;
const NAME_MAX = 40;
const EIGHTHS = ' ▏▎▍▌▋▊▉█';

interface Line {
  readonly name: string;
  readonly value: number | null;
  readonly note: string;
}

export function answerLines(answer: Answer, now: Date): readonly string[] {
  const { metric, question, figure, currency, zone, groups, points, others, warnings } = answer;
  const { from, to } = question.period;
  const notes = [comparisonText(answer), figure.value === null ? figure.because : null, paceText(answer)];
  const rests = [restsOnText(answer), freshnessText(answer, now)].filter((each) => each !== null);
  const rows: readonly Line[] =
    groups.length > 0
      ? groups.map(({ name, value, before }) => ({
          name,
          value,
          note: before === null ? '' : changeText(metric, before.value, value),
        }))
      : points.map(({ label, value, unfinished }) => ({ name: label, value, note: unfinished ? '*' : '' }));
  return [
    `${metric.label}: ${figureText(figure.value, metric.unit, currency)}`,
    `${shortText(question)}  (${from} to ${to}, ${zone})`,
    ...notes.filter((each) => each !== null),
    '',
    ...barLines(rows, (value) => figureText(value, metric.unit, currency)),
    ...(others > 0 ? [`… and ${others} more`] : []),
    ...(rows.length === 0 ? [] : ['']),
    answer.sentence,
    ...(rests.length === 0 ? [] : [rests.join('; ')]),
    ...(groups.length === 0 && points.some(({ unfinished }) => unfinished)
      ? ['* not over yet, or too young to be counted in full']
      : []),
    ...warnings.map((warning) => `! ${warningText(warning, zone)}`),
  ].map(harmless);
}

export function refusalLines({ because, suggestions }: Refusal): readonly string[] {
  return [
    because,
    ...(suggestions.length === 0 ? [] : ['Did you mean:', ...suggestions.map((each) => `  ${each}`)]),
  ].map(harmless);
}

function barLines(rows: readonly Line[], shown: (value: number | null) => string): readonly string[] {
  const names = rows.map(({ name }) => cut(name));
  const values = rows.map(({ value }) => shown(value));
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const valueWidth = Math.max(0, ...values.map((value) => value.length));
  const most = Math.max(0, ...rows.map(({ value }) => Math.abs(value ?? 0)));
  return rows.map(({ value, note }, index) => {
    const name = (names[index] ?? '').padEnd(nameWidth);
    const number = (values[index] ?? '').padStart(valueWidth);
    return `${name}  ${number}  ${bar(value, most).padEnd(WIDTH)}  ${note}`.trimEnd();
  });
}

function bar(value: number | null, most: number): string {
  if (value === null || most === 0) return '';
  const eighths = Math.round((Math.abs(value) / most) * WIDTH * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : EIGHTHS.charAt(rest));
}

function cut(name: string): string {
  return name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 1)}…`;
}

/** A name in a CRM moves no cursor and colours nothing. */
export function harmless(line: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  return line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/gu, ' ');
}
