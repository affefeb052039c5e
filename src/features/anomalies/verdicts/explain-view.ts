// How an incident's number was judged, in a modal: the steps, the last days, which days were left out, what else was looked
// at, how eager the watch is. Pure.
import type { ModalView } from '@slack/types';
import { modal, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { shortFigureText } from '#features/metrics/figure-text.ts';
import type { LookState } from '../store.ts';
import { isMinute, shortDayWords } from '../telling/day-words.ts';
import { isWithin } from '../telling/incident-view.ts';
import { causeWords, headlineOf, sliceWords } from '../telling/incident-words.ts';
import type { ExplainedDay, Explanation } from './explain-data.ts';
import { eagernessWords, judgementSteps } from './explain-words.ts';

const SHOWN_DAYS = 14;
const LEFT_OUT_MAX = 12;
const SECTION_MAX = 2_900;

export function explainModal(explanation: Explanation): ModalView {
  const { data, main, shift, feedback } = explanation;
  const blocks: readonly Block[] = [
    section(bold(headlineOf(data), 500)),
    ...part('How it was judged', stepLines(explanation)),
    ...table(explanation),
    ...part('Left out of what is usual', leftOutLines(explanation)),
    ...part('What explains it', causeLines(explanation)),
    ...part('How eager the watch is', main === null ? [] : eagernessWords(main, shift, feedback)),
  ];
  return modal({ title: `Why #${data.incident.id}`, blocks });
}

function part(heading: string, lines: readonly string[]): readonly Block[] {
  if (lines.length === 0) return [];
  const text = join(lines.map((line) => escape(line, 600)));
  return [section(join([bold(heading), clipLines(text)]))];
}

/** Whole lines only: a cut entity would show. */
function clipLines(text: Mrkdwn): Mrkdwn {
  const lines = text.split('\n') as Mrkdwn[];
  let kept = lines.length;
  while (kept > 1 && join(lines.slice(0, kept)).length > SECTION_MAX) kept -= 1;
  return join(lines.slice(0, kept));
}

function stepLines({ data, main, plan, days, shift }: Explanation): readonly string[] {
  if (main === null) return [];
  const look = days.find((one) => one.look.day === main.signal.day)?.look;
  if (look === undefined) return ['The look at this day is not kept any more.'];
  if (plan === null)
    return ['Nobody watches this number any more, so there is nothing to say of how it would be judged.'];
  const steps = judgementSteps({ told: main, look, series: plan.series, shift, terms: data.terms });
  return steps.map((step, index) => `${index + 1}. ${step}`);
}

/** As monospaced text: a modal takes no table. */
function table({ data, main, days }: Explanation): readonly Block[] {
  if (main === null || days.length === 0) return [];
  const { currency, zone } = data.terms;
  const shown = (value: number | null): string => shortFigureText(value, main.term.unit, currency);
  const rows = days
    .slice(-SHOWN_DAYS)
    .map(({ look }): readonly string[] => [
      shortDayWords(look.day, zone),
      shown(look.value),
      shown(look.expected),
      look.low === null || look.high === null ? '–' : `${shown(look.low)}–${shown(look.high)}`,
      noteOf(look),
    ]);
  const readings = isMinute(main.signal.day);
  const titles = [readings ? 'Reading' : 'Day', 'Value', 'Expected', 'Usual', ''];
  const text = columns([titles, ...rows]);
  return [
    section(
      md`*The last ${rows.length} ${escape(readings ? 'readings' : 'days')}*\n\`\`\`${escape(text, 2_700)}\`\`\``,
    ),
  ];
}

const NOTES: Readonly<Record<LookState, string>> = {
  judged: '',
  warming_up: 'learning',
  special: 'left out',
  new_normal: 'new normal',
  missing: 'no value',
  stale: 'not whole',
};

function noteOf({ flagged, state }: ExplainedDay['look']): string {
  return flagged ? 'alarm' : NOTES[state];
}

/** The first and the last to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column === row.length - 1 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const WHY: Readonly<Record<LookState, string>> = {
  judged: '',
  warming_up: 'too little was known',
  special: 'a day that is known to be different',
  new_normal: 'the new normal began',
  missing: 'no value',
  stale: 'the data was not whole',
};

/** Alarms are not left out, yet they hardly count. */
function leftOutLines({ data, main, days }: Explanation): readonly string[] {
  if (main === null || main.limit !== null) return [];
  const { zone } = data.terms;
  const out = days.filter(({ look: { state } }) => state !== 'judged' && state !== 'new_normal');
  const alarms = days.filter(({ look: { flagged, day } }) => flagged && day < main.signal.day).length;
  const lines = out.slice(-LEFT_OUT_MAX).map(({ look, names }) => {
    const why = look.state === 'special' && names.length > 0 ? names.join(', ') : WHY[look.state];
    return `${shortDayWords(look.day, zone)}: ${clip(why, 120)}`;
  });
  const hidden = out.length - lines.length;
  return [
    ...(hidden > 0 ? [`${hidden} earlier days`] : []),
    ...lines,
    ...(alarms > 0 ? [`Days that were alarms count a twentieth: ${alarms} in these nine weeks.`] : []),
    ...(lines.length + alarms === 0 ? ['None of the last nine weeks.'] : []),
  ];
}

function causeLines({ data: { incident }, main, lookedAt }: Explanation): readonly string[] {
  if (main === null || incident.kind !== 'business' || main.limit !== null) return [];
  // That a slice fell because that slice fell is no news.
  const causes = incident.causes.map((cause) =>
    isWithin(main.slice, cause.dims)
      ? `All of ${sliceWords(main.slice)}: no part of it stands out.`
      : causeWords(cause, main.signal.direction),
  );
  const found =
    causes.length > 0
      ? causes
      : [incident.everywhere ? 'Everything changed alike: no slice is to blame.' : 'No slice explains it.'];
  const where =
    lookedAt.length === 0
      ? 'This number does not come apart into slices.'
      : `Looked at, one by one and in pairs: ${lookedAt.join(', ')}.`;
  return [...found, where, ...incident.nearby.map((happening) => `Nearby: ${happening}`)];
}
