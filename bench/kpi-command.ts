// From `/kpi` typed in Slack to its answer, through the whole app, on the sandbox's eighteen months.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startApp } from '../src/app.ts';
import { startSandbox } from '#sandbox/start-sandbox.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { configFrom } from '../test/support/house-settings.ts';
import { below, median, percentile } from './figures.ts';
import type { Result } from './figures.ts';
import { SILENT, untilDone } from './house.ts';
import { describeLoad } from './report.ts';

const PLAYBOOK = fileURLToPath(new URL('../playbook.yaml', import.meta.url));
const ANSWER_MS = 700;
const FILL_MS = 20 * 60_000;
const ROUNDS = 10;
const CHANNEL = 'revops';
/** One of each kind, as people type them. An image takes uploads, which real Slack looks at for seconds. */
const QUESTIONS = [
  '',
  'leads last month',
  'mql_to_sql',
  'mql_to_sql last quarter by source',
  'pipeline_sourced last quarter by source vs previous',
  'cpl this month by channel',
  'leads last 12 months where country = DE',
  'win rate 2026 by owner',
  'campaign_influence last quarter by campaign model w_shaped',
  'lead_response_time last month by team',
  'revenue last 12 months vs last_year',
  'data_integrity_score',
] as const;

export function kpiCommand(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const home = await mkdtemp(join(tmpdir(), 'signalbox-bench-kpi-'));
    atEnd(() => rm(home, { recursive: true }));
    const sandbox = await startSandbox({ seed: 7, past: true });
    atEnd(() => sandbox.close());
    const config = configFrom({ ...sandbox.env, DATA_DIR: home, PLAYBOOK, PORT: '0' });
    const app = await startApp(config, { clock: sandbox.clock, log: SILENT });
    atEnd(() => app.stop());
    sandbox.pointAt(app.url);
    const filledMs = await untilFilled(sandbox);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const question of QUESTIONS) times.push(await timeOf(sandbox, question));
    }
    const figure = (what: string, value: number) => ({ what, value, unit: 'ms', baseline: null }) as const;
    return {
      title: `kpi-command: ${QUESTIONS.length} questions, ${ROUNDS} times each, on 18 months of the sandbox`,
      figures: [
        { ...figure('from the command to its answer, median', median(times)), target: null },
        below(figure('from the command to its answer, p95', percentile(times, 0.95)), ANSWER_MS),
        { ...figure('slowest', Math.max(...times)), target: null },
      ],
      notes: [`the past was read in ${Math.round(filledMs / 1000)} s`, describeLoad()],
    };
  });
}

/** A number says itself while history is missing. */
async function untilFilled(sandbox: Sandbox): Promise<number> {
  const since = performance.now();
  for (;;) {
    const told = await ask(sandbox, 'leads last month').catch(() => 'still being read');
    const known = told.includes('Leads: ') && !told.includes('Leads: 0') && !told.includes('still being read');
    if (known) return performance.now() - since;
    if (performance.now() - since > FILL_MS) throw new Error('the past was not read in time');
    await sleep(2000);
  }
}

async function timeOf(sandbox: Sandbox, question: string): Promise<number> {
  const since = performance.now();
  await ask(sandbox, question);
  return performance.now() - since;
}

/** What the person reads, as JSON. */
async function ask({ slack }: Sandbox, question: string): Promise<string> {
  const ana = slack.workspace.as('ana');
  const before = ana.inbox().length;
  await ana.command('/kpi', question, CHANNEL);
  for (let look = 0; look < 30_000; look += 1) {
    const note = ana
      .inbox()
      .slice(before)
      .find(({ text }) => !text.startsWith('Counting.'));
    if (note !== undefined) return JSON.stringify(note);
    await sleep(1);
  }
  throw new Error(`/kpi ${question} was not answered`);
}
