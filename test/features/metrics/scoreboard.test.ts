import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '#features/metrics/catalogue/catalogue.ts';
import { periodSettings } from '#features/metrics/periods.ts';
import { OPERATOR } from '#features/metrics/restrict.ts';
import { scoreboard } from '#features/metrics/scoreboard.ts';
import { usualPeriod } from '#features/metrics/usual-period.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { createFakeMetrics, type FakeRow } from '../../support/fake-metrics.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const REST = `kpis:
  scoreboards: [{ channel: "#revops", kpis: [mqls, mql_to_sql, forecast_accuracy] }]
  scoreboard: [leads, win_rate]
  targets: [{ kpi: mqls, period: "2026-11", value: 40 }]
`;

function board(channels: readonly string[], rows: readonly FakeRow[] = []) {
  const playbook = aPlaybook(REST);
  const store = createFakeMetrics(rows);
  const deps = { store, playbook: () => ({ playbook, version: 1 }), clock: { now: () => NOW } };
  return { shown: scoreboard(deps, channels, OPERATOR), store };
}

describe('A scoreboard', () => {
  it('is that of its channel, by name or id, else the one for everywhere', async () => {
    const ids = async (channels: readonly string[]): Promise<readonly string[]> =>
      (await board(channels).shown).rows.map((row) => (row.kind === 'answer' ? row.answer.metric.id : row.kpi));
    expect(await ids(['#revops', 'C0REVOPS1'])).toEqual(['mqls', 'mql_to_sql', 'forecast_accuracy']);
    expect(await ids(['#marketing'])).toEqual(['leads', 'win_rate']);
    expect(await ids([])).toEqual(['leads', 'win_rate']);
  });

  it('has number, comparison, target and twelve weeks and the one that runs', async () => {
    const at = { mql: '2026-11-03T10:00:00Z' };
    const { shown, store } = board(
      ['#revops'],
      [
        { fact: 'prospect', at },
        { fact: 'prospect', at },
      ],
    );
    const [row] = (await shown).rows;
    expect(row).toMatchObject({
      kind: 'answer',
      answer: {
        figure: { value: 2 },
        compared: { figure: { value: 0 } },
        pace: { target: 40, reached: 0.05 },
        question: { period: { words: 'this month' } },
      },
    });
    const points = row?.kind === 'answer' ? row.answer.points : [];
    expect([points.length, points[0]?.day, points.at(-1)?.day]).toEqual([13, '2026-08-24', '2026-11-16']);
    expect(store.calls['freshness']).toBe(1);
  });

  it.each([
    ['leads', 'this month'],
    ['forecast_accuracy', 'last month'],
    // All of August has had 60 days on 30 October, and all of September not before 29 November.
    ['mql_to_sql', '3 months ago'],
  ])('shows of %s %s, which tells most', (id, words) => {
    const metric = BUILT_IN.find((one) => one.id === id);
    if (metric === undefined) throw new Error(id);
    const settings = periodSettings(aPlaybook(), NOW);
    expect(usualPeriod(60 * 86_400_000, metric, settings).words).toBe(words);
  });
});
