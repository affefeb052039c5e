// The rows that a question counts: from where, under which conditions, and in which of its spans.
import type { Dimension, Measure, RowFilter } from '#features/metrics/metric.ts';
import type { Reading, Span } from '#features/metrics/store.ts';
import { Fault } from '#kernel/errors.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Env, FactSql, ValueSql } from './fact.ts';
import { dimensionsIn, filtered } from './filters.ts';
import { iso, spanTable, states, stretches } from './spans.ts';

type Sql = Prisma.Sql;

export interface Counted {
  readonly at: string | null;
  readonly where: readonly string[];
  readonly by: Dimension | null;
  /** Dimensions that are grouped by beside it. */
  readonly also?: readonly Dimension[];
  readonly filter: RowFilter | null;
  readonly spans: readonly Span[];
  readonly reading: Reading;
  readonly now: Date;
}

export interface Rows {
  readonly env: Env;
  /** `FROM ... WHERE ...` */
  readonly clause: Sql;
  /** The instant by which a row counts; null: by its state. */
  readonly instant: Sql | null;
  /** What a row's span is told by: a stretch of `pairs`, or the span itself where `pairs` is null. */
  readonly place: Sql;
  readonly pairs: Sql | null;
}

/**
 * @param value what is aggregated, where that is no count.
 * @param more further conditions.
 * Throws Fault `invalid_input` for a name that the fact does not have.
 */
export function rowsOf(fact: FactSql, counted: Counted, value: ValueSql | null, more: readonly Sql[] = []): Rows {
  const { reading, now, spans, at } = counted;
  const conditions = counted.where.map((name) => known(fact.conditions, name, 'condition'));
  const spanned =
    fact.bySpan !== null || [...conditions, ...(value === null ? [] : [value])].some((piece) => isSpanned(piece));
  const end = spanned ? Prisma.sql`least(s.to_at, ${iso(now)}::timestamptz)` : Prisma.sql`${iso(now)}::timestamptz`;
  const grouped = [...(counted.by === null ? [] : [counted.by]), ...(counted.also ?? [])];
  const uses = new Set([...grouped, ...dimensionsIn(counted.filter)]);
  const env: Env = { reading, now, spans, at, uses, end };
  const instant = at === null ? null : known(fact.instants, at, 'instant');
  const lying = liesIn();
  const all = [
    fact.counts,
    ...lying.where,
    ...conditions.map(({ sql }) => sql(env)),
    ...(counted.filter === null ? [] : [filtered(fact, counted.filter, reading)]),
    ...more,
  ];
  return {
    env,
    clause: Prisma.sql`FROM ${fromOf()} WHERE ${Prisma.join(all, ' AND ')}`,
    instant,
    place: lying.place,
    pairs: lying.pairs,
  };

  function fromOf(): Sql {
    if (fact.bySpan !== null) return fact.bySpan(env);
    return spanned ? Prisma.sql`${fact.from} CROSS JOIN ${spanTable(env)}` : fact.from;
  }

  function isSpanned(piece: { readonly spanned?: 'always' | 'state' }): boolean {
    return piece.spanned === 'always' || (piece.spanned === 'state' && at === null);
  }

  function liesIn(): { readonly where: readonly Sql[]; readonly place: Sql; readonly pairs: Sql | null } {
    if (fact.bySpan !== null) return { where: [], place: Prisma.sql`s.span`, pairs: null };
    const by = instant ?? fact.born ?? noStates();
    if (spanned) {
      const where = at === null ? Prisma.sql`${by} < ${end}` : Prisma.sql`${by} >= s.from_at AND ${by} < s.to_at`;
      return { where: [where], place: Prisma.sql`s.span`, pairs: null };
    }
    const lying = at === null ? states(env) : stretches(spans);
    return { where: [lying.within(by)], place: lying.of(by), pairs: lying.pairs };
  }
}

/** The value of an aggregate. Throws as above. */
export function valueOf(fact: FactSql, { aggregate }: Measure): ValueSql | null {
  return aggregate.kind === 'count' ? null : known(fact.values, aggregate.of, 'value');
}

export function known<T>(names: Readonly<Record<string, T>>, name: string, what: string): T {
  const found = Object.hasOwn(names, name) ? names[name] : undefined;
  if (found === undefined) throw new Fault('invalid_input', `These rows have no ${what} ${name}.`);
  return found;
}

function noStates(): never {
  throw new Fault('invalid_input', 'These rows have no state at a point in time.');
}
