// Every name that the metric layer may use is known to the store: FACT_COLUMNS against the SQL.
import { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { FACT_COLUMNS } from '#features/metrics/facts.ts';
import { FACTS } from '#features/metrics/metric.ts';
import type { Fact } from '#features/metrics/metric.ts';
import type { MeasureRequest } from '#features/metrics/store.ts';
import { useDatabase } from '../../../support/database.ts';
import { fillMirror } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
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
  const { instants, conditions, dimensions } = FACT_COLUMNS[fact];
  const store = () => db.database.metrics;
  const ats = Object.keys(instants).length === 0 ? [null] : Object.keys(instants);

  const count = (over: Partial<MeasureRequest>): Promise<number> =>
    store()
      .measure(asking(fact, over))
      .then(([row]) => row?.value ?? 0);

  it('are counted by each instant, and since when there are any is known', async () => {
    for (const at of ats) {
      const counted = await count({ measure: { fact, at, aggregate: { kind: 'count' } } });
      const since = await store().since({ fact, at });
      expect({ at, counted: counted > 0, since }).toEqual({ at, counted: true, since: expect.any(Date) });
    }
  });

  it('pass each condition, some of them and not all', async () => {
    const [at = null] = ats;
    const all = await count({});
    for (const name of Object.keys(conditions)) {
      const passing = await count({ measure: { fact, at, where: [name], aggregate: { kind: 'count' } } });
      expect({ name, some: passing > 0, all: passing >= all }).toEqual({ name, some: true, all: false });
    }
  });

  it('are filtered by each name of each dimension as they are grouped by it', async () => {
    expect(store().dimensionsOf(fact).toSorted()).toEqual(dimensions.toSorted());
    for (const by of dimensions) {
      const groups = await store().measure(asking(fact, { by }));
      const found = groups.flatMap(({ group, value }) => (group === null ? [] : [{ by, group, value }]));
      const filtered = await Promise.all(
        found.map(async ({ group }) => ({
          by,
          group,
          value: await count({ filter: { kind: 'is', dimension: by, values: [group] } }),
        })),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(filtered).toEqual(found);
    }
  });

  it('are shown page by page', async () => {
    const request = asking(fact, {});
    const first = await store().records({ kind: 'measure', request, skip: 0, limit: 3 });
    const next = await store().records({ kind: 'measure', request, skip: 2, limit: 3 });
    expect(next.rows).toHaveLength(3);
    expect(next.rows[0]).toEqual(first.rows[2]);
    expect(next).toMatchObject({ total: await count({}), more: false });
  });
});
