// Numbers by several dimensions at once: added up again they are the numbers by each of them.
import { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dimension, Measure } from '#features/metrics/metric.ts';
import type { CombinationRow, Span } from '#features/metrics/store.ts';
import { DAY_MS } from '#kernel/time.ts';
import { useDatabase } from '../../../support/database.ts';
import { fillMirror } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
import { aReading } from '../../../support/metric-reading.ts';

const db = useDatabase({ now: () => MIRROR_NOW });

beforeAll(async () => {
  const pool = new Pool({ connectionString: db.url, max: 1 });
  await fillMirror(pool).finally(() => pool.end());
});

const span = (from: string, to: string): Span => ({ from: new Date(from), to: new Date(to) });
/** A month, and two of the months before it. */
const SPANS = [
  span('2024-10-31T23:00:00Z', '2024-11-30T23:00:00Z'),
  span('2024-08-31T22:00:00Z', '2024-09-30T22:00:00Z'),
  span('2024-02-29T23:00:00Z', '2024-03-31T22:00:00Z'),
];
const COMMON = { spans: SPANS, filter: null, reading: aReading(), now: MIRROR_NOW } as const;

/** Of each span, by one of the dimensions. */
function added(
  rows: readonly CombinationRow[],
  place: number,
  of: 'value' | 'cases' | 'rows',
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.span} ${row.groups[place] ?? '(none)'}`;
    sums.set(key, (sums.get(key) ?? 0) + row[of]);
  }
  return rounded(sums);
}

function rounded(sums: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...sums].filter(([, value]) => value !== 0).map(([key, value]) => [key, Number(value.toFixed(4))]));
}

interface Grouped {
  readonly span: number;
  readonly group: string | null;
}

function bySpan<Row extends Grouped>(rows: readonly Row[], of: (row: Row) => number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.span} ${row.group ?? '(none)'}`;
    sums.set(key, (sums.get(key) ?? 0) + of(row));
  }
  return rounded(sums);
}

describe('Combinations', () => {
  const count: Measure = { fact: 'prospect', at: 'lead', aggregate: { kind: 'count' } };
  const won: Measure = { fact: 'deal', at: 'closed', aggregate: { kind: 'sum', of: 'closed_value' }, where: ['won'] };
  const spent: Measure = { fact: 'cost', at: 'spent', aggregate: { kind: 'sum', of: 'value' } };

  it.each<{ readonly measure: Measure; readonly by: readonly Dimension[] }>([
    { measure: count, by: ['source', 'channel', 'campaign', 'country', 'segment', 'owner', 'crm', 'team', 'stage'] },
    { measure: won, by: ['source', 'product', 'campaign', 'crm', 'stage'] },
    { measure: spent, by: ['source', 'channel', 'campaign'] },
  ])('of $measure.fact add up to each dimension', async ({ measure, by }) => {
    const rows = await db.database.metrics.combine({ ...COMMON, of: { kind: 'measure', measure, outOf: null }, by });
    for (const [place, dimension] of by.entries()) {
      const groups = await db.database.metrics.measure({ ...COMMON, measure, by: dimension });
      expect(added(rows, place, 'value')).toEqual(bySpan(groups, ({ value }) => value ?? 0));
      expect(added(rows, place, 'rows')).toEqual(bySpan(groups, (row) => row.rows));
    }
  });

  it('of averages are sums with how many have a value', async () => {
    const average: Measure = {
      fact: 'deal',
      at: 'closed',
      aggregate: { kind: 'average', of: 'cycle' },
      where: ['won'],
    };
    const median: Measure = { ...average, aggregate: { kind: 'median', of: 'cycle' } };
    const by: readonly Dimension[] = ['crm', 'country'];
    const rows = await db.database.metrics.combine({
      ...COMMON,
      of: { kind: 'measure', measure: average, outOf: null },
      by,
    });
    const groups = await db.database.metrics.measure({ ...COMMON, measure: average, by: 'crm' });
    expect([...added(rows, 0, 'value').keys()]).toEqual(
      expect.arrayContaining([...bySpan(groups, (row) => row.rows).keys()]),
    );
    expect(added(rows, 0, 'rows')).toEqual(bySpan(groups, (row) => row.rows));
    const total = (of: ReadonlyMap<string, number>): number => [...of.values()].reduce((sum, value) => sum + value, 0);
    const whole = total(bySpan(groups, (row) => (row.value ?? 0) * row.rows));
    expect(total(added(rows, 0, 'value')) / whole).toBeCloseTo(1, 9);
    const other = { ...COMMON, of: { kind: 'measure', measure: median, outOf: null }, by } as const;
    expect(added(await db.database.metrics.combine(other), 1, 'value')).toEqual(added(rows, 1, 'value'));
  });

  it.each<{ readonly what: string; readonly measure: Measure; readonly outOf: Measure }>([
    {
      what: 'counts out of counts',
      measure: { fact: 'deal', at: 'closed', aggregate: { kind: 'count' }, where: ['closed', 'won'] },
      outOf: { fact: 'deal', at: 'closed', aggregate: { kind: 'count' }, where: ['closed'] },
    },
    {
      what: 'money out of money',
      measure: { ...won, where: ['won', 'sourced'] },
      outOf: won,
    },
    {
      what: 'sums out of sums',
      measure: { fact: 'content', at: 'day', aggregate: { kind: 'sum', of: 'conversions' } },
      outOf: { fact: 'content', at: 'day', aggregate: { kind: 'sum', of: 'views' } },
    },
  ])('are $what', async ({ measure, outOf }) => {
    const by: readonly Dimension[] = ['segment', 'crm'];
    const rows = await db.database.metrics.combine({ ...COMMON, of: { kind: 'measure', measure, outOf }, by });
    const [above, below] = await Promise.all([
      db.database.metrics.measure({ ...COMMON, measure, by: 'crm' }),
      db.database.metrics.measure({ ...COMMON, measure: outOf, by: 'crm' }),
    ]);
    expect(added(rows, 1, 'value')).toEqual(bySpan(above, ({ value }) => value ?? 0));
    expect(added(rows, 1, 'cases')).toEqual(bySpan(below, ({ value }) => value ?? 0));
    expect(added(rows, 1, 'rows')).toEqual(bySpan(below, (row) => row.rows));
  });

  it('of a conversion are those who came, and who converted before their span was over', async () => {
    const conversion = { fact: 'prospect', from: 'lead', to: 'mql' } as const;
    const windowMs = 20 * DAY_MS;
    const rows = await db.database.metrics.combine({
      ...COMMON,
      of: { kind: 'conversion', conversion, windowMs },
      by: ['source', 'crm'],
    });
    const groups = await db.database.metrics.convert({ ...COMMON, conversion, windowMs, by: 'crm' });
    expect(added(rows, 1, 'rows')).toEqual(bySpan(groups, (row) => row.rows));
    const known = await Promise.all(
      SPANS.map(async (entered, index) => {
        const asked = { ...COMMON, conversion, windowMs, by: 'crm', entered, until: entered.to } as const;
        const cohorts = await db.database.metrics.cohorts(asked);
        return cohorts.map(({ group, age, rows: people }) => ({
          span: index,
          group,
          people: age === null ? 0 : people,
        }));
      }),
    );
    expect(added(rows, 1, 'value')).toEqual(bySpan(known.flat(), ({ people }) => people));
  });

  it('pass a filter', async () => {
    const filter = { kind: 'is', dimension: 'country', values: ['DE'] } as const;
    const asked = {
      ...COMMON,
      filter,
      of: { kind: 'measure', measure: count, outOf: null },
      by: ['country', 'crm'],
    } as const;
    const rows = await db.database.metrics.combine(asked);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ groups }) => groups[0] === 'DE')).toBe(true);
  });
});
