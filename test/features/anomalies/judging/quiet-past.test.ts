// The sandbox's own past, in which nothing happens, looked back at for a year as watches look at it: no more alarms than stated.
import { beforeAll, describe, expect, it } from 'vitest';
import { backTest } from '#features/anomalies/judging/back-test.ts';
import type { BackTestDeps } from '#features/anomalies/judging/back-test.ts';
import type { Watch } from '#features/anomalies/store.ts';
import { historyRules } from '#features/history/rules.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import { useDatabase } from '../../../support/database.ts';
import { aWatch } from '../../../support/judging-house.ts';
import { fillFromPast } from '../../../support/past-mirror.ts';
import { aPlaybook } from '../../../support/past-playbook.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const PAST = { seed: 3, anchor: '2026-11-22', leads: 5_000, months: 18 };
const YEAR = { from: '2025-11-22', to: '2026-11-21' };
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
/** Chance exceeds what is expected by more than this many standard deviations once in a hundred times. */
const CHANCE = 2.33;

const clock = { now: () => NOW };
const playbook = aPlaybook('Europe/Berlin');
const inForce = { playbook, version: 1 };
const db = useDatabase(clock);

beforeAll(async () => {
  await fillFromPast({ database: db.database, past: PAST, rules: historyRules(playbook), now: NOW });
}, 300_000);

interface Heard {
  readonly alarms: number;
  /** As many as stated, by the days that were judged. */
  readonly stated: number;
}

async function heard(watches: readonly Omit<Watch, 'key'>[]): Promise<Heard> {
  const { stores, metrics } = db.database;
  const values = createValueBook({ store: metrics, playbook: () => inForce, clock });
  const deps: BackTestDeps = { metrics, values, playbook: () => inForce, clock, stores };
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
  return { alarms, stated };
}

describe('A quiet year', () => {
  it('of what the playbook of the sandbox watches raises at most as many alarms as stated', async () => {
    const { alarms, stated } = await heard(
      playbook.watches
        .filter(({ when }) => when === undefined)
        .map(({ metric, by, sensitivity, direction }) => {
          return aWatch({ question: metric, by: by ?? null, sensitivity, direction });
        }),
    );
    expect(stated).toBeGreaterThan(3);
    expect(alarms).toBeLessThanOrEqual(stated + CHANCE * Math.sqrt(stated));
  }, 180_000);

  it('of ten usual numbers, each by source, raises at most as many alarms as stated', async () => {
    const { alarms, stated } = await heard(USUAL.map((question) => aWatch({ question, by: 'source' })));
    expect(stated).toBeGreaterThan(60);
    expect(alarms).toBeLessThanOrEqual(stated + CHANCE * Math.sqrt(stated));
  }, 180_000);
});
