// The course of a series with what was to be expected of it, and the days that were unusual.
import type { Drawing } from '#ports/drawing.ts';
import { axisOf } from '#features/metrics/drawing.ts';
import type { Metric } from '#features/metrics/metric.ts';
import { dayAfter, instantOfDay } from './calendar-day.ts';
import type { Look } from './look.ts';

export interface SeriesDrawn {
  readonly plan: { readonly metric: Pick<Metric, 'label' | 'unit' | 'upIsGood'> };
  /** Value of the watch's dimension; '' for the whole. */
  readonly series: string;
  /** The latest look at each day, or at each minute of a reading of Signalbox itself; ascending. */
  readonly looks: readonly Look[];
  readonly currency: string;
  readonly title?: string;
  readonly subtitle?: string;
  /** So many of the last days, or readings, are shown; left out: nine weeks. */
  readonly days?: number;
  /** A threshold's. */
  readonly limit?: number;
}

const NINE_WEEKS = 63;
/** A band that reaches further than this many times the largest value would press the values flat; it is cut off there. */
const BAND_REACH = 1.2;
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const IS_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Days that were not looked at, and those without a value, are gaps. */
export function drawingOfSeries(drawn: SeriesDrawn): Drawing {
  const { plan, series, currency, title, subtitle, limit } = drawn;
  const { label, unit, upIsGood } = plan.metric;
  const days = withGaps(drawn.looks).slice(-(drawn.days ?? NINE_WEEKS));
  const looks = days.map(({ look }) => look);
  const [first] = days;
  const last = days.at(-1);
  const span = first === undefined || last === undefined ? '' : `${longText(first.day)} to ${longText(last.day)}`;
  return {
    title: title ?? (series === '' ? label : `${label}: ${series}`),
    subtitle: subtitle ?? span,
    labels: days.map(({ day }) => shortText(day)),
    series: [{ name: 'Actual', values: looks.map((look) => look?.value ?? null), as: 'line' }, ...expectedOf(looks)],
    ...bandOf(looks),
    flags: looks.flatMap((look, index) => (look?.flagged === true ? [{ index, tone: toneOf(look, upIsGood) }] : [])),
    ...(limit === undefined ? {} : { target: { name: 'Limit', value: limit } }),
    ...axisOf(unit, currency),
  };
}

interface Shown {
  readonly day: string;
  /** Null: nothing is known of it. */
  readonly look: Look | null;
}

function withGaps(looks: readonly Look[]): readonly Shown[] {
  const shown: Shown[] = [];
  for (const look of looks) {
    const before = shown.at(-1)?.day;
    if (before !== undefined && IS_DAY.test(before) && IS_DAY.test(look.day)) {
      for (let day = dayAfter(before, 1); day < look.day; day = dayAfter(day, 1)) shown.push({ day, look: null });
    }
    shown.push({ day: look.day, look });
  }
  return shown;
}

function expectedOf(looks: readonly (Look | null)[]): Drawing['series'] {
  const values = looks.map((look) => look?.expected ?? null);
  return values.every((value) => value === null) ? [] : [{ name: 'Expected', values, as: 'line', faded: true }];
}

/** Where there are both ends of it; a threshold has one. */
function bandOf(looks: readonly (Look | null)[]): Pick<Drawing, 'band'> {
  const known = looks.map((look) => (look === null || look.low === null || look.high === null ? null : look));
  if (known.every((look) => look === null)) return {};
  const largest = Math.max(...looks.map((look) => Math.max(look?.value ?? 0, look?.expected ?? 0)));
  const most = largest > 0 ? largest * BAND_REACH : Number.POSITIVE_INFINITY;
  return {
    band: {
      name: 'Usual range',
      low: known.map((look) => look?.low ?? null),
      high: known.map((look) => (look?.high === undefined || look.high === null ? null : Math.min(most, look.high))),
    },
  };
}

function toneOf({ direction }: Look, upIsGood: boolean | null): 'bad' | 'good' | 'muted' {
  if (upIsGood === null || direction === null) return 'muted';
  return (direction === 'up') === upIsGood ? 'good' : 'bad';
}

function shortText(day: string): string {
  return IS_DAY.test(day) ? DAY.format(instantOfDay(day)) : day.slice(11, 16);
}

function longText(day: string): string {
  return IS_DAY.test(day)
    ? `${DAY.format(instantOfDay(day))} ${day.slice(0, 4)}`
    : day.replace('T', ' ').replace('Z', ' UTC');
}
