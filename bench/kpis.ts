// What answers cost on a million leads: questions with a dimension, twelve months and the twelve before, each beside the
// best SQL written by hand on the same tables; a scoreboard; the same for a tenth and a hundredth of the data.
import { Client, Pool } from 'pg';
import { createBreaker } from '#adapters/breaker/breaker.ts';
import { migrate } from '#adapters/postgres/migrate.ts';
import { createReadingPool } from '#adapters/postgres/metrics/reading-pool.ts';
import { createMetricStore } from '#adapters/postgres/metrics/store.ts';
import { ask } from '#features/metrics/ask.ts';
import type { AskDeps } from '#features/metrics/ask.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { scoreboard } from '#features/metrics/scoreboard.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';
import { below, lessThan, median, percentile } from './figures.ts';
import type { Figure, Result } from './figures.ts';
import { SILENT, startDatabase, untilDone } from './house.ts';
import type { AtEnd } from './house.ts';
import { fillForKpis, KPI_NOW } from './kpi-data.ts';
import { PLAYBOOK, QUESTIONS } from './kpi-questions.ts';
import type { Asked } from './kpi-questions.ts';
import { keepUp } from './kpi-upkeep.ts';
import { watching } from './kpi-watching.ts';
import { describeLoad } from './report.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const TIMES = 20;
/** The first ones open connections and fill caches. */
const WARM_UP = 3;
const SCOREBOARD_MS = 1000;
const LIMIT = 1.5;

/** One database with what asks it. */
interface Side {
  readonly leads: number;
  readonly deps: AskDeps;
  readonly hand: Pool;
  readonly url: string;
}

export function kpis(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const server = await startDatabase(atEnd);
    const sides: Side[] = [];
    const filled: string[] = [];
    for (const leads of SIZES) {
      const began = performance.now();
      sides.push(await openSide(await createDatabase(server.url, leads), leads, atEnd));
      filled.push(`${leads.toLocaleString('en-US')} in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    const [small, middle, large] = sides as [Side, Side, Side];
    const figures: Figure[] = [];
    for (const asked of QUESTIONS) figures.push(...(await compare(asked, large)));
    const board = await timesOf(() => scoreboard(large.deps, [], OPERATOR));
    figures.push(
      below(
        { what: 'scoreboard of 12, p95', value: percentile(board, 0.95), unit: 'ms', baseline: null },
        SCOREBOARD_MS,
      ),
    );
    for (const side of [small, middle]) figures.push(...(await costOf(side)));
    figures.push(...(await watching(large.deps)));
    figures.push(...(await keepUp(large.url)));
    return {
      title: `kpis: ${large.leads.toLocaleString('en-US')} leads, ${(large.leads / 5).toLocaleString('en-US')} deals, ${(large.leads * 5).toLocaleString('en-US')} touches`,
      figures,
      notes: [
        `an answer is the number, its groups and months, and those of the year before; p95 of ${TIMES - WARM_UP}, ratios of medians; asked turn about with the SQL written by hand, the faster of two ways of writing it`,
        `both with the settings of the app's connections for numbers: work_mem 64 MB, no JIT, random pages as cheap as on an SSD, two parallel workers`,
        `generated, indexed, vacuumed: ${filled.join(', ')}`,
        describeLoad(),
      ],
    };
  });
}

async function createDatabase(serverUrl: string, leads: number): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE bench_kpis_${leads}`).finally(() => client.end());
  const url = serverUrl.replace(/\/signalbox(?=\?|$)/u, `/bench_kpis_${leads}`);
  await migrate({ url, log: SILENT });
  await fillForKpis(url, leads);
  return url;
}

async function openSide(url: string, leads: number, atEnd: AtEnd): Promise<Side> {
  const breaker = createBreaker({
    name: 'The database',
    isOutage: () => false,
    failures: 3,
    firstWaitMs: 200,
    longestWaitMs: 400,
  });
  const pool = createReadingPool({ url, log: SILENT, breaker });
  atEnd(() => pool.close());
  const hand = new Pool({
    connectionString: url,
    max: 1,
    onConnect: async (client) => {
      await client.query(`SET TIME ZONE 'UTC'; SET work_mem = '64MB'; SET jit = off; SET random_page_cost = 1.1`);
    },
  });
  atEnd(() => hand.end());
  const playbook = readPlaybook(PLAYBOOK, 'playbook.yaml');
  const deps = {
    store: createMetricStore(pool),
    playbook: () => ({ playbook, version: 1 }),
    clock: { now: () => KPI_NOW },
  };
  return { leads, deps, hand, url };
}

async function compare(asked: Asked, { deps, hand }: Side): Promise<readonly Figure[]> {
  const { what, question, byHand, limitMs } = asked;
  const ours: number[] = [];
  const theirs: number[][] = byHand.map(() => []);
  for (let round = 0; round < TIMES; round += 1) {
    ours.push(await timed(() => answered(deps, question)));
    for (const [index, sql] of byHand.entries()) theirs[index]?.push(await timed(() => hand.query(sql)));
  }
  const best = Math.min(...theirs.map((times) => median(times.slice(WARM_UP))));
  const counted = ours.slice(WARM_UP);
  return [
    below({ what: `${what}, p95`, value: percentile(counted, 0.95), unit: 'ms', baseline: null }, limitMs),
    lessThan(
      { what: `${what}, median`, value: median(counted), unit: 'ms', baseline: { name: 'SQL by hand', value: best } },
      LIMIT,
    ),
  ];
}

/** What the first of each kind of question costs here. */
async function costOf({ deps, leads }: Side): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { what, question } of QUESTIONS) {
    const value = median(await timesOf(() => answered(deps, question)));
    figures.push({
      what: `${what}, median, ${leads.toLocaleString('en-US')} leads`,
      value,
      unit: 'ms',
      baseline: null,
      target: null,
    });
  }
  return figures;
}

async function answered(deps: AskDeps, question: Asked['question']): Promise<void> {
  const answering = await ask(deps, question, OPERATOR);
  if (answering.kind === 'refused') throw new Error(`${question.kpi}: ${answering.because}`);
}

async function timesOf(work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < TIMES; round += 1) times.push(await timed(work));
  return times.slice(WARM_UP);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
