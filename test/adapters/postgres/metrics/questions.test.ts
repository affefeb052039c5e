// Conversions, attribution, filters and what is true of every number, on a made-up mirror.
import { assert, asyncProperty, constantFrom, integer, uniqueArray } from 'fast-check';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTRIBUTION_MODELS } from '#features/metrics/metric.ts';
import type { Dimension, RowFilter } from '#features/metrics/metric.ts';
import type { MeasureRequest, Span } from '#features/metrics/store.ts';
import { DAY_MS } from '#kernel/time.ts';
import { useDatabase } from '../../../support/database.ts';
import { fillMirror } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
import { aReading } from '../../../support/metric-reading.ts';

const db = useDatabase({ now: () => MIRROR_NOW });
let hand: Pool;

beforeAll(async () => {
  hand = new Pool({ connectionString: db.url, max: 1 });
  await fillMirror(hand);
});
afterAll(() => hand.end());

const reading = aReading();
const YEAR: Span = { from: new Date('2023-12-31T23:00:00Z'), to: new Date('2024-12-01T23:00:00Z') };
const COMMON = { spans: [YEAR], by: null, filter: null, reading, now: MIRROR_NOW } as const;
const LEADS: MeasureRequest = { ...COMMON, measure: { fact: 'prospect', at: 'lead', aggregate: { kind: 'count' } } };

async function count(sql: string): Promise<number> {
  const { rows } = await hand.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`);
  return rows[0]?.n ?? 0;
}

const IN_YEAR = (instant: string): string =>
  `${instant} >= '${YEAR.from.toISOString()}' AND ${instant} < '${YEAR.to.toISOString()}'`;

describe('A conversion', () => {
  const conversion = { fact: 'prospect', from: 'mql', to: 'sql' } as const;

  it.each([1, 14, 90])(
    'counts who came from MQL to SQL within %i days, of cohorts that are old enough',
    async (days) => {
      const [row] = await db.database.metrics.convert({ ...COMMON, conversion, windowMs: days * DAY_MS });
      const cohort = `prospect WHERE NOT gone AND ${IN_YEAR('mql_at')}`;
      const mature = `${cohort} AND mql_at + interval '${days * 24} hours' <= '${MIRROR_NOW.toISOString()}'`;
      expect(row).toEqual({
        span: 0,
        group: null,
        rows: await count(cohort),
        mature: await count(mature),
        converted: await count(
          `${mature} AND sql_at - mql_at >= interval '0' AND sql_at - mql_at < interval '${days * 24} hours'`,
        ),
      });
      expect(row?.converted).toBeGreaterThan(0);
      expect(row?.mature).toBeLessThan(row?.rows ?? 0);
    },
  );

  it('shows who converted, or the whole cohort', async () => {
    const request = { ...COMMON, conversion, windowMs: 30 * DAY_MS };
    const [row] = await db.database.metrics.convert(request);
    const page = (side: 'all' | 'converted') =>
      db.database.metrics.records({ kind: 'conversion', request, side, skip: 0, limit: 5 });
    expect(await page('all')).toMatchObject({ total: row?.rows, more: false });
    const converted = await page('converted');
    expect(converted.total).toBe(row?.converted);
    expect(converted.rows.every(({ value }) => value !== null && value < 30 * DAY_MS)).toBe(true);
    const instants = converted.rows.map(({ at }) => at?.getTime() ?? 0);
    expect(instants).toEqual(instants.toSorted((one, other) => other - one));
  });
});

describe('Attribution', () => {
  const worth = (
    model: string,
  ): string => `SELECT sum(c.${model} * d.closed_value)::float8 AS value, c.campaign_id AS id
    FROM deal d JOIN touch_credit c ON c.deal_id = d.id WHERE d.won AND NOT d.gone AND d.twin_of IS NULL
    AND ${IN_YEAR('d.closed_at')} GROUP BY 2`;

  it.each(ATTRIBUTION_MODELS)('shares won amounts among campaigns: %s', async (model) => {
    const rows = await db.database.metrics.attribute({ ...COMMON, amount: 'won', model, by: 'campaign' });
    const { rows: wanted } = await hand.query<{ name: string | null; value: number | null }>(
      `SELECT coalesce(b.name, a.name) AS name, sum(w.value) AS value FROM (${worth(model)}) w
       LEFT JOIN crm_campaign a ON a.id = w.id LEFT JOIN crm_campaign b ON b.id = a.twin_of GROUP BY 1`,
    );
    expect(rows).toHaveLength(wanted.length);
    for (const { name, value } of wanted) {
      expect(rows.find(({ group }) => group === name)?.value ?? 0).toBeCloseTo(value ?? 0, 4);
    }
  });

  it('is the same whole by every model, that of the deals that were touched, each counted once', async () => {
    const rows = await db.database.metrics.attribute({ ...COMMON, amount: 'pipeline', model: 'linear', by: 'model' });
    const deals = `deal d WHERE NOT d.gone AND d.twin_of IS NULL AND (d.won OR NOT d.closed) AND ${IN_YEAR('d.created_at')}
      AND EXISTS (SELECT FROM touch_credit c WHERE c.deal_id = d.id)`;
    const { rows: whole } = await hand.query<{ value: number }>(
      `SELECT sum(created_value)::float8 AS value FROM ${deals}`,
    );
    expect(rows.map(({ group }) => group)).toEqual(expect.arrayContaining([...ATTRIBUTION_MODELS]));
    for (const row of rows) {
      expect(row.value).toBeCloseTo(whole[0]?.value ?? 0, 3);
      expect(row.rows).toBeCloseTo(await count(deals), 6);
      expect(row.unrated).toBeCloseTo(await count(`${deals} AND d.amount IS NOT NULL AND d.created_value IS NULL`), 6);
    }
  });
});

describe('A filter', () => {
  const is = (dimension: Dimension, ...values: string[]): RowFilter => ({ kind: 'is', dimension, values });
  const leads = `prospect WHERE NOT gone AND ${IN_YEAR('lead_at')}`;

  it.each([
    { when: 'by an alias', filter: is('source', 'Website'), sql: `source IN ('Web', 'ORGANIC_SEARCH', 'Website')` },
    { when: 'by a name with a quote', filter: is('source', "O'Neil; --"), sql: `source = 'O''Neil; --'` },
    { when: 'by a channel', filter: is('channel', 'event'), sql: `source IN ('Webinar', 'Trade Show')` },
    { when: 'by teams', filter: is('team', 'north', 'south'), sql: `owner ~ '^(ana|bo|cy)@'` },
    { when: 'by a segment', filter: is('segment', 'mid-market'), sql: `employees BETWEEN 201 AND 1000` },
    {
      when: 'that is turned round, with those of whom nothing is known',
      filter: { kind: 'not', of: is('country', 'DE') } as const,
      sql: `country IS DISTINCT FROM 'DE'`,
    },
    {
      when: 'by a part of a name, as written',
      filter: { kind: 'like', dimension: 'source', part: 'ends', text: 'l; --' } as const,
      sql: `source LIKE '%; --'`,
    },
    {
      when: 'with signs that patterns use',
      filter: { kind: 'like', dimension: 'source', part: 'contains', text: 'C_S%' } as const,
      sql: 'false',
    },
    {
      when: 'for what is known',
      filter: { kind: 'known', dimension: 'campaign' } as const,
      sql: 'campaign_id IS NOT NULL',
    },
    {
      when: 'by size',
      filter: { kind: 'compare', field: 'employees', operator: '>=', value: 1000 } as const,
      sql: 'employees >= 1000',
    },
    {
      when: 'by either of two',
      filter: {
        kind: 'any',
        of: [is('country', 'DE'), { kind: 'all', of: [is('crm', 'hubspot'), is('country', 'US')] }],
      } as const,
      sql: `country = 'DE' OR (crm = 'hubspot' AND country = 'US')`,
    },
  ])('takes leads $when', async ({ filter, sql }) => {
    const [row] = await db.database.metrics.measure({ ...LEADS, filter });
    expect(row?.value ?? 0).toBe(await count(`${leads} AND (${sql})`));
  });

  it('on what rows do not have is refused', async () => {
    const asked = db.database.metrics.measure({ ...LEADS, filter: is('product', 'Suite') });
    await expect(asked).rejects.toMatchObject({ code: 'invalid_input' });
    const compared = { kind: 'compare', field: 'amount', operator: '<', value: 1 } as const;
    await expect(db.database.metrics.measure({ ...LEADS, filter: compared })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('Whatever the spans', () => {
  const begin = Date.parse('2023-09-01T00:00:00Z');
  const instant = integer({ min: 0, max: 480 * 24 }).map((hours) => new Date(begin + hours * 3_600_000));
  const measures = [
    LEADS.measure,
    { fact: 'deal', at: 'created', aggregate: { kind: 'sum', of: 'created_value' } },
    { fact: 'cost', at: 'spent', aggregate: { kind: 'sum', of: 'value' } },
    { fact: 'content', at: 'day', aggregate: { kind: 'sum', of: 'views' } },
  ] as const;
  /** Days of the zone, which is what is asked for. */
  const day = instant.map((at) => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS - 3_600_000));

  it('groups add up to the whole, and spans that touch count no row twice', async () => {
    const asked = asyncProperty(
      constantFrom(...measures),
      constantFrom<Dimension>('source', 'channel', 'campaign', 'crm'),
      uniqueArray(day, { minLength: 2, maxLength: 9, selector: Number }),
      async (measure, wish, cuts) => {
        const sorted = cuts.toSorted((one, other) => one.getTime() - other.getTime());
        const parts = sorted.slice(1).flatMap((to, index) => ({ from: sorted[index] ?? to, to }));
        const whole = { from: sorted[0] ?? YEAR.from, to: sorted.at(-1) ?? YEAR.to };
        const has = db.database.metrics.dimensionsOf(measure.fact);
        const known =
          [wish, 'channel', 'crm'].find((one): one is Dimension => has.some((other) => other === one)) ?? 'crm';
        const spans = [whole, ...parts];
        const request = { ...COMMON, measure, spans };
        const [plain, grouped] = await Promise.all([
          db.database.metrics.measure(request),
          db.database.metrics.measure({ ...request, by: known }),
        ]);
        const total = (rows: typeof plain, of: (span: number) => boolean): number =>
          rows.filter(({ span }) => of(span)).reduce((sum, { value }) => sum + (value ?? 0), 0);
        const all = total(plain, (span) => span === 0);
        expect(total(plain, (span) => span > 0)).toBeCloseTo(all, 4);
        expect(total(grouped, (span) => span === 0)).toBeCloseTo(all, 4);
        expect(total(grouped, (span) => span > 0)).toBeCloseTo(all, 4);
      },
    );
    await assert(asked, { numRuns: 40 });
  });

  it('none and empty ones have no rows', async () => {
    expect(await db.database.metrics.measure({ ...LEADS, spans: [] })).toEqual([]);
    expect(await db.database.metrics.measure({ ...LEADS, spans: [{ from: YEAR.to, to: YEAR.from }] })).toEqual([]);
  });
});

describe('What is known', () => {
  it('of dimensions: their names, most frequent first', async () => {
    const { metrics } = db.database;
    expect(await metrics.values('source', reading, 3)).toEqual(expect.arrayContaining(['Website']));
    expect((await metrics.values('source', reading, 50)).filter((name) => name === 'Web')).toEqual([]);
    expect((await metrics.values('campaign', reading, 50)).length).toBeGreaterThan(5);
    expect(await metrics.values('team', reading, 50)).toEqual(['north', 'south']);
    expect(await metrics.values('stage', reading, 1)).toHaveLength(1);
    const others = ['channel', 'owner', 'country', 'crm', 'product', 'format', 'segment', 'model'] as const;
    const names = await Promise.all(others.map((dimension) => metrics.values(dimension, reading, 50)));
    expect(others.filter((_, index) => names[index]?.length === 0)).toEqual([]);
  });

  it('of CRMs: how far they were read', async () => {
    await hand.query(`INSERT INTO history_sync (crm, kind, phase, done, total, started_at, filled_at, fresh_at, trouble) VALUES
      ('hubspot', 'person', 'follow', 90, 90, now(), now(), '2024-12-02T10:00:00Z', NULL),
      ('hubspot', 'deal', 'follow', 10, 10, now(), now(), '2024-12-02T09:00:00Z', NULL),
      ('salesforce', 'person', 'follow', 60, 60, now(), now(), '2024-12-02T10:00:00Z', NULL),
      ('salesforce', 'deal', 'fill', 10, 40, now(), NULL, NULL, 'Salesforce is away')`);
    expect(await db.database.metrics.freshness()).toEqual([
      { crm: 'hubspot', freshAt: new Date('2024-12-02T09:00:00Z'), filled: 1, trouble: null },
      { crm: 'salesforce', freshAt: null, filled: 0.7, trouble: 'Salesforce is away' },
    ]);
  });

  it('of currencies: which have no rate', async () => {
    expect(await db.database.metrics.unratedCurrencies()).toEqual(['XXX']);
  });
});
