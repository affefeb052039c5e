// A data_visualization block as numbers to draw. Pure.
// Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block
import type { Json } from '#sandbox/web/protocol.ts';
import { jsonIn, jsonsIn, numberIn, textIn, textsIn } from '../json.ts';

export interface Slice {
  readonly label: string;
  readonly value: number;
  /** Of the whole, 0 to 1. */
  readonly share: number;
}

interface Series {
  readonly name: string;
  /** One a category; null where the app gave none. */
  readonly values: readonly (number | null)[];
}

export interface PieData {
  readonly kind: 'pie';
  readonly slices: readonly Slice[];
}

export interface PlotData {
  readonly kind: 'bar' | 'line' | 'area';
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
}

export type ChartData = PieData | PlotData;

/** What the block shows; null for a kind of chart that is not known. */
export function chartDataOf(block: Json): ChartData | null {
  const chart = jsonIn(block, 'chart');
  const kind = textIn(chart, 'type');
  if (kind === 'pie') return { kind, slices: slicesOf(jsonsIn(chart, 'segments')) };
  if (kind !== 'bar' && kind !== 'line' && kind !== 'area') return null;
  const axes = jsonIn(chart, 'axis_config');
  const categories = textsIn(axes, 'categories');
  return {
    kind,
    categories,
    series: jsonsIn(chart, 'series').map((series) => ({
      name: textIn(series, 'name'),
      values: categories.map((category) => valueAt(jsonsIn(series, 'data'), category)),
    })),
    xLabel: textIn(axes, 'x_label'),
    yLabel: textIn(axes, 'y_label'),
  };
}

function valueAt(points: readonly Json[], category: string): number | null {
  const point = points.find((each) => textIn(each, 'label') === category);
  return numberIn(point, 'value') ?? null;
}

function slicesOf(segments: readonly Json[]): readonly Slice[] {
  const values = segments.map((segment) => Math.max(0, numberIn(segment, 'value') ?? 0));
  const whole = values.reduce((sum, value) => sum + value, 0);
  return segments.map((segment, index) => {
    const value = values[index] ?? 0;
    return { label: textIn(segment, 'label'), value, share: whole === 0 ? 0 : value / whole };
  });
}

/** 1,234.5 */
export function exact(value: number | null): string {
  return value === null ? '–' : new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);
}

/** 1.2K, for an axis. */
export function brief(value: number): string {
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** 42.5% */
export function percent(share: number): string {
  return new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

/** The colour of the nth series or slice; there are twelve, as many as Slack takes. */
export function colourOf(index: number): string {
  return `var(--chart-${(index % 12) + 1})`;
}
