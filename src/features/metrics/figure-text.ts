// Numbers of KPIs as people read them. Plain text: whoever puts it into a message escapes it.
import type { Figure } from './answer.ts';
import type { Metric, Unit } from './metric.ts';

/** With its unit: `1,284`, `25.3%`, `€1,240,500`, `3.4 days`. Null, what cannot be worked out, is a dash. */
export function figureText(value: number | null, unit: Unit, currency: string): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count':
      return number(value, 0);
    case 'percent':
      return `${number(value * 100, 1)}%`;
    case 'ratio':
      return number(value, 2);
    case 'money':
      return money(value, currency);
    case 'money_per_day':
      return `${money(value, currency)} a day`;
    case 'days':
      return `${number(value, 1)} ${Math.abs(value) === 1 ? 'day' : 'days'}`;
    case 'hours':
      return `${number(value, 1)} h`;
    case 'minutes':
      return `${number(value, 1)} min`;
    case 'points':
      return number(value, 1);
  }
}

/** `▲ 12%`; shares and scores differ by points: `▼ 2.1 points`. A dash where either is not known. */
export function changeText({ unit }: Pick<Metric, 'unit'>, before: number | null, after: number | null): string {
  if (before === null || after === null) return '–';
  if (after === before) return 'unchanged';
  const arrow = after > before ? '▲' : '▼';
  if (unit === 'percent') return `${arrow} ${number(Math.abs(after - before) * 100, 1)} points`;
  if (unit === 'points') return `${arrow} ${number(Math.abs(after - before), 1)} points`;
  // Of nothing there is no part.
  if (before === 0) return `${arrow} from 0`;
  const share = (Math.abs(after - before) / Math.abs(before)) * 100;
  return `${arrow} ${number(share, share < 10 ? 1 : 0)}%`;
}

/** `€1.24M`: millions of money for a cell; all else as above. */
export function shortFigureText(value: number | null, unit: Unit, currency: string): string {
  const isMoney = unit === 'money' || unit === 'money_per_day';
  if (value === null || !isMoney || Math.abs(value) < 1_000_000) return figureText(value, unit, currency);
  const options = { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 3 } as const;
  const short = formatter(`short ${currency}`, options).format(value);
  return unit === 'money' ? short : `${short} a day`;
}

/** `▲ 12%`, `▼ 2.1 pt`, `=`: a change for a cell. */
export function shortChangeText(metric: Pick<Metric, 'unit'>, before: number | null, after: number | null): string {
  const text = changeText(metric, before, after);
  return text === 'unchanged' ? '=' : text.replace(' points', ' pt');
}

/** Whether a change is for the better, by the direction that the KPI has. */
export function changeWord(
  { upIsGood }: Pick<Metric, 'upIsGood'>,
  before: number | null,
  after: number | null,
): 'better' | 'worse' | null {
  if (upIsGood === null || before === null || after === null || before === after) return null;
  return after > before === upIsGood ? 'better' : 'worse';
}

/** What a number rests on: `412 of 1,640, 95% interval 23.1% to 27.3%`, `1,284 cases`. */
export function sampleText(figure: Figure, unit: Unit, currency: string): string {
  const { parts, sample, interval } = figure;
  const cases = `${number(sample, 0)} ${sample === 1 ? 'case' : 'cases'}`;
  const whole = parts !== null && Number.isInteger(parts.numerator) && Number.isInteger(parts.denominator);
  const rests = whole ? `${number(parts.numerator, 0)} of ${number(parts.denominator, 0)}` : cases;
  if (interval === null) return rests;
  return `${rests}, 95% interval ${figureText(interval.low, unit, currency)} to ${figureText(interval.high, unit, currency)}`;
}

function number(value: number, digits: number): string {
  return formatter(`n${digits}`, { maximumFractionDigits: digits }).format(value === 0 ? 0 : value);
}

/** Without cents where they say nothing. */
function money(value: number, currency: string): string {
  const digits = Math.abs(value) < 100 ? 2 : 0;
  return formatter(`${currency}${digits}`, {
    style: 'currency',
    currency,
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(value);
}

/** Making one takes longer than all else here. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formatters.get(key) ?? new Intl.NumberFormat('en', options);
  formatters.set(key, known);
  return known;
}
