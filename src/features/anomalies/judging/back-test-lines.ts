// A back-test for a terminal: what was looked at, what would have been told and when, and what is known of these days.
import { harmless } from '#features/metrics/answer-terminal.ts';
import { changeText, figureText } from '#features/metrics/figure-text.ts';
import type { BackTest, BackTestAlarm } from './back-test.ts';
import { daysBetween } from './calendar-day.ts';

const BECAUSE: Readonly<Record<BackTestAlarm['because'], string>> = {
  value: 'the day itself',
  days: 'the days together',
  shift: 'a lasting change',
  threshold: 'beyond the limit',
};
const ALL = '(all)';

/** @param currency the organization’s. */
export function backTestLines(test: BackTest, currency: string, zone: string): readonly string[] {
  const { plan, from, to, series, alarmsAYear, stated, smallest, events } = test;
  const alarms = series.flatMap((one) => one.alarms.map((alarm) => ({ series: one.series || ALL, alarm })));
  const rows = alarms
    .toSorted((a, b) => (a.alarm.day < b.alarm.day ? -1 : 1))
    .map((one) => rowOf(one.series, one.alarm, plan.metric, currency));
  const days = daysBetween(from, to) + 1;
  const names = series.length > 1 ? `, the whole and ${series.length - 1} by ${plan.by}` : '';
  return [
    `${plan.metric.label}, ${days} days from ${from} to ${to} (${zone})${names}`,
    `It would have told ${timesText(alarmsAYear)} a year.`,
    ...(stated === null ? [] : [`Where nothing happens it is ${stated.inWords}.`]),
    ...(smallest === null ? [] : [`What it can see at all: ${smallest.inWords}.`]),
    '',
    ...(rows.length === 0 ? ['It would have told nothing.'] : table([HEAD, ...rows])),
    ...(events.length === 0 ? [] : ['', 'Known of these days:']),
    ...events.map((event) => `  ${event.from}${event.to === event.from ? '' : ` to ${event.to}`}  ${event.name}`),
  ].map(harmless);
}

const HEAD = ['told', 'since', 'until', 'series', 'value', 'expected', 'change', 'by chance', 'by', 'known'];

function rowOf(
  series: string,
  alarm: BackTestAlarm,
  metric: BackTest['plan']['metric'],
  currency: string,
): readonly string[] {
  const { day, from, to, value, expected, because, probability, known } = alarm;
  return [
    day,
    from,
    to,
    series,
    figureText(value, metric.unit, currency),
    figureText(expected, metric.unit, currency),
    changeText(metric, expected, value),
    because === 'threshold' ? '–' : oddsText(probability),
    BECAUSE[because],
    known ?? '',
  ];
}

function timesText(aYear: number): string {
  return `${aYear.toFixed(1)} times`;
}

/** `1 in 12,000`, to two digits. */
function oddsText(probability: number): string {
  const once = 1 / Math.max(probability, 1e-9);
  const rounded = Number(once.toPrecision(2));
  return `1 in ${rounded.toLocaleString('en-US')}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
