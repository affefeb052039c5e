// Every fact, instant, value, aggregate, condition and dimension against SQL that was written by hand, in three zones, over
// months with a leap day and changes of the clocks.
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACT_COLUMNS } from '#features/metrics/facts.ts';
import { FACTS } from '#features/metrics/metric.ts';
import type { Dimension, Fact, Measure } from '#features/metrics/metric.ts';
import type { MeasureRow, Span } from '#features/metrics/store.ts';
import { useDatabase } from '../../../support/database.ts';
import { fillMirror, ZONES } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
import { aReading } from '../../../support/metric-reading.ts';
import { PLAIN_ROWS } from '../../../support/second-opinion.ts';

const db = useDatabase({ now: () => MIRROR_NOW });
let hand: Pool;

beforeAll(async () => {
  hand = new Pool({ connectionString: db.url, max: 1 });
  await hand.query(`SET TIME ZONE 'UTC'`);
  await fillMirror(hand);
});
afterAll(() => hand.end());

/** First day, and the day after the last. Some touch, some lie within others; the last one is not over. */
const DAYS = [
  ['2024-01-01', '2024-12-01'],
  ['2024-02-01', '2024-03-01'],
  ['2024-02-29', '2024-03-01'],
  ['2024-03-01', '2024-04-01'],
  ['2024-03-10', '2024-03-11'],
  ['2024-03-31', '2024-04-01'],
  ['2024-10-27', '2024-10-28'],
  ['2023-10-01', '2024-01-01'],
  ['2024-11-01', null],
] as const;

const AGGREGATES: Readonly<Record<Exclude<Measure['aggregate']['kind'], 'count'>, (of: string) => string>> = {
  sum: (of) => `sum(${of})`,
  average: (of) => `avg(${of})`,
  median: (of) => `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${of})`,
  p90: (of) => `percentile_cont(0.9) WITHIN GROUP (ORDER BY ${of})`,
  p95: (of) => `percentile_cont(0.95) WITHIN GROUP (ORDER BY ${of})`,
  distinct: (of) => `count(DISTINCT ${of})`,
};
const KINDS = Object.keys(AGGREGATES) as (keyof typeof AGGREGATES)[];

const COUNT = { kind: 'count' } as const;

type Asked = Measure & { readonly by?: Dimension | null };

const counted = FACTS.filter((fact) => fact !== 'credit');

describe.each(ZONES)('In %s', (zone) => {
  let spans: readonly Span[];

  beforeAll(async () => {
    await hand.query('DROP TABLE IF EXISTS span');
    await hand.query('CREATE TEMP TABLE span (span int, from_at timestamptz, to_at timestamptz)');
    for (const [index, [from, to]] of DAYS.entries()) {
      await hand.query(
        `INSERT INTO span VALUES ($1, $2::timestamp AT TIME ZONE $4, coalesce($3::timestamp AT TIME ZONE $4, $5::timestamptz))`,
        [index, from, to, zone, MIRROR_NOW.toISOString()],
      );
    }
    const { rows } = await hand.query<Span>('SELECT from_at AS "from", to_at AS "to" FROM span ORDER BY span');
    spans = rows;
  });

  it.each(counted)('%s: everything is as counted by hand', async (fact) => {
    const { instants, values, conditions, dimensions } = FACT_COLUMNS[fact];
    const ats = Object.keys(instants).length === 0 ? [null] : Object.keys(instants);
    const [at = null] = ats;
    const measures: readonly Asked[] = [
      ...ats.map((instant) => ({ fact, at: instant, aggregate: COUNT })),
      ...dimensions.map((by) => ({ fact, at, by, aggregate: COUNT })),
      ...Object.keys(conditions).map((name) => ({ fact, at, where: [name], aggregate: COUNT })),
      ...Object.keys(values).flatMap((of, index) =>
        KINDS.flatMap((kind) => [
          { fact, at, aggregate: { kind, of } },
          { fact, at, by: dimensions[index % dimensions.length] ?? null, aggregate: { kind, of } },
        ]),
      ),
    ];
    expect(await disagreements(fact, measures)).toEqual([]);
  });

  it.each(['prospect', 'deal', 'record', 'company'] as const)('%s: states at the end of each span', async (fact) => {
    const { values, conditions, dimensions } = FACT_COLUMNS[fact];
    const measures: readonly Asked[] = [
      { fact, at: null, aggregate: COUNT },
      ...dimensions.map((by) => ({ fact, at: null, by, aggregate: COUNT })),
      ...Object.keys(conditions).map((name) => ({
        fact,
        at: null,
        by: 'crm' as const,
        where: [name],
        aggregate: COUNT,
      })),
      ...Object.keys(values).flatMap((of) => [
        { fact, at: null, by: 'country' as const, aggregate: { kind: 'sum' as const, of } },
        { fact, at: null, aggregate: { kind: 'median' as const, of } },
      ]),
    ];
    expect(await disagreements(fact, measures)).toEqual([]);
  });

  /** What the store says otherwise than the SQL by hand. */
  async function disagreements(fact: Exclude<Fact, 'credit'>, measures: readonly Asked[]): Promise<readonly unknown[]> {
    const tableOf = await inHand(fact, zone);
    const found: unknown[] = [];
    for (const { by = null, ...measure } of measures) {
      const asked = { measure, spans, by, filter: null, reading: aReading({ zone }), now: MIRROR_NOW };
      const said = await db.database.metrics.measure(asked);
      const wanted = await byHand(tableOf(by), measure, by);
      const apart = differences(said, wanted);
      if (apart.length > 0) found.push({ measure, by, apart });
    }
    return found;
  }

  /** Tables of plain rows: one for each dimension that changes what a row is. */
  async function inHand(fact: Exclude<Fact, 'credit'>, inZone: string): Promise<(by: Dimension | null) => string> {
    const kinds = fact === 'subscription' ? [null, ...FACT_COLUMNS[fact].dimensions] : [null];
    for (const kind of kinds) {
      await hand.query(`DROP TABLE IF EXISTS plain_${kind ?? 'rows'}`);
      const { sql } = PLAIN_ROWS[fact](kind);
      const filled = sql.replaceAll('$zone', `'${inZone}'`).replaceAll('$now', `'${MIRROR_NOW.toISOString()}'`);
      await hand.query(`CREATE TEMP TABLE plain_${kind ?? 'rows'} AS ${filled}`);
    }
    return (by) => `plain_${by !== null && kinds.includes(by) ? by : 'rows'}`;
  }
});

async function byHand(table: string, measure: Measure, by: Dimension | null): Promise<readonly MeasureRow[]> {
  const { fact, at, aggregate } = measure;
  const { bySpan } = PLAIN_ROWS[fact as Exclude<Fact, 'credit'>](by);
  const lies = bySpan
    ? 'v.span = s.span'
    : at === null
      ? 'v.born < s.to_at'
      : `v.at_${at} >= s.from_at AND v.at_${at} < s.to_at`;
  const where = (measure.where ?? []).map((name) => {
    if (name === 'fresh') return `v.modified_at >= s.to_at - interval '${90 * 24} hours'`;
    if (name === 'open' && at === null) return '(v.at_closed IS NULL OR v.at_closed >= s.to_at)';
    return `v.is_${name}`;
  });
  const of = aggregate.kind === 'count' ? '1' : `v."${aggregate.of}"`;
  const value = aggregate.kind === 'count' ? 'count(*)' : AGGREGATES[aggregate.kind](of);
  const { rows } = await hand.query<MeasureRow>(
    `SELECT s.span, ${by === null ? 'NULL' : `v.${by}`} AS "group", (${value})::float8 AS value, count(${of})::int AS rows
     FROM span s JOIN ${table} v ON ${[lies, ...where].join(' AND ')} GROUP BY 1, 2`,
  );
  return rows;
}

/** Rows of either side that the other does not have. */
function differences(said: readonly MeasureRow[], wanted: readonly MeasureRow[]): readonly unknown[] {
  const missing = wanted.filter((row) => !said.some((other) => isSame(other, row)));
  const strange = said.filter((row) => !wanted.some((other) => isSame(row, other)));
  return [...missing.map((row) => ({ missing: row })), ...strange.map((row) => ({ strange: row }))];
}

/** Floating sums in another order differ in their last digits. */
function isSame(one: MeasureRow, other: MeasureRow): boolean {
  if (one.span !== other.span || one.group !== other.group || one.rows !== other.rows) return false;
  if (one.value === null || other.value === null) return one.value === other.value;
  return Math.abs(one.value - other.value) <= Math.abs(other.value) * 1e-9;
}
