// The names that a dimension has, most frequent first, for menus and "did you mean".
import type { Dimension, Fact } from '#features/metrics/metric.ts';
import type { Reading } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { SHARE } from './facts/credit.ts';
import { factOf } from './facts/facts.ts';
import { dimensionOf } from './filters.ts';

type Sql = Prisma.Sql;

const PEOPLE = { fact: 'prospect', rows: newest('prospect', 'id', 'p') } as const;
const DEALS = { fact: 'deal', rows: newest('deal', 'id', 'd') } as const;
const TOUCHES = { fact: 'touch', rows: newest('touch', 'id', 't') } as const;
const COSTS = { fact: 'cost', rows: newest('cost', 'id', 'k') } as const;
const CONTENT = { fact: 'content', rows: newest('content_day', 'day', 'v') } as const;

interface Place {
  readonly fact: Fact;
  readonly rows: Sql;
}

const FOUND_IN: Readonly<Partial<Record<Dimension, readonly Place[]>>> = {
  source: [PEOPLE, DEALS, TOUCHES, COSTS],
  channel: [PEOPLE, TOUCHES, COSTS],
  owner: [PEOPLE, DEALS],
  country: [PEOPLE, DEALS],
  crm: [PEOPLE, DEALS],
  product: [DEALS],
  stage: [DEALS, PEOPLE],
  format: [CONTENT],
};

/** Names that the playbook or the model gives; null: they are to be looked for. */
export function givenValues(dimension: Dimension, { teams, segments }: Reading): readonly string[] | null {
  if (dimension === 'model') return Object.keys(SHARE);
  if (dimension === 'team') return [...new Set(teams.values())];
  return dimension === 'segment' ? segments.map(({ name }) => name) : null;
}

/** Rows `name`. Campaigns are those that began last. */
export function valuesSql(dimension: Dimension, reading: Reading, limit: number): Sql {
  if (dimension === 'campaign') {
    return Prisma.sql`SELECT name FROM crm_campaign WHERE NOT gone AND twin_of IS NULL
      GROUP BY name ORDER BY max(coalesce(starts_on, created_at)) DESC, name LIMIT ${limit}::int`;
  }
  const places = (FOUND_IN[dimension] ?? []).map(({ fact: name, rows }) => {
    const fact = factOf(name);
    const { raws, named } = dimensionOf(fact, dimension);
    const columns = raws.map((raw, index) => Prisma.sql`${raw} AS ${Prisma.raw(`r${index}`)}`);
    const seen = raws.map((_, index) => Prisma.raw(`g.r${index}`));
    return Prisma.sql`SELECT ${named(seen, reading)}::text AS name, g.n FROM (
      SELECT ${Prisma.join(columns)}, count(*) AS n FROM ${rows} WHERE ${fact.counts} GROUP BY ${Prisma.join(
        raws.map((_, index) => Prisma.raw(String(index + 1))),
      )}) g`;
  });
  return Prisma.sql`SELECT name FROM (${Prisma.join(places, ' UNION ALL ')}) found WHERE name IS NOT NULL
    GROUP BY name ORDER BY sum(n) DESC, name LIMIT ${limit}::int`;
}

/** The newest rows say which names are in use; all of millions would keep people waiting. */
function newest(table: string, by: string, alias: string): Sql {
  return Prisma.raw(`(SELECT * FROM ${table} ORDER BY ${by} DESC LIMIT 200000) ${alias}`);
}
