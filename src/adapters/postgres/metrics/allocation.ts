// Costs shared among what they brought, in one statement: results are counted by the campaigns, sources and channels that
// they came from, each cost takes the narrowest of those in which there are any, and each result gets its even share.
import type { AllocationRequest } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { DimensionSql, FactSql } from './fact.ts';
import { dimensionOf, filtered } from './filters.ts';
import { groupOf, joinOf, nameOf, rawNames } from './measure.ts';
import { rowsOf, valueOf } from './rows.ts';
import type { Counted, Rows } from './rows.ts';
import { pieces } from './spans.ts';

type Sql = Prisma.Sql;
const sql = Prisma.sql;

/** What costs and results have in common, the narrowest first. */
const LEVELS = ['campaign', 'source', 'channel'] as const;
type Level = (typeof LEVELS)[number];

/** Years by the month. PostgreSQL counts that many pieces side by side; to plan for more takes longer than that saves. */
const MOST_PIECES = 40;

interface Pieces {
  readonly pieces: readonly Pick<Rows, 'clause' | 'place'>[];
  /** As in Rows. */
  readonly pairs: Sql | null;
}

/** Rows `span, grp, value, rows, unrated`. */
export function allocationSql(
  costs: FactSql,
  results: FactSql,
  { among, filter, by, spans, ...request }: AllocationRequest,
): Sql {
  const { reading } = request;
  const group = groupOf(results, by);
  const inside = filter === null ? sql`true` : sql`(${filtered(results, filter, reading)}) IS TRUE`;
  const value = valueOf(costs, request.costs);
  const ofCosts = rowsOf(costs, { ...conditions(request.costs), spans }, value);
  const worth = value === null ? sql`1` : value.sql(ofCosts.env);
  const parts = (group?.dimension.raws ?? []).map((raw, index) => ({
    raw,
    name: rawName('by', index),
    as: rawNames(group)[index] ?? '',
  }));
  return sql`WITH result AS MATERIALIZED (${origins(results, resultsIn(), {
    columns: Prisma.join([sql`${inside} AS inside`, ...parts.map(({ raw, name }) => sql`${raw} AS ${name}`)]),
    keys: [sql`inside`, ...parts.map(({ name }) => name)],
    counted: sql`count(*)::float8 AS n`,
    names: Prisma.join([sql`g.inside`, ...parts.map(({ name, as }) => sql`g.${name} AS ${Prisma.raw(as)}`), sql`g.n`]),
  })}),
  spent AS MATERIALIZED (${origins(
    costs,
    { pieces: [ofCosts], pairs: null },
    {
      columns: sql`${worth} AS v, ${value?.unrated ?? sql`false`} AS u`,
      keys: [],
      counted: sql`sum(r.v)::float8 AS v, count(r.v)::float8 AS rated, (count(*) FILTER (WHERE r.u))::float8 AS unrated`,
      names: sql`g.v, g.rated, g.unrated`,
    },
  )}),
  pool AS MATERIALIZED (SELECT span, grouping(campaign, source, channel) AS level, coalesce(campaign, source, channel) AS name,
      sum(n) AS n FROM result GROUP BY GROUPING SETS ((span, campaign), (span, source), (span, channel), (span))),
  share AS MATERIALIZED (SELECT t.span, taken.level, taken.name, sum(t.v / taken.n) AS v, sum(t.rated / taken.n) AS rated,
      sum(t.unrated / taken.n) AS unrated
    FROM spent t ${Prisma.join(
      LEVELS.map(
        (
          level,
        ) => sql`LEFT JOIN pool AS ${of(level)} ON ${of(level)}.span = t.span AND ${of(level)}.level = ${bitsOf(level)}
          AND ${of(level)}.name = t.${Prisma.raw(level)}`,
      ),
      ' ',
    )} JOIN pool AS of_all ON of_all.span = t.span AND of_all.level = 7
    CROSS JOIN LATERAL (SELECT CASE ${Prisma.join(
      LEVELS.map((level) => sql`WHEN ${of(level)}.n IS NOT NULL THEN ${bitsOf(level)}`),
      ' ',
    )} ELSE 7 END AS level,
      coalesce(${Prisma.join(LEVELS.map((level) => sql`${of(level)}.name`))}) AS name,
      coalesce(${Prisma.join(LEVELS.map((level) => sql`${of(level)}.n`))}, of_all.n) AS n) taken
    GROUP BY 1, 2, 3)
  SELECT g.span, ${nameOf(group, reading)} AS grp, ${partOf('v')} AS value, ${partOf('rated')} AS rows,
    ${partOf('unrated')} AS unrated
  FROM result g ${Prisma.join(
    LEVELS.map(
      (
        level,
      ) => sql`LEFT JOIN share AS ${of(level)} ON ${of(level)}.span = g.span AND ${of(level)}.level = ${bitsOf(level)}
        AND ${of(level)}.name = g.${Prisma.raw(level)}`,
    ),
    ' ',
  )} LEFT JOIN share AS of_all ON of_all.span = g.span AND of_all.level = 7${joinOf(group)}
  WHERE g.inside GROUP BY 1, 2`;

  function conditions({ at, where }: AllocationRequest['costs']): Omit<Counted, 'spans'> {
    return { ...request, at, where: where ?? [], by: null, filter: among };
  }

  function resultsIn(): Pieces {
    const { stretches, pairs } = pieces(spans);
    const wanted = conditions(request.results);
    if (stretches.length === 0 || stretches.length > MOST_PIECES) {
      const all = rowsOf(results, { ...wanted, spans }, null);
      return { pieces: [all], pairs: all.pairs };
    }
    const each = stretches.map((stretch, index) => ({
      clause: rowsOf(results, { ...wanted, spans: [stretch] }, null).clause,
      place: sql`${index}::int`,
    }));
    return { pieces: each, pairs };
  }

  /** Rows `span, campaign, source, channel` and more, put together by where they came from. */
  function origins(
    fact: FactSql,
    { pieces: each, pairs: paired }: Pieces,
    more: { readonly columns: Sql; readonly keys: readonly Sql[]; readonly counted: Sql; readonly names: Sql },
  ): Sql {
    const found = LEVELS.map((level) => ({ level, dimension: dimensionOf(fact, level) }));
    const raws = found.flatMap(({ level, dimension }) =>
      dimension.raws.map((raw, index) => ({ raw, name: rawName(level, index) })),
    );
    const columns = Prisma.join([...raws.map(({ raw, name }) => sql`${raw} AS ${name}`), more.columns]);
    const keys = Prisma.join([...raws.map(({ name }) => name), ...more.keys].map((key) => sql`r.${key}`));
    const counted = each.map(
      ({ clause, place }) => sql`SELECT r.place, ${keys}, ${more.counted}
        FROM (SELECT ${place} AS place, ${columns} ${clause} OFFSET '0') r GROUP BY r.place, ${keys}`,
    );
    const joins = found.map(
      ({ level, dimension }) => (level === 'campaign' && dimension.grouped?.join) || Prisma.empty,
    );
    const span = paired === null ? sql`g.place` : sql`m.span`;
    const pairs = paired === null ? Prisma.empty : sql` JOIN ${paired} ON m.stretch = g.place`;
    return sql`SELECT ${span} AS span, ${Prisma.join(found.map(named))}, ${more.names}
      FROM (${Prisma.join(counted, ' UNION ALL ')}) g${pairs} ${Prisma.join(joins, ' ')}`;
  }

  function named({ level, dimension }: { readonly level: Level; readonly dimension: DimensionSql }): Sql {
    const seen = dimension.raws.map((_, index) => sql`g.${rawName(level, index)}`);
    const by = level === 'campaign' ? (dimension.grouped ?? dimension) : dimension;
    return sql`${by.named(seen, reading)}::text AS ${Prisma.raw(level)}`;
  }
}

/** Of campaigns there are many, and to join them (to `g.r0`) costs less than to look each up. */
function rawName(level: Level | 'by', index: number): Sql {
  return Prisma.raw(level === 'campaign' ? `r${index}` : `${level}${index}`);
}

function of(level: string): Sql {
  return Prisma.raw(`of_${level}`);
}

/** What PostgreSQL's grouping(campaign, source, channel) says of the sets that are by one of them: a bit for each that is not. */
function bitsOf(level: Level): Sql {
  return Prisma.raw(String(7 - 2 ** (LEVELS.length - 1 - LEVELS.indexOf(level))));
}

/** What the results of a group get of all that they share in. */
function partOf(column: string): Sql {
  const shares = [...LEVELS.map(of), Prisma.raw('of_all')].map(
    (from) => sql`coalesce(${from}.${Prisma.raw(column)}, 0)`,
  );
  return sql`sum(g.n * (${Prisma.join(shares, ' + ')}))::float8`;
}
