// A digest as a message: a line a question, what explains it, a leaderboard, a chart, and what of the data is behind.
import { context, divider, header, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { Answer } from '#features/metrics/answer.ts';
import { comparisonText, paceText } from '#features/metrics/answer-notes.ts';
import { figureText } from '#features/metrics/figure-text.ts';
import { questionText } from '#features/metrics/grammar/question-text.ts';
import type { Digest, DigestLine, Explanation } from './compose-digest.ts';
import type { Mover } from './movers.ts';

export const REPORT_ACTIONS = { open: 'reports.open' } as const;

/** @param chart of the first question that has one; native or an image */
export function digestMessage(digest: Digest, chart: Block | null): Message {
  return {
    text: clip(`${digest.name}: ${digest.lines.map(plainLine).join('; ')}`, 2900),
    blocks: [
      header(digest.name),
      ...warningOf(digest),
      ...digest.lines.flatMap(lineBlocks),
      ...(chart === null ? [] : [chart]),
      ...leaderboardOf(digest),
    ],
  };
}

/** For a preview in a form, which shows no charts. */
export function digestBlocks(digest: Digest): readonly Block[] {
  return [...warningOf(digest), ...digest.lines.flatMap(bareLine), ...leaderboardOf(digest)];
}

function warningOf({ notReady }: Digest): readonly Block[] {
  if (notReady.length === 0) return [];
  return [section(md`:warning: ${bold('Not all of the data is here yet:')} ${escape(notReady.join('; '))}`)];
}

function lineBlocks(line: DigestLine): readonly Block[] {
  const blocks = bareLine(line);
  if (line.answering.kind === 'refused') return blocks;
  const [first, ...rest] = blocks;
  if (first?.type !== 'section') return blocks;
  const value = questionText(line.answering.answer.question);
  return [{ ...first, accessory: button({ action: REPORT_ACTIONS.open, text: 'Look closer', value }) }, ...rest];
}

function bareLine({ text, answering, explanation }: DigestLine): readonly Block[] {
  if (answering.kind === 'refused') {
    return [section(md`${bold(text)}\n${escape(answering.because)}`)];
  }
  const { answer } = answering;
  const { metric, figure, question, currency } = answer;
  const value = figure.value === null ? (figure.because ?? '–') : figureText(figure.value, metric.unit, currency);
  const against = comparisonText(answer);
  const head = join([
    md`${bold(metric.label)}, ${escape(question.period.words)}`,
    join([bold(value), ...(against === null ? [] : [escape(against)])], '  '),
  ]);
  const pace = paceText(answer);
  const notes = [
    ...(pace === null ? [] : [escape(pace)]),
    ...(explanation === null ? [] : [explanationOf(answer, explanation)]),
  ];
  return [section(head), ...(notes.length === 0 ? [] : [context(notes)])];
}

function explanationOf(answer: Answer, { by, movers }: Explanation): Mrkdwn {
  const parts = movers.map((mover) => moverText(answer, mover)).join(', ');
  return escape(`From ${by}: ${parts}`);
}

function moverText({ metric, currency }: Answer, { name, change, share }: Mover): string {
  const sign = change > 0 ? '+' : '−';
  const size =
    metric.unit === 'percent'
      ? `${(Math.abs(change) * 100).toFixed(1)} points`
      : figureText(Math.abs(change), metric.unit, currency);
  return `${name} ${sign}${size} (${Math.round(share * 100)}% of the change)`;
}

function leaderboardOf({ leaderboard }: Digest): readonly Block[] {
  if (leaderboard === null || leaderboard.rows.length === 0) return [];
  const { answer, rows } = leaderboard;
  const { metric, question, currency } = answer;
  const lines = rows.map(({ name, value }, index) =>
    join([escape(`${index + 1}.`), bold(name, 80), escape(figureText(value, metric.unit, currency))], ' '),
  );
  const title = md`${bold(metric.label)} by ${escape(question.by ?? '')}, ${escape(question.period.words)}`;
  return [divider(), section(join([title, ...lines]))];
}

function plainLine({ text, answering }: DigestLine): string {
  if (answering.kind === 'refused') return `${text}: ${answering.because}`;
  const { metric, figure, currency } = answering.answer;
  return `${metric.label} ${figureText(figure.value, metric.unit, currency)}`;
}
