// `npm run watch -- backtest METRIC`: which alarms a watch would have raised, beside the app, which may run or not.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createDrawer } from '#adapters/charts/draw.ts';
import { backTestJson } from '#features/anomalies/judging/back-test-json.ts';
import { backTestLines } from '#features/anomalies/judging/back-test-lines.ts';
import { backTest } from '#features/anomalies/judging/back-test.ts';
import type { BackTest, BackTestDeps } from '#features/anomalies/judging/back-test.ts';
import { calendarDay, dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import { drawingOfSeries } from '#features/anomalies/judging/series-drawing.ts';
import type { Threshold, Watch } from '#features/anomalies/store.ts';
import { refusalLines } from '#features/metrics/answer-terminal.ts';
import { DIMENSIONS } from '#features/metrics/metric.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { SENSITIVITIES } from '#features/playbook/watches.ts';
import { Fault, messageOf } from '#kernel/errors.ts';
import { DAY_MS, Duration } from '#kernel/time.ts';
import type { Terminal } from './terminal.ts';
import { CLOCK, runOn, visitApp } from './visit.ts';

export const BACKTEST_USAGE = `  npm run watch -- backtest QUESTION [--since 365d] [--by DIMENSION] [--sensitivity quiet|normal|eager]
                          [--direction both|down|up] [--below N | --above N | --behind SHARE] [--json] [--chart FILE.png]
      which alarms a watch would have raised, against the events that are known. QUESTION as after /kpi, without a
      period: mqls where source = Web. --since: days (90d) or a first day (2026-01-31). --chart: an image of the whole`;

const DIRECTIONS = ['both', 'down', 'up'] as const;
/** A year, and two at most: detectors learn before that. */
const DAYS = { usual: '365d', most: 730 } as const;

export interface BackTestVisit {
  readonly deps: BackTestDeps;
  readonly close: () => Promise<void>;
}

interface Wanted {
  readonly watch: Omit<Watch, 'key'>;
  readonly since: string;
  readonly json: boolean;
  readonly chart: string | null;
}

/** Resolves to the exit code: 0 done, 1 refused with the reason, 2 it cannot be run. */
export function runBackTest(
  args: readonly string[],
  terminal: Terminal,
  open: () => Promise<BackTestVisit> = openVisit,
): Promise<number> {
  const wanted = readWanted(args);
  if (typeof wanted === 'string') {
    terminal.err(`${wanted}\nusage:\n${BACKTEST_USAGE}`);
    return Promise.resolve(2);
  }
  return runOn(open, terminal, ({ deps }) => test(deps, wanted, terminal));
}

async function test(deps: BackTestDeps, { watch, since, json, chart }: Wanted, terminal: Terminal): Promise<number> {
  const { currency, timezone } = deps.playbook().playbook.organization;
  const today = calendarDay(deps.clock.now(), timezone);
  const from = firstDay(since, today);
  const tested = await backTest(deps, watch, { from, to: dayAfter(today, -1) });
  if ('kind' in tested) {
    const { because, suggestions } = tested;
    if (json) terminal.out(JSON.stringify({ error: 'refused', because, suggestions }, null, 2));
    else for (const line of refusalLines(tested)) terminal.err(line);
    return 1;
  }
  if (chart !== null) await drawInto(chart, tested, watch.threshold, currency);
  if (json) terminal.out(JSON.stringify(backTestJson(tested), null, 2));
  else for (const line of backTestLines(tested, currency, timezone)) terminal.out(line);
  return 0;
}

function firstDay(since: string, today: string): string {
  const days = Duration.safeParse(since);
  return days.success ? dayAfter(today, -Math.round(days.data / DAY_MS)) : since;
}

/** The whole, from its first day to its last. */
async function drawInto(file: string, { plan, series }: BackTest, threshold: Threshold | null, currency: string) {
  const looks = series[0]?.looks ?? [];
  const limit = threshold === null || threshold.kind === 'behind_target' ? {} : { limit: threshold.value };
  const drawer = createDrawer();
  try {
    const { png } = await drawer.draw(
      drawingOfSeries({ plan, series: '', looks, currency, days: looks.length, ...limit }),
    );
    await writeFile(file, png);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const because = `The chart cannot be written to ${file}: ${messageOf(error)}. Name a file in a folder that is there.`;
    throw new Fault('invalid_input', because, { cause: error });
  } finally {
    await drawer.close();
  }
}

/** What was asked for, or what is wrong with it. */
function readWanted(args: readonly string[]): Wanted | string {
  const text = { type: 'string' } as const;
  const options = {
    since: { ...text, default: DAYS.usual },
    by: text,
    sensitivity: { ...text, default: 'normal' },
    direction: { ...text, default: 'both' },
    below: text,
    above: text,
    behind: text,
    json: { type: 'boolean', default: false },
    chart: text,
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const question = positionals.join(' ').trim();
    if (question === '') return 'Say which KPI: npm run watch -- backtest mqls';
    const sensitivity = SENSITIVITIES.find((one) => one === values.sensitivity);
    if (sensitivity === undefined) return `--sensitivity ${values.sensitivity}: it is quiet, normal or eager`;
    const direction = DIRECTIONS.find((one) => one === values.direction);
    if (direction === undefined) return `--direction ${values.direction}: it is both, down or up`;
    const by = values.by ?? null;
    if (by !== null && !DIMENSIONS.some((one) => one === by)) {
      return `--by ${by}: it is one of ${DIMENSIONS.join(', ')}`;
    }
    const since = readSince(values.since);
    if (since !== null) return since;
    const threshold = readThreshold(values);
    if (typeof threshold === 'string') return threshold;
    const whose = { channel: '', assignee: null, createdBy: null };
    const watch = { question, by, sensitivity, direction, threshold, ...whose };
    return { watch, since: values.since, json: values.json, chart: values.chart ?? null };
  } catch (error) {
    return messageOf(error);
  }
}

/** What is wrong with it; null: nothing. */
function readSince(since: string): string | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(Date.parse(since))) return null;
  const days = Duration.safeParse(since);
  if (!days.success || days.data < DAY_MS) return `--since ${since}: write days as 365d, or a first day as 2026-01-31`;
  return days.data <= DAYS.most * DAY_MS ? null : `--since ${since}: at most ${DAYS.most}d`;
}

interface Limits {
  readonly below?: string | undefined;
  readonly above?: string | undefined;
  readonly behind?: string | undefined;
}

/** Null: none, what is unusual is told. */
function readThreshold({ below, above, behind }: Limits): Threshold | string | null {
  const given = Object.entries({ below, above, behind }).filter(([, text]) => text !== undefined);
  const [first, another] = given;
  if (first === undefined) return null;
  if (another !== undefined) return `--${given.map(([name]) => name).join(' and --')}: choose one of them`;
  const [name, text = ''] = first;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return `--${name} ${text}: it is a number, such as 40`;
  if (name !== 'behind') return { kind: name === 'below' ? 'below' : 'above', value };
  if (value <= 0 || value >= 1) return `--behind ${text}: it is a share, such as 0.2 for a fifth under the pace`;
  return { kind: 'behind_target', share: value };
}

async function openVisit(): Promise<BackTestVisit> {
  const { database, playbook: file } = await visitApp();
  try {
    // The file as it is, checked as the app checks it at its next start.
    const written = readPlaybook(await readFile(file, 'utf8'), file);
    const playbook = (): ActivePlaybook => ({ playbook: written, version: 0 });
    const { metrics, stores } = database;
    const values = createValueBook({ store: metrics, playbook, clock: CLOCK });
    return { deps: { metrics, values, playbook, clock: CLOCK, stores }, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
