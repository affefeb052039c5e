// CSV of an answer as files in a direct message: what somebody takes away is theirs alone.
import { escape } from '#blockkit/mrkdwn.ts';
import type { Message, SlackPerson } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import { ask } from './ask.ts';
import { readText } from './ask-text.ts';
import { CSV_RECORDS, figureLines, recordLines } from './csv-files.ts';
import { asking, viewing } from './desk.ts';
import type { KpiDesk } from './desk.ts';
import { figureText } from './figure-text.ts';
import { shortText } from './grammar/question-text.ts';
import { refusalMessage } from './refusal-view.ts';

/** Sends the numbers, and the records behind them where there are any. Answers what became of it. */
export async function sendCsv(desk: KpiDesk, by: SlackPerson, text: string): Promise<Message> {
  const viewer = await viewing(desk, by);
  const deps = asking(desk);
  const read = await readText(deps, text, viewer, 'typed');
  if (read.kind === 'refused') return refusalMessage(read);
  const { question } = read;
  const answering = await ask(deps, question, viewer);
  if (answering.kind === 'refused') return refusalMessage(answering);
  const { metric } = answering.answer;
  const records: string[] = [];
  for await (const line of recordLines(deps, question, viewer)) records.push(line);
  const title = `${metric.label}, ${question.period.words}`;
  const to = { person: by.id };
  const numbers = { name: `${metric.id}.csv`, title, bytes: bytesOf(figureLines(answering.answer)) };
  const sent = await desk.messenger.sendFile(
    to,
    numbers,
    escape(`${title}: the numbers of ${shortText(question)}`, 900),
  );
  if (sent.kind === 'undeliverable')
    return note('Slack did not let me send you a direct message, so there is no file.');
  // The titles alone are no record.
  const count = records.length - 1;
  if (count < 1) return note('The numbers are in your direct messages. There are no records behind them to list.');
  const behind = { name: `${metric.id}-records.csv`, title: `${title}: records`, bytes: bytesOf(records) };
  await desk.messenger.sendFile(to, behind, escape(`${title}: ${figureText(count, 'count', '')} records`, 900));
  const cut =
    count < CSV_RECORDS
      ? ''
      : ` A file holds ${figureText(CSV_RECORDS, 'count', '')}: narrow the question for the rest.`;
  return note(
    `Two files are in your direct messages: the numbers, and ${figureText(count, 'count', '')} records behind them.${cut}`,
  );
}

/** The mark at the beginning tells a spreadsheet that this is UTF-8. */
function bytesOf(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}
