// Scores a stream of values as watches would: line by line, each series by the detector that its rows ask for. A row is
// judged by those before it; only the kind waits for a few rows, and what waits gets the score of warming up.
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { isKnownPlace, specialDay } from '#features/anomalies/calendar.ts';
import { createDetector } from '#features/anomalies/create-detector.ts';
import type { Detector, SeriesKind } from '#features/anomalies/detector.ts';
import { Fault, messageOf } from '#kernel/errors.ts';

const RowShape = z.object({
  series: z.string(),
  ts: z.string(),
  value: z.number().nullable(),
  num: z.number().nullable().optional(),
  den: z.number().nullable().optional(),
});
type Row = z.output<typeof RowShape>;

/** As long as daily detectors warm up: whether values are whole numbers is seen by then, and all scores are 0 so far. */
const DAILY_ROWS = 28;
/** Whether a series has times of day shows in its second row at the latest: the first may be at midnight. */
const TIMED_ROWS = 2;

interface Series {
  readonly name: string;
  /** Rows that wait for the kind; null once it is known. */
  readonly waiting: Row[];
  detector: Detector | null;
}

/** Before the first row. */
const NOTHING: Series = { name: '', waiting: [], detector: null };

/** @throws Fault `invalid_input` for a line that is not a row, a country that is not known, or a file that cannot be read. */
export async function detect(input: string, output: string, countries: readonly string[]): Promise<void> {
  const unknown = countries.find((place) => !isKnownPlace(place));
  if (unknown !== undefined) throw new Fault('invalid_input', `The holidays of ${unknown} are not known.`);
  try {
    const lines = createInterface({ input: createReadStream(input), crlfDelay: Number.POSITIVE_INFINITY });
    await pipeline(scored(lines, countries), createWriteStream(output));
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('invalid_input', messageOf(error), { cause: error });
  }
}

async function* scored(lines: AsyncIterable<string>, countries: readonly string[]): AsyncGenerator<string> {
  let series: Series = NOTHING;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const row = readRow(line, number);
    if (series === NOTHING || series.name !== row.series) {
      yield* settle(series, countries);
      series = { name: row.series, waiting: [], detector: null };
    }
    if (series.detector !== null) {
      yield scoreLine(row, series.detector, countries);
      continue;
    }
    series.waiting.push(row);
    if (series.waiting.length >= (isDaily(series.waiting) ? DAILY_ROWS : TIMED_ROWS)) yield* settle(series, countries);
  }
  yield* settle(series, countries);
}

/** Decides the kind by the rows that wait, and lets them go. */
function* settle(series: Series, countries: readonly string[]): Generator<string> {
  if (series.detector !== null || series.waiting.length === 0) return;
  const detector = createDetector({ kind: kindOf(series.waiting), sensitivity: 'normal' });
  for (const row of series.waiting) yield scoreLine(row, detector, countries);
  series.waiting.length = 0;
  series.detector = detector;
}

function kindOf(rows: readonly Row[]): SeriesKind {
  if (!isDaily(rows)) return 'continuous';
  if (rows.some(({ den }) => den !== null && den !== undefined)) return 'ratio';
  const isCount = rows.every(({ value }) => value === null || (Number.isInteger(value) && value >= 0));
  return isCount ? 'count' : 'amount';
}

function isDaily(rows: readonly Row[]): boolean {
  return rows.slice(0, TIMED_ROWS).every(({ ts }) => instantOf(ts).getTime() % 86_400_000 === 0);
}

function scoreLine(row: Row, detector: Detector, countries: readonly string[]): string {
  const { series, ts } = row;
  return `${JSON.stringify({ series, ts, score: scoreOf(row, detector, countries) })}\n`;
}

function scoreOf({ ts, value, num, den }: Row, detector: Detector, countries: readonly string[]): number {
  const at = instantOf(ts);
  const parts = typeof num === 'number' && typeof den === 'number' ? { numerator: num, denominator: den } : null;
  if (value === null && parts === null) {
    detector.skip(at);
    return 0;
  }
  const weekday = at.getUTCDay() === 0 ? 7 : at.getUTCDay();
  const known = specialDay(countries, at.toISOString().slice(0, 10));
  const days = { special: known?.kind === 'holiday', season: known?.kind === 'season' };
  return detector.observe({ at, value: value ?? Number.NaN, parts, weekday, ...days }).score;
}

function readRow(line: string, number: number): Row {
  try {
    const row = RowShape.parse(JSON.parse(line));
    instantOf(row.ts);
    return row;
  } catch (error) {
    throw new Fault('invalid_input', `Line ${number} is not a row of {series, ts, value}.`, { cause: error });
  }
}

/** A time without a zone is taken for UTC. */
function instantOf(ts: string): Date {
  const text = ts.replace(' ', 'T');
  const at = new Date(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(at.getTime())) throw new Fault('invalid_input', `${ts} is not a time.`);
  return at;
}
