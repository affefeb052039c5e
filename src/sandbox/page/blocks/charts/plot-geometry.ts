// Where bars, lines and areas go. Pure: numbers in, pixels out.
import { scaleBand, scaleLinear, scalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { PlotData } from './chart-data.ts';

const HEIGHT = 260;
const EDGE = { top: 12, right: 12, bottom: 28, left: 48 } as const;
const LABEL_ROOM = 18;
/** Width of a letter of an axis on average, in pixels. */
const LETTER = 6.4;
const TICKS = 5;
/** Labels of bars that would run into each other hang down to the left, in degrees; a cosine and a sine of that. */
export const TILT = 40;
const [TILT_WIDTH, TILT_HEIGHT] = [Math.cos((TILT * Math.PI) / 180), Math.sin((TILT * Math.PI) / 180)] as const;
/** Tilted labels need that much of the axis each. */
const TILTED_LINE = 12 / TILT_HEIGHT;

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** Middle and width of each category's column, and its label where there is room for one. */
  readonly columns: readonly { readonly x: number; readonly width: number; readonly label: string }[];
  readonly tilted: boolean;
  /** Bars of each series, one a category. */
  readonly bars: readonly (readonly (Spot | null)[])[];
  /** Points of each series, for lines and areas. */
  readonly points: readonly (readonly ({ readonly x: number; readonly y: number } | null)[])[];
  /** SVG paths of each series. */
  readonly lines: readonly string[];
  readonly areas: readonly string[];
}

/** @param width pixels that there are for the whole */
export function plotOf(data: PlotData, width: number): Plot {
  const left = EDGE.left + (data.yLabel === '' ? 0 : LABEL_ROOM);
  const right = Math.max(left + 40, width - EDGE.right);
  const bottom = HEIGHT - EDGE.bottom - (data.xLabel === '' ? 0 : LABEL_ROOM);
  const all = data.series.flatMap(({ values }) => values).filter((value) => value !== null);
  const y = scaleLinear([Math.min(0, ...all), Math.max(0, ...all)], [bottom, EDGE.top]).nice(TICKS);
  // An empty chart has an axis from 0 to 1.
  if (y.domain()[0] === y.domain()[1]) y.domain([0, 1]);
  const places = data.categories.map((_, index) => String(index));
  const band = scaleBand(places, [left, right]).paddingInner(0.28).paddingOuter(0.14);
  const point = scalePoint(places, [left + 16, right - 16]);
  const column = data.kind === 'bar' || places.length < 2 ? (right - left) / Math.max(1, places.length) : point.step();
  const middle = (index: number): number => {
    const at = String(index);
    return data.kind === 'bar' ? (band(at) ?? left) + band.bandwidth() / 2 : (point(at) ?? left);
  };
  const inBand = scaleBand(
    data.series.map((_, index) => String(index)),
    [0, band.bandwidth()],
  ).paddingInner(0.12);
  const points = data.series.map(({ values }) =>
    values.map((value, index) => (value === null ? null : { x: middle(index), y: y(value) })),
  );
  const bars = data.series.map(({ values }, series) =>
    values.map((value, index) => {
      if (value === null) return null;
      const x = (band(String(index)) ?? left) + (inBand(String(series)) ?? 0);
      const [high, low] = [y(Math.max(0, value)), y(Math.min(0, value))];
      return { x, y: high, width: inBand.bandwidth(), height: Math.max(1, low - high) };
    }),
  );
  const drawLine = line<{ x: number; y: number } | null>(
    (at) => at?.x ?? 0,
    (at) => at?.y ?? 0,
  ).defined(isThere);
  const drawArea = area<{ x: number; y: number } | null>(
    (at) => at?.x ?? 0,
    y(0),
    (at) => at?.y ?? 0,
  ).defined(isThere);
  // A bar whose name cannot be read says nothing.
  const tilted = data.kind === 'bar' && lengthOf(data.categories) + 8 > column;
  const labels = tilted
    ? hanging(data.categories, column, (index) => middle(index))
    : labelled(data.categories, column);
  return {
    width,
    height: HEIGHT + (tilted ? Math.round(lengthOf(labels) * TILT_HEIGHT) : 0),
    left,
    right,
    top: EDGE.top,
    bottom,
    ticks: y.ticks(TICKS).map((value) => ({ value, y: y(value) })),
    columns: labels.map((label, index) => ({ x: middle(index), width: column, label })),
    tilted,
    bars,
    points,
    lines: points.map((each) => drawLine(each) ?? ''),
    areas: points.map((each) => drawArea(each) ?? ''),
  };
}

function isThere(at: unknown): boolean {
  return at !== null;
}

// Labels that would run into each other: every second, third … is shown, and cut where even that is too long.
function labelled(categories: readonly string[], column: number): readonly string[] {
  const step = skipped(categories, column);
  const room = Math.max(3, Math.floor((column * step - 8) / LETTER));
  return categories.map((label, index) => (index % step === 0 ? cut(label, room) : ''));
}

/** Of how many labels in a row one is shown. */
function skipped(categories: readonly string[], column: number): number {
  const longest = Math.max(1, ...categories.map((label) => Math.min(label.length, 10)));
  return Math.max(1, Math.ceil((longest * LETTER + 8) / column));
}

// A label hangs from its bar down to the left: the first ones have the least room.
function hanging(categories: readonly string[], column: number, middle: (index: number) => number): readonly string[] {
  const step = Math.max(1, Math.ceil(TILTED_LINE / column));
  return categories.map((label, index) => {
    if (index % step !== 0) return '';
    return cut(label, Math.max(3, Math.floor(middle(index) / TILT_WIDTH / LETTER)));
  });
}

function lengthOf(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => label.length)) * LETTER;
}

function cut(label: string, room: number): string {
  return label.length > room ? `${label.slice(0, room - 1)}…` : label;
}
