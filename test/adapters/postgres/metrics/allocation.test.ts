// Costs shared among what they brought: an example worked by hand, and a made-up mirror against SQL that goes cost by cost
// and person by person.
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dimension, RowFilter } from '#features/metrics/metric.ts';
import type { AllocationRequest, MeasureRow, Span } from '#features/metrics/store.ts';
import { DAY_MS } from '#kernel/time.ts';
import { useDatabase } from '../../../support/database.ts';
import { fillMirror } from '../../../support/metric-mirror.ts';
import { MIRROR_NOW } from '../../../support/mirror-die.ts';
import { aReading } from '../../../support/metric-reading.ts';
import { PLAIN_ROWS } from '../../../support/second-opinion.ts';

const db = useDatabase({ now: () => MIRROR_NOW });
let hand: Pool;

beforeAll(async () => {
  hand = new Pool({ connectionString: db.url, max: 1 });
  await hand.query(`SET TIME ZONE 'UTC'`);
});
afterAll(() => hand.end());

const COSTS = { fact: 'cost', at: 'spent', aggregate: { kind: 'sum', of: 'value' }, where: ['marketing'] } as const;
const LEADS = { fact: 'prospect', at: 'lead', aggregate: { kind: 'count' } } as const;
const is = (dimension: Dimension, ...values: string[]): RowFilter => ({ kind: 'is', dimension, values });

function asking(over: Partial<AllocationRequest>): AllocationRequest {
  return {
    costs: COSTS,
    results: LEADS,
    among: null,
    filter: null,
    by: null,
    spans: [],
    reading: aReading(),
    now: MIRROR_NOW,
    ...over,
  };
}

const month = (from: string, to: string): Span => ({
  from: new Date(`${from}T00:00:00+01:00`),
  to: new Date(`${to}T00:00:00+01:00`),
});

describe('An example', () => {
  const JANUARY = month('2024-01-01', '2024-02-01');
  const FEBRUARY = month('2024-02-01', '2024-03-01');
  const MARCH = month('2024-03-01', '2024-03-11');

  beforeAll(async () => {
    await hand.query(`INSERT INTO crm_campaign (id, crm, record_id, name, channel, created_at, modified_at) VALUES
      (1, 'hubspot', '1', 'Fair', 'event', '2023-01-01', '2023-01-01'), (2, 'hubspot', '2', 'Mailing', 'organic', '2023-01-01', '2023-01-01')`);
    const people: readonly (readonly [string, string | null, string | null, number | null])[] = [
      // January: three of the fair, one of them from France; two of the website; one of whom nothing is known.
      ['2024-01-05', 'DE', 'Webinar', 1],
      ['2024-01-06', 'DE', 'Webinar', 1],
      ['2024-01-07', 'FR', 'Trade Show', 1],
      ['2024-01-08', 'FR', 'Web', null],
      ['2024-01-09', 'FR', 'ORGANIC_SEARCH', null],
      ['2024-01-10', null, null, null],
      // February: one, of another source.
      ['2024-02-10', 'DE', 'Referral', null],
    ];
    for (const [index, [day, country, source, campaign]] of people.entries()) {
      await hand.query(
        `INSERT INTO prospect (crm, email, country, source, campaign_id, created_at, modified_at, lead_at)
         VALUES ('hubspot', $1, $2, $3, $4, $5::timestamptz, $5::timestamptz, $5::timestamptz)`,
        [`p${index}@acme.test`, country, source, campaign, `${day}T12:00:00Z`],
      );
    }
    const costs: readonly (readonly [
      string,
      string | null,
      string | null,
      number | null,
      string,
      string,
      number | null,
    ])[] = [
      // 600 for the fair in January and February, day by day: 310 and 290.
      ['a', null, null, 1, '2024-01-01', '2024-02-29', 600],
      // 200 for a mailing that brought nobody: its channel is that of the website.
      ['b', null, null, 2, '2024-01-10', '2024-01-10', 200],
      ['c', null, 'Website', null, '2024-01-10', '2024-01-10', 50],
      // Nobody came from there, and no channel is known: everybody's.
      ['d', null, 'Podcast', null, '2024-01-10', '2024-01-10', 60],
      ['e', 'event', null, null, '2024-01-10', '2024-01-10', 30],
      ['f', null, null, null, '2024-01-10', '2024-01-10', null],
      // March has costs and no leads.
      ['g', null, null, null, '2024-03-05', '2024-03-05', 99],
    ];
    for (const [key, channel, source, campaign, from, to, value] of costs) {
      await hand.query(
        `INSERT INTO cost (origin, key, department, channel, source, campaign_id, from_day, to_day, amount, currency, value, entered_at)
         VALUES ('entered', $1, 'marketing', $2, $3, $4, $5, $6, 1, 'EUR', $7, now())`,
        [key, channel, source, campaign, from, to, value],
      );
    }
  });

  it('gives each country what its people cost, and the parts add up to what was spent', async () => {
    const spans = [JANUARY, FEBRUARY];
    const rows = await db.database.metrics.allocate(asking({ by: 'country', spans }));
    const said = Object.fromEntries(rows.map(({ span, group, value }) => [`${span} ${group ?? '(none)'}`, value]));
    // The fair 310/3 each, the mailing and the website's own 125 each, the podcast 10 each, events 10 each.
    expect(said['0 DE']).toBeCloseTo(2 * (310 / 3 + 10 + 10), 9);
    expect(said['0 FR']).toBeCloseTo(310 / 3 + 10 + 10 + 2 * (125 + 10), 9);
    expect(said['0 (none)']).toBeCloseTo(10, 9);
    // In February the fair brought nobody: who came bears it.
    expect(said['1 DE']).toBeCloseTo(290, 9);
    const whole = await db.database.metrics.measure({ ...asking({ spans }), measure: COSTS });
    for (const { span, value } of whole) {
      const parts = rows.filter((row) => row.span === span).reduce((sum, row) => sum + (row.value ?? 0), 0);
      expect(parts).toBeCloseTo(value ?? 0, 9);
    }
  });

  it('counts costs by parts as well, those without a rate apart', async () => {
    const [row] = await db.database.metrics.allocate(asking({ spans: [JANUARY] }));
    expect(row).toMatchObject({ span: 0, group: null });
    expect(row?.value).toBeCloseTo(650, 9);
    expect(row?.rows).toBeCloseTo(5, 9);
    expect(row?.unrated).toBeCloseTo(1, 9);
  });

  it('shares costs of a source among its people alone where only those are asked for', async () => {
    const among = is('source', 'Website');
    const filter = is('country', 'FR');
    const [row] = await db.database.metrics.allocate(asking({ among, filter, spans: [JANUARY] }));
    expect(row?.value).toBeCloseTo(50, 9);
  });

  it('is nobody’s where there was no result', async () => {
    expect(await db.database.metrics.allocate(asking({ by: 'country', spans: [MARCH] }))).toEqual([]);
  });
});

describe('A made-up mirror', () => {
  const DAYS = [
    ['2024-01-01', '2024-12-01'],
    ['2024-02-01', '2024-03-01'],
    ['2024-02-29', '2024-03-01'],
    ['2024-10-27', '2024-10-28'],
    ['2023-10-01', '2024-01-01'],
  ] as const;
  let spans: readonly Span[];

  beforeAll(async () => {
    await hand.query('TRUNCATE prospect, cost, crm_campaign RESTART IDENTITY CASCADE');
    await fillMirror(hand);
    await hand.query('CREATE TEMP TABLE span (span int, from_at timestamptz, to_at timestamptz)');
    for (const [index, [from, to]] of DAYS.entries()) {
      await hand.query(
        `INSERT INTO span VALUES ($1, $2::timestamp AT TIME ZONE 'Europe/Berlin', $3::timestamp AT TIME ZONE 'Europe/Berlin')`,
        [index, from, to],
      );
    }
    for (const fact of ['prospect', 'cost'] as const) {
      const { sql } = PLAIN_ROWS[fact](null);
      const filled = sql.replaceAll('$zone', `'Europe/Berlin'`).replaceAll('$now', `'${MIRROR_NOW.toISOString()}'`);
      await hand.query(`CREATE TEMP TABLE plain_${fact} AS ${filled}`);
    }
    const { rows } = await hand.query<Span>('SELECT from_at AS "from", to_at AS "to" FROM span ORDER BY span');
    spans = rows;
  });

  const cases: readonly {
    readonly by: Dimension | null;
    readonly at?: 'lead' | 'opportunity' | 'customer';
    readonly among?: readonly [RowFilter, string];
    readonly filter?: readonly [RowFilter, string];
  }[] = [
    { by: null },
    { by: null, filter: [is('country', 'DE'), `r.country = 'DE'`] },
    { by: 'country' },
    { by: 'segment', at: 'opportunity' },
    { by: 'owner', at: 'customer' },
    { by: 'team', filter: [is('country', 'DE', 'US'), `r.country IN ('DE', 'US')`] },
    { by: 'stage', among: [is('source', 'Website'), `x.source = 'Website'`] },
    { by: 'crm', among: [{ kind: 'not', of: is('channel', 'event') }, `x.channel IS DISTINCT FROM 'event'`] },
    { by: 'campaign', filter: [is('crm', 'hubspot'), `r.crm = 'hubspot'`] },
    { by: 'channel', filter: [is('team', 'north'), `r.team = 'north'`] },
    { by: 'source', filter: [is('segment', 'smb'), `r.segment = 'smb'`] },
  ];

  it.each(cases)('by $by of $at: as by hand', async ({ by, at = 'lead', among, filter }) => {
    const said = await db.database.metrics.allocate(
      asking({
        by,
        spans,
        results: { ...LEADS, at },
        among: among?.[0] ?? null,
        filter: filter?.[0] ?? null,
      }),
    );
    const of = (rows: string): string => (among === undefined ? 'true' : among[1].replaceAll('x.', `${rows}.`));
    const { rows: wanted } = await hand.query<MeasureRow>(`WITH
      result AS (SELECT s.span, r.* FROM span s JOIN plain_prospect r ON r.at_${at} >= s.from_at AND r.at_${at} < s.to_at WHERE ${of('r')}),
      bears AS (SELECT k.span, k.id AS cost, k.value, r.id AS person,
          CASE WHEN r.campaign = k.campaign THEN 1 WHEN r.source = k.source THEN 2 WHEN r.channel = k.channel THEN 3 ELSE 4 END AS level
        FROM plain_cost k JOIN result r ON r.span = k.span WHERE k.is_marketing AND k.value IS NOT NULL AND ${of('k')}),
      nearest AS (SELECT b.span, b.cost, b.person, b.value, b.level,
          min(level) OVER one AS least FROM bears b WINDOW one AS (PARTITION BY b.span, b.cost)),
      part AS (SELECT n.span, n.person, n.value / count(*) OVER (PARTITION BY n.span, n.cost) AS value FROM nearest n WHERE n.level = n.least)
      SELECT r.span, ${by === null ? 'NULL' : `r.${by}`} AS "group", coalesce(sum(p.value), 0)::float8 AS value
      FROM result r LEFT JOIN (SELECT span, person, sum(value) AS value FROM part GROUP BY 1, 2) p ON p.span = r.span AND p.person = r.id
      WHERE ${filter?.[1] ?? 'true'} GROUP BY 1, 2`);
    const key = ({ span, group }: Pick<MeasureRow, 'span' | 'group'>): string => `${span} ${group}`;
    expect(said.map(key).toSorted()).toEqual(wanted.map(key).toSorted());
    expect(said.length).toBeGreaterThan(0);
    const apart = wanted.filter((row) => {
      const told = said.find((one) => key(one) === key(row))?.value ?? Number.NaN;
      return !(Math.abs(told - (row.value ?? 0)) < 1e-6);
    });
    expect(apart).toEqual([]);
  });

  it('day by day says the same however many days are asked for at once', async () => {
    const first = Date.parse('2024-01-31T23:00:00Z');
    const days = Array.from({ length: 50 }, (_, day) => ({
      from: new Date(first + day * DAY_MS),
      to: new Date(first + (day + 1) * DAY_MS),
    }));
    const told = async (asked: readonly Span[], before: number): Promise<readonly (readonly [string, number])[]> => {
      const rows = await db.database.metrics.allocate(asking({ by: 'country', spans: asked }));
      return rows.map(({ span, group, value }) => [`${span + before} ${group}`, Math.round((value ?? 0) * 1e6)]);
    };
    const [all, some, rest] = await Promise.all([told(days, 0), told(days.slice(0, 25), 0), told(days.slice(25), 25)]);
    expect(all.length).toBeGreaterThan(50);
    expect(new Map(all)).toEqual(new Map([...some, ...rest]));
  });
});
