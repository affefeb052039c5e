// An answer as a drawing, for charts that Slack cannot show itself: more than twenty points, or a band around a line.
import type { Drawing, DrawnSeries } from '#ports/drawing.ts';
import type { Answer, Point } from './answer.ts';
import type { Unit } from './metric.ts';

const LINES = 6;

/** The whole as bars or a line with what it is compared with, or the largest groups as lines. */
export function drawingOf(answer: Answer): Drawing {
  const { metric, question, points, groups, pace, zone } = answer;
  const lines = groups.filter((group) => group.points.length > 0).slice(0, LINES);
  return {
    title: metric.label,
    subtitle: `${question.period.words}, ${zone}`,
    labels: points.map(({ label }) => label),
    series: lines.length > 0 ? lines.map((group) => lineOf(group.name, group.points)) : wholeOf(answer),
    ...(pace === null || lines.length > 0 ? {} : targetOf(answer, pace.target)),
    ...axisOf(metric.unit, answer.currency),
  };
}

function wholeOf({ metric, points, pointsBefore, compared }: Answer): readonly DrawnSeries[] {
  const before = compared === null ? [] : [{ ...lineOf(compared.period.words, pointsBefore), faded: true }];
  return [lineOf(metric.label, points), ...before];
}

function lineOf(name: string, points: readonly Point[]): DrawnSeries {
  return { name, values: points.map(({ value }) => value), as: 'line' };
}

/** A target is for a whole period; only a level can be drawn beside its steps. */
function targetOf({ metric }: Answer, target: number): Pick<Drawing, 'target'> {
  const level = metric.unit !== 'count' && metric.unit !== 'money';
  return level ? { target: { name: 'Target', value: target } } : {};
}

/** How values of a unit are written along an axis. */
export function axisOf(unit: Unit, currency: string): Pick<Drawing, 'numbers' | 'suffix'> {
  switch (unit) {
    case 'percent':
      return { numbers: { style: 'percent', maximumFractionDigits: 1 } };
    case 'money':
      return { numbers: { style: 'currency', currency, notation: 'compact' } };
    case 'money_per_day':
      return { numbers: { style: 'currency', currency, notation: 'compact' }, suffix: ' a day' };
    case 'days':
      return { numbers: { maximumFractionDigits: 1 }, suffix: ' d' };
    case 'hours':
      return { numbers: { maximumFractionDigits: 1 }, suffix: ' h' };
    case 'minutes':
      return { numbers: { maximumFractionDigits: 1 }, suffix: ' min' };
    case 'count':
    case 'ratio':
    case 'points':
      return { numbers: { notation: 'compact', maximumFractionDigits: 2 } };
  }
}
