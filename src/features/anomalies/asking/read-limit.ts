// Reads the number at which somebody wants to be told, in the unit of the KPI, and says what it means. Refuses what could
// mean two numbers, and proposes one.
import { formatMoney, parseMoney } from '#kernel/money.ts';
import { figureText } from '#features/metrics/figure-text.ts';
import type { Metric, Unit } from '#features/metrics/metric.ts';
import type { Threshold } from '../store.ts';

export type ReadLimit =
  | { readonly kind: 'limit'; readonly threshold: Threshold }
  /** A sentence that says how to write it. */
  | { readonly kind: 'refused'; readonly because: string };

interface Measured {
  readonly metric: Pick<Metric, 'label' | 'unit'>;
  readonly currency: string;
}

const MINUTES: Readonly<Record<string, number>> = {
  d: 1440,
  day: 1440,
  h: 60,
  hour: 60,
  hr: 60,
  m: 1,
  min: 1,
  minute: 1,
};

export function readLimit(text: string, kind: Threshold['kind'], measured: Measured): ReadLimit {
  const typed = text.trim();
  if (typed === '') return refused(`Write the number: ${exampleOf(kind, measured)}.`);
  if (kind === 'behind_target') return readShare(typed);
  const value = readValue(typed, measured);
  return typeof value === 'string' ? refused(value) : { kind: 'limit', threshold: { kind, value } };
}

/** `below 40`, `20% behind the pace of its target`. */
export function limitText(threshold: Threshold, { unit }: Pick<Metric, 'unit'>, currency: string): string {
  if (threshold.kind === 'behind_target') return `${percent(threshold.share)} behind the pace of its target`;
  return `${threshold.kind} ${figureText(threshold.value, unit, currency)}`;
}

function readShare(typed: string): ReadLimit {
  const said = percentOf(typed);
  if (said === null) return refused(`How far behind is a share: write 20%.${proposal(typed)}`);
  if (said <= 0 || said >= 1) return refused('It is behind by more than 0% and less than 100%: write 20%.');
  return { kind: 'limit', threshold: { kind: 'behind_target', share: said } };
}

/** The number, or why it is none. */
function readValue(typed: string, { metric, currency }: Measured): number | string {
  switch (metric.unit) {
    case 'percent':
      return percentOf(typed) ?? `${metric.label} is a share: write it with its sign, as 40%.${proposal(typed)}`;
    case 'money':
    case 'money_per_day':
      return readAmount(typed, currency);
    case 'days':
    case 'hours':
    case 'minutes':
      return readSpan(typed, metric);
    case 'count':
    case 'ratio':
    case 'points':
      if (percentOf(typed) !== null)
        return `${metric.label} is ${UNIT_WORDS[metric.unit]}, no share: write ${exampleOf('below', { metric, currency })}.`;
      return readNumber(typed) ?? `“${typed.slice(0, 40)}” is no number: write it like 40 or 1,250.`;
  }
}

function readAmount(typed: string, currency: string): number | string {
  const below = /^[-−]\s*/u.exec(typed)?.[0] ?? '';
  const read = parseMoney(typed.slice(below.length));
  if (read.kind === 'refused') return `${read.because}.`;
  if (read.currency !== null && read.currency !== currency)
    return `Amounts are counted in ${currency}: write it in ${currency}.`;
  return below === '' ? Number(read.amount) : -Number(read.amount);
}

/** In the KPI's own unit, whichever it is written in. */
function readSpan(typed: string, { unit, label }: Pick<Metric, 'unit' | 'label'>): number | string {
  const [, written = '', word = ''] = /^([\d.,]+)\s*([a-z]*)$/iu.exec(typed) ?? [];
  const value = readNumber(written);
  const own = unit === 'days' ? 1440 : unit === 'hours' ? 60 : 1;
  const minutes = word === '' ? own : (MINUTES[word.toLowerCase()] ?? MINUTES[word.toLowerCase().replace(/s$/u, '')]);
  if (value === null || minutes === undefined) return `${label} is measured in ${unit}: write it like 3 ${unit}.`;
  return (value * minutes) / own;
}

/** `1250`, `1,250`, `1.5`, `1,5`, `12k`; null for anything else. */
function readNumber(typed: string): number | null {
  const [, sign = '', digits = '', thousands = ''] = /^([-−]?)\s*([\d.,]+)\s*(k?)$/iu.exec(typed) ?? [];
  const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(digits) ? digits.replaceAll(',', '') : digits;
  const plain = /^\d+,\d{1,2}$/u.test(grouped) ? grouped.replace(',', '.') : grouped;
  if (!/^\d+(?:\.\d+)?$/u.test(plain)) return null;
  return Number(plain) * (thousands === '' ? 1 : 1000) * (sign === '' ? 1 : -1);
}

/** 0.4 of `40%`; null where that is not how it is written. */
function percentOf(typed: string): number | null {
  const number = /%\s*$/u.test(typed) ? readNumber(typed.replace(/\s*%\s*$/u, '')) : null;
  return number === null ? null : number / 100;
}

/** What was meant by a number without its sign. */
function proposal(typed: string): string {
  const number = readNumber(typed);
  if (number === null) return '';
  return ` Did you mean ${percent(Math.abs(number) < 1 ? number : number / 100)}?`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}

/** How the number of this KPI is written. */
function exampleOf(kind: Threshold['kind'], { metric, currency }: Measured): string {
  if (kind === 'behind_target') return '20%';
  switch (metric.unit) {
    case 'percent':
      return '40%';
    case 'money':
    case 'money_per_day':
      return formatMoney('12000.00', currency);
    case 'days':
    case 'hours':
    case 'minutes':
      return `3 ${metric.unit}`;
    case 'ratio':
      return '1.5';
    case 'count':
    case 'points':
      return '40';
  }
}

const UNIT_WORDS = { count: 'a count', ratio: 'a ratio', points: 'in points' } as const satisfies Readonly<
  Partial<Record<Unit, string>>
>;

function refused(because: string): ReadLimit {
  return { kind: 'refused', because };
}
