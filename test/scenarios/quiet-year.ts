// The sandbox's own past, in which nothing happens, looked back at for a year as watches look at it.
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { backTest } from '#features/anomalies/judging/back-test.ts';
import type { BackTestDeps } from '#features/anomalies/judging/back-test.ts';
import type { Watch } from '#features/anomalies/store.ts';
import { historyRules } from '#features/history/rules.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import { freshDatabase } from '../support/database.ts';
import { aWatch } from '../support/judging-house.ts';
import { fillFromPast } from '../support/past-mirror.ts';
import { aPlaybook } from '../support/past-playbook.ts';
import { silentLog } from '../support/silent-log.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const YEAR = { from: '2025-11-22', to: '2026-11-21' };
/** Chance exceeds what is expected by more than this many standard deviations once in a hundred times. */
const CHANCE = 2.33;
/** Costs are not among them: what a campaign cost is spread evenly over its days, so each of its ends is a step. */
const USUAL = [
  'leads',
  'mqls',
  'sqls',
  'opportunities',
  'deals_created',
  'deals_won',
  'revenue',
  'pipeline_sourced',
  'win_rate',
  'lead_response_time',
];

interface Heard {
  readonly alarms: number;
  /** As many as stated, by the days that were judged. */
  readonly stated: number;
  /** More alarms than this are more than chance makes of what is stated. */
  readonly most: number;
}

export interface QuietYear {
  /** What the sandbox's playbook watches. */
  watched(): Promise<Heard>;
  /** Ten usual numbers, each by source. */
  usual(): Promise<Heard>;
  close(): Promise<void>;
}

/** Whoever opens it closes it. */
export async function aQuietYear(leads: number): Promise<QuietYear> {
  const playbook = aPlaybook('Europe/Berlin');
  const clock = { now: () => NOW };
  const fresh = await freshDatabase();
  const database = connectDatabase({ url: fresh.url, log: silentLog, clock, poolSize: 4 });
  const past = { seed: 3, anchor: '2026-11-22', leads, months: 18 };
  await fillFromPast({ database, past, rules: historyRules(playbook), now: NOW });
  const { stores, metrics } = database;
  const active = () => ({ playbook, version: 1 });
  const values = createValueBook({ store: metrics, playbook: active, clock });
  const deps: BackTestDeps = { metrics, values, playbook: active, clock, stores };
  return {
    watched: () =>
      heard(
        deps,
        playbook.watches
          .filter(({ when }) => when === undefined)
          .map(({ metric, by, sensitivity, direction }) =>
            aWatch({ question: metric, by: by ?? null, sensitivity, direction }),
          ),
      ),
    usual: () =>
      heard(
        deps,
        USUAL.map((question) => aWatch({ question, by: 'source' })),
      ),
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
}

async function heard(deps: BackTestDeps, watches: readonly Omit<Watch, 'key'>[]): Promise<Heard> {
  let alarms = 0;
  let stated = 0;
  for (const watch of watches) {
    const tested = await backTest(deps, watch, YEAR);
    if ('kind' in tested) throw new Error(`${watch.question}: ${tested.because}`);
    for (const one of tested.series) {
      const days = one.looks.filter(({ state, value }) => state === 'judged' && value !== null).length;
      alarms += one.alarms.length;
      stated += (days / 365) * (tested.stated?.aYear ?? 0);
    }
  }
  return { alarms, stated, most: stated + CHANCE * Math.sqrt(stated) };
}
