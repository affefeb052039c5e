// Every name that the metric layer may use is known to the store: FACT_COLUMNS against the SQL.
import { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { FACT_COLUMNS } from '#features/metrics/facts.ts';
import { FACTS } from '#features/metrics/metric.ts';
import type { Fact } from '#features/metrics/metric.ts';
import type { MeasureRequest } from '#features/metrics/store.ts';
import { useDatabase } from '../../../support/database.ts';
import { fillMirror, MIRROR_NOW } from '../../../support/metric-mirror.ts';
import { aReading } from '../../../support/metric-reading.ts';

const db = useDatabase({ now: () => MIRROR_NOW });

beforeAll(async () => {
  const pool = new Pool({ connectionString: db.url, max: 1 });
  await fillMirror(pool).finally(() => pool.end());
});

const YEAR = { from: new Date('2023-12-31T23:00:00Z'), to: new Date('2024-12-01T23:00:00Z') };

function asking(fact: Fact, over: Partial<MeasureRequest>): MeasureRequest {
  const [at = null] = Object.keys(FACT_COLUMNS[fact].instants);
  const measure = { fact, at, aggregate: { kind: 'count' } } as const;
  return { measure, spans: [YEAR], by: null, filter: null, reading: aReading(), now: MIRROR_NOW, ...over };
}

const asked = FACTS.filter((fact) => fact !== 'credit');

describe.each(asked)('Rows of %s', (fact) => {
  const { instants, values, conditions, dimensions } = FACT_COLUMNS[fact];
  const store = () => db.database.metrics;
  const ats = Object.keys(instants).length === 0 ? [null] : Object.keys(instants);

  it('are counted by each instant, and since when there are any is known', async () => {
    for (const at of ats) {
      const [row] = await store().measure(asking(fact, { measure: { fact, at, aggregate: { kind: 'count' } } }));
      expect(row?.value, `${fact} by ${at}`).toBeGreaterThan(0);
      expect(await store().since({ fact, at }), `${fact} by ${at}`).toBeInstanceOf(Date);
    }
  });

  it('have each value, in each aggregate', async () => {
    const [at = null] = ats;
    for (const of of Object.keys(values)) {
      for (const kind of ['sum', 'average', 'median', 'p90', 'p95', 'distinct'] as const) {
        const [row] = await store().measure(asking(fact, { measure: { fact, at, aggregate: { kind, of } } }));
        expect(row?.value, `${kind} of ${of}`).toEqual(expect.any(Number));
      }
    }
  });

  it('pass each condition, some of them and not all', async () => {
    const [at = null] = ats;
    const [all] = await store().measure(asking(fact, {}));
    for (const name of Object.keys(conditions)) {
      const where = [name];
      const [row] = await store().measure(asking(fact, { measure: { fact, at, where, aggregate: { kind: 'count' } } }));
      expect(row?.value, name).toBeGreaterThan(0);
      expect(row?.value, name).toBeLessThan(all?.value ?? 0);
    }
  });

  it('are grouped and filtered by each dimension, and a page of them is shown', async () => {
    expect(store().dimensionsOf(fact).toSorted()).toEqual(dimensions.toSorted());
    for (const by of dimensions) {
      const rows = await store().measure(asking(fact, { by }));
      const found = rows.filter(({ group }) => group !== null);
      expect(found.length, by).toBeGreaterThan(0);
      for (const { group, value } of found) {
        const filter = { kind: 'is', dimension: by, values: [group ?? ''] } as const;
        const [only] = await store().measure(asking(fact, { filter }));
        expect(only?.value, `${by} is ${group}`).toBe(value);
      }
    }
    const page = await store().records({ kind: 'measure', request: asking(fact, {}), skip: 1, limit: 3 });
    expect(page.rows).toHaveLength(3);
  });
});
