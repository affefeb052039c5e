// An answer as Slack's own chart: the course of the number beside what it is compared with, that of the largest groups, or
// the groups side by side. What does not fit is left to drawing.ts.
import { chart } from '#blockkit/charts.ts';
import type { ChartBlock } from '#blockkit/charts.ts';
import { LIMITS } from '#blockkit/limits.ts';
import type { Answer, Group, Point } from './answer.ts';
import type { Unit } from './metric.ts';

/** Groups that are shown side by side. */
const BARS = 12;

/** Null: there is nothing to draw, or more than Slack draws. */
export function chartBlock(answer: Answer): ChartBlock | null {
  const { groups, points, question } = answer;
  if (groups.length > 0 && question.grain === null) return barsOf(answer);
  if (points.length > LIMITS.chart.points) return null;
  if (groups.length > 0) return linesOf(answer);
  return courseOf(answer);
}

/** Whether the answer has a course that only an image can show. */
export function needsDrawing({ points, groups, question }: Answer): boolean {
  return points.length > LIMITS.chart.points && (groups.length === 0 || question.grain !== null);
}

function courseOf(answer: Answer): ChartBlock | null {
  const { metric, points, pointsBefore, compared, currency } = answer;
  // A step of which nothing is known is left out: Slack can draw no gap, and a nought would be untrue.
  const known = points.flatMap((point, at) => (point.value === null ? [] : [{ ...point, value: point.value, at }]));
  if (known.length < 2) return null;
  const before = known.map(({ at }) => pointsBefore[at]?.value ?? null);
  const whole = compared !== null && before.every((value) => value !== null);
  return chart({
    title: metric.label,
    type: isAmount(metric.unit) && known.length <= BARS ? 'bar' : 'line',
    categories: known.map(labelOf),
    series: [
      { name: whole ? 'This period' : metric.label, values: known.map(({ value }) => scaled(value, metric.unit)) },
      ...(whole ? [{ name: beforeName(answer), values: before.map((value) => scaled(value, metric.unit)) }] : []),
    ],
    yLabel: axisText(metric.unit, currency),
  });
}

function beforeName({ question }: Answer): string {
  return question.compare === 'last_year' ? 'A year earlier' : 'Period before';
}

function linesOf(answer: Answer): ChartBlock | null {
  const { metric, points, groups, currency } = answer;
  const shown = groups.filter((group) => group.points.length > 0).slice(0, LIMITS.chart.series);
  const steps = points.flatMap((point, at) => (shown.every((group) => hasValue(group, at)) ? [{ point, at }] : []));
  if (steps.length < 2 || shown.length === 0) return barsOf(answer);
  return chart({
    title: `${metric.label} by ${answer.question.by ?? ''}`,
    type: 'line',
    categories: steps.map(({ point }) => labelOf(point)),
    series: shown.map((group) => ({
      name: group.name,
      values: steps.map(({ at }) => scaled(group.points[at]?.value ?? 0, metric.unit)),
    })),
    yLabel: axisText(metric.unit, currency),
  });
}

function hasValue(group: Group, at: number): boolean {
  return group.points[at]?.value != null;
}

function barsOf({ metric, groups, question, compared, currency }: Answer): ChartBlock | null {
  const shown = groups.filter(({ value }) => value !== null).slice(0, BARS);
  if (shown.length < 2) return null;
  const whole = compared !== null && shown.every(({ before }) => before?.value != null);
  const before = question.compare === 'last_year' ? 'A year earlier' : 'Period before';
  return chart({
    title: `${metric.label} by ${question.by ?? ''}`,
    type: 'bar',
    categories: shown.map(({ name }) => name),
    series: [
      { name: whole ? 'This period' : metric.label, values: shown.map(({ value }) => scaled(value ?? 0, metric.unit)) },
      ...(whole ? [{ name: before, values: shown.map((group) => scaled(group.before?.value ?? 0, metric.unit)) }] : []),
    ],
    yLabel: axisText(metric.unit, currency),
  });
}

/** A star: the step is not over, or its cohorts are young. */
function labelOf({ label, unfinished }: Point): string {
  return unfinished ? `${label}*` : label;
}

function scaled(value: number | null, unit: Unit): number {
  const scale = unit === 'percent' ? 100 : 1;
  return Math.round((value ?? 0) * scale * 100) / 100;
}

function isAmount(unit: Unit): boolean {
  return unit === 'count' || unit === 'money';
}

function axisText(unit: Unit, currency: string): string {
  switch (unit) {
    case 'count':
      return 'Number';
    case 'percent':
      return '%';
    case 'ratio':
      return 'Ratio';
    case 'money':
      return currency;
    case 'money_per_day':
      return `${currency} a day`;
    case 'days':
      return 'Days';
    case 'hours':
      return 'Hours';
    case 'minutes':
      return 'Minutes';
    case 'points':
      return 'Points';
  }
}
