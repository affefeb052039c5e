// How rows get into spans: one scan for any number of them. Rows fall between neighbouring bounds, and each span is made
// of the stretches between them; or, where a condition differs from span to span, rows are looked at once a span.
import type { Span } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Env } from './fact.ts';

type Sql = Prisma.Sql;

interface Stretches {
  /** The stretch that an instant lies in. */
  readonly of: (instant: Sql) => Sql;
  /** Rows that lie in any span. */
  readonly within: (instant: Sql) => Sql;
  /** Pairs of stretch and span, as `m (stretch, span)`. */
  readonly pairs: Sql;
}

/** Instants that lie in [from, to). */
export function stretches(spans: readonly Span[]): Stretches {
  const bounds = ascending(spans.flatMap(({ from, to }) => [from.getTime(), to.getTime()]));
  const pairs = spans.flatMap((span, index) =>
    bounds
      .map((bound, place) => ({ bound, stretch: place + 1, index }))
      .filter(({ bound }) => bound >= span.from.getTime() && bound < span.to.getTime()),
  );
  return {
    of: (instant) => (bounds.length === 2 ? Prisma.sql`1` : stretchOf(instant, bounds)),
    within(instant) {
      const parts = united(spans).map(
        ({ from, to }) => Prisma.sql`${instant} >= ${iso(from)}::timestamptz AND ${instant} < ${iso(to)}::timestamptz`,
      );
      if (parts.length === 0) return Prisma.sql`false`;
      return parts.length === 1 ? Prisma.join(parts) : Prisma.sql`((${Prisma.join(parts, ') OR (')}))`;
    },
    pairs: pairTable(pairs),
  };
}

/**
 * The stretches themselves, to be asked for one by one where too much is told apart for one scan to count it on several
 * cores: place in the list, and pairs with the spans that they are part of.
 */
export function pieces(spans: readonly Span[]): { readonly stretches: readonly Span[]; readonly pairs: Sql } {
  const bounds = ascending(spans.flatMap(({ from, to }) => [from.getTime(), to.getTime()]));
  const found = bounds.slice(1).flatMap((to, place) => {
    const from = bounds[place] ?? to;
    const within = spans.flatMap((span, index) =>
      span.from.getTime() <= from && to <= span.to.getTime() ? [index] : [],
    );
    return within.length === 0 ? [] : [{ stretch: { from: new Date(from), to: new Date(to) }, within }];
  });
  return {
    stretches: found.map(({ stretch }) => stretch),
    pairs: pairTable(found.flatMap(({ within }, stretch) => within.map((index) => ({ stretch, index })))),
  };
}

/** Rows that were there at the ends of the spans, or now where that is earlier. */
export function states({ spans, now }: Pick<Env, 'spans' | 'now'>): Stretches {
  const ends = spans.map(({ to }) => Math.min(to.getTime(), now.getTime()));
  const bounds = ascending(ends);
  const pairs = ends.flatMap((end, index) =>
    bounds.flatMap((bound, place) => (bound <= end ? [{ stretch: place, index }] : [])),
  );
  return {
    of: (instant) => (bounds.length === 1 ? Prisma.sql`0` : stretchOf(instant, bounds)),
    within: (instant) => {
      const last = bounds.at(-1);
      return last === undefined ? Prisma.sql`false` : Prisma.sql`${instant} < ${iso(new Date(last))}::timestamptz`;
    },
    pairs: pairTable(pairs),
  };
}

/**
 * The spans as `s (span, from_at, to_at, first_day, last_day, next_day)`, with the days whose beginning in the zone of the
 * numbers lies in them, and the day on which they are over: of one that is cut at now it is today.
 */
export function spanTable({ spans, reading }: Pick<Env, 'spans' | 'reading'>): Sql {
  return Prisma.sql`(SELECT g.span, g.from_at, g.to_at,
      ((g.from_at - interval '1 millisecond') AT TIME ZONE ${reading.zone})::date + 1 AS first_day,
      ((g.to_at - interval '1 millisecond') AT TIME ZONE ${reading.zone})::date AS last_day,
      (g.to_at AT TIME ZONE ${reading.zone})::date AS next_day
    FROM unnest(${spans.map((_, index) => index)}::int[], ${spans.map(({ from }) => iso(from))}::timestamptz[],
      ${spans.map(({ to }) => iso(to))}::timestamptz[]) AS g (span, from_at, to_at)) s`;
}

/** pg writes dates in this machine's zone otherwise. */
export function iso(at: Date): string {
  return at.toISOString();
}

function stretchOf(instant: Sql, bounds: readonly number[]): Sql {
  return Prisma.sql`width_bucket(${instant}, ${bounds.map((bound) => iso(new Date(bound)))}::timestamptz[])`;
}

function pairTable(pairs: readonly { readonly stretch: number; readonly index: number }[]): Sql {
  return Prisma.sql`unnest(${pairs.map(({ stretch }) => stretch)}::int[],
    ${pairs.map(({ index }) => index)}::int[]) AS m (stretch, span)`;
}

function ascending(instants: readonly number[]): readonly number[] {
  return [...new Set(instants)].toSorted((one, other) => one - other);
}

/** Spans that touch or overlap put together, so that an index is read in few pieces. */
function united(spans: readonly Span[]): readonly Span[] {
  const whole: Span[] = [];
  for (const span of spans
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = whole.at(-1);
    if (last === undefined || span.from > last.to) whole.push(span);
    else if (span.to > last.to) whole[whole.length - 1] = { from: last.from, to: span.to };
  }
  return whole;
}
