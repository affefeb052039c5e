// A metric store in memory: rows are written out in a test, and counted by the plainest code there is.
import type { Dimension, Fact, Measure, RowFilter } from '#features/metrics/metric.ts';
import type {
  AllocationRequest,
  AttributionRequest,
  CohortRequest,
  CohortRow,
  CombinationRequest,
  CombinationRow,
  ConversionRequest,
  ConversionRow,
  Freshness,
  MeasureRequest,
  MeasureRow,
  MetricStore,
  RecordRow,
  Span,
} from '#features/metrics/store.ts';
import { FACT_COLUMNS } from '#features/metrics/facts.ts';

export interface FakeRow {
  readonly fact: Fact;
  readonly at?: Readonly<Record<string, string | Date | null>>;
  readonly values?: Readonly<Record<string, number | null>>;
  /** Conditions that hold. */
  readonly is?: readonly string[];
  readonly by?: Readonly<Partial<Record<Dimension, string>>>;
  /** Its amount is in a currency without a rate. */
  readonly unrated?: boolean;
  /** Of a credit: the amount and the share by model. */
  readonly credit?: { readonly amount: number; readonly shares: Readonly<Record<string, number>> };
  readonly owner?: string;
}

export interface FakeMetrics extends MetricStore {
  readonly rows: FakeRow[];
  /** How often the store was asked, by method. */
  readonly calls: Record<string, number>;
  fresh: readonly Freshness[];
}

export function createFakeMetrics(rows: readonly FakeRow[] = []): FakeMetrics {
  const kept = [...rows];
  const calls: Record<string, number> = {};
  const count = (name: string): void => {
    calls[name] = (calls[name] ?? 0) + 1;
  };
  const store: FakeMetrics = {
    rows: kept,
    calls,
    fresh: [
      { crm: 'hubspot', freshAt: new Date('2100-01-01'), filled: 1, trouble: null },
      { crm: 'salesforce', freshAt: new Date('2100-01-01'), filled: 1, trouble: null },
    ],
    measure: async (request) => {
      count('measure');
      return measured(kept, request);
    },
    convert: async (request) => {
      count('convert');
      return converted(kept, request);
    },
    cohorts: async (request) => {
      count('cohorts');
      return cohorts(kept, request);
    },
    combine: async (request) => {
      count('combine');
      return combined(kept, request);
    },
    attribute: async (request) => {
      count('attribute');
      return attributed(kept, request);
    },
    allocate: async (request) => {
      count('allocate');
      return allocated(kept, request);
    },
    records: async ({ request, skip, limit }) => {
      count('records');
      const fact = 'measure' in request ? request.measure.fact : request.conversion.fact;
      const found = kept.filter((row) => row.fact === fact && passes(row, request.filter));
      return { rows: found.slice(skip, skip + limit).map(recordOf), total: found.length, more: false };
    },
    values: async (dimension) => [...new Set(kept.flatMap((row) => row.by?.[dimension] ?? []))],
    freshness: async () => {
      count('freshness');
      return store.fresh;
    },
    unratedCurrencies: async () => (kept.some(({ unrated }) => unrated) ? ['CHF'] : []),
    since: async ({ fact, at }) => {
      count('since');
      const known = kept
        .filter((row) => row.fact === fact)
        .flatMap((row) => (at === null ? [] : (instant(row, at) ?? [])));
      return known.length === 0 ? null : new Date(Math.min(...known.map(Number)));
    },
    dimensionsOf: (fact) => FACT_COLUMNS[fact].dimensions,
  };
  return store;
}

function recordOf({ owner }: FakeRow): RecordRow {
  return { refs: [], name: 'Mia Sand', at: null, value: 1, owner: owner ?? null, source: null, company: null };
}

function instant(row: FakeRow, name: string): Date | null {
  const at = row.at?.[name] ?? null;
  return at === null ? null : new Date(at);
}

function measured(rows: readonly FakeRow[], { measure, spans, by, filter }: MeasureRequest): readonly MeasureRow[] {
  return spans.flatMap((span, index) => {
    const inSpan = rows.filter((row) => row.fact === measure.fact && counts(row, measure, span) && passes(row, filter));
    return groupsIn(inSpan, by).map(([group, members]) => ({ span: index, group, ...aggregated(members, measure) }));
  });
}

function counts(row: FakeRow, { at, where }: Measure, span: Span): boolean {
  if (!(where ?? []).every((condition) => row.is?.includes(condition))) return false;
  if (at === null) return (instant(row, 'created') ?? span.from) < span.to;
  const when = instant(row, at);
  return when !== null && when >= span.from && when < span.to;
}

function groupsIn(rows: readonly FakeRow[], by: Dimension | null): readonly (readonly [string | null, FakeRow[]])[] {
  const groups = new Map<string | null, FakeRow[]>();
  for (const row of rows) {
    const group = by === null ? null : (row.by?.[by] ?? null);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups];
}

function aggregated(rows: readonly FakeRow[], { aggregate }: Measure): Omit<MeasureRow, 'span' | 'group'> {
  const unrated = rows.filter((row) => row.unrated === true).length;
  if (aggregate.kind === 'count') return { value: rows.length, rows: rows.length, unrated: 0 };
  const values = rows.flatMap((row) => (row.unrated ? [] : (row.values?.[aggregate.of] ?? [])));
  if (aggregate.kind === 'sum') return { value: sum(values), rows: values.length, unrated };
  const known = values.length;
  if (aggregate.kind === 'distinct') return { value: new Set(values).size, rows: rows.length, unrated };
  if (values.length === 0) return { value: null, rows: known, unrated };
  if (aggregate.kind === 'average') return { value: sum(values) / values.length, rows: known, unrated };
  const share = { median: 0.5, p90: 0.9, p95: 0.95 }[aggregate.kind];
  return { value: percentile(values, share), rows: known, unrated };
}

/** As PostgreSQL's percentile_cont. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

function converted(rows: readonly FakeRow[], request: ConversionRequest): readonly ConversionRow[] {
  const { conversion, spans, by, filter, windowMs, now } = request;
  return spans.flatMap((span, index) => {
    const measure: Measure = {
      fact: conversion.fact,
      at: conversion.from,
      aggregate: { kind: 'count' },
      where: conversion.where ?? [],
    };
    const cohort = rows.filter(
      (row) => row.fact === conversion.fact && counts(row, measure, span) && passes(row, filter),
    );
    return groupsIn(cohort, by).map(([group, members]) => {
      const mature = members.filter((row) => Number(instant(row, conversion.from)) + windowMs <= Number(now));
      const reached = mature.filter((row) => {
        const from = Number(instant(row, conversion.from));
        const to = instant(row, conversion.to);
        return to !== null && Number(to) >= from && Number(to) < from + windowMs;
      });
      return { span: index, group, rows: members.length, mature: mature.length, converted: reached.length };
    });
  });
}

function cohorts(rows: readonly FakeRow[], request: CohortRequest): readonly CohortRow[] {
  const { conversion, entered, until, by, filter, windowMs, reading } = request;
  const dayOf = (at: Date): number =>
    Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: reading.zone }).format(at)) / 86_400_000;
  return rows.flatMap((row) => {
    const from = instant(row, conversion.from);
    if (row.fact !== conversion.fact || from === null || from < entered.from || from >= entered.to) return [];
    if (!passes(row, filter)) return [];
    const to = instant(row, conversion.to);
    const known = to !== null && to >= from && Number(to) < Number(from) + windowMs && to < until;
    const group = by === null ? null : (row.by?.[by] ?? null);
    return [{ day: dayOf(from), group, age: known ? dayOf(to) - dayOf(from) : null, rows: 1 }];
  });
}

/** Row by row: they are not put together. */
function combined(rows: readonly FakeRow[], { of, by, spans, filter }: CombinationRequest): readonly CombinationRow[] {
  const wider: Measure =
    of.kind === 'measure'
      ? (of.outOf ?? of.measure)
      : { ...of.conversion, at: of.conversion.from, aggregate: { kind: 'count' } };
  return spans.flatMap((span, index) =>
    rows
      .filter((row) => row.fact === wider.fact && counts(row, wider, span) && passes(row, filter))
      .map((row) => {
        const groups = by.map((dimension) => row.by?.[dimension] ?? null);
        const cases = of.kind === 'measure' && of.outOf !== null ? added(row, wider) : ofOne(row, wider);
        return { span: index, groups, value: valueOf(row, of, span), cases, rows: ofOne(row, wider) };
      }),
  );
}

function valueOf(row: FakeRow, of: CombinationRequest['of'], span: Span): number {
  if (of.kind === 'measure') return counts(row, of.measure, span) ? added(row, of.measure) : 0;
  const [from, to] = [Number(instant(row, of.conversion.from)), instant(row, of.conversion.to)];
  return to !== null && Number(to) >= from && Number(to) < from + of.windowMs && to < span.to ? 1 : 0;
}

function added(row: FakeRow, { aggregate }: Measure): number {
  if (aggregate.kind === 'count' || aggregate.kind === 'distinct') return 1;
  return aggregated([row], { fact: row.fact, at: null, aggregate: { kind: 'sum', of: aggregate.of } }).value ?? 0;
}

/** Whether it has a value, as a number. */
function ofOne(row: FakeRow, { aggregate }: Measure): number {
  if (aggregate.kind === 'count' || aggregate.kind === 'distinct') return 1;
  return row.unrated || typeof row.values?.[aggregate.of] !== 'number' ? 0 : 1;
}

function attributed(rows: readonly FakeRow[], request: AttributionRequest): readonly MeasureRow[] {
  const { amount, model, spans, by, filter } = request;
  const at = amount === 'won' ? 'closed' : 'created';
  return spans.flatMap((span, index) => {
    const inSpan = rows.filter((row) => {
      const when = instant(row, at);
      return row.fact === 'credit' && when !== null && when >= span.from && when < span.to && passes(row, filter);
    });
    const models =
      by === 'model' ? ['first_touch', 'last_touch', 'linear', 'u_shaped', 'w_shaped', 'time_decay'] : [model];
    return models.flatMap((one) =>
      groupsIn(inSpan, by === 'model' ? null : by).map(([group, members]) => ({
        span: index,
        group: by === 'model' ? one : group,
        value: sum(members.map(({ credit }) => (credit ? credit.amount * (credit.shares[one] ?? 0) : 0))),
        rows: members.length,
        unrated: 0,
      })),
    );
  });
}

/** Cost by cost and person by person. */
function allocated(rows: readonly FakeRow[], request: AllocationRequest): readonly MeasureRow[] {
  const { costs, results, among, filter, spans, by } = request;
  return spans.flatMap((span, index) => {
    const of = (measure: Measure): readonly FakeRow[] =>
      rows.filter((row) => row.fact === measure.fact && counts(row, measure, span) && passes(row, among));
    const people = of(results);
    const parts = of(costs).flatMap((cost) => {
      const pools = (['campaign', 'source', 'channel'] as const).map((level) =>
        people.filter((row) => cost.by?.[level] !== undefined && row.by?.[level] === cost.by[level]),
      );
      const pool = pools.find((found) => found.length > 0) ?? people;
      const value = costs.aggregate.kind === 'count' ? 1 : (cost.values?.[costs.aggregate.of] ?? 0);
      return pool.map((person) => ({ person, value: value / pool.length, part: 1 / pool.length, cost }));
    });
    return groupsIn(
      people.filter((row) => passes(row, filter)),
      by,
    ).map(([group, members]) => {
      const theirs = parts.filter(({ person }) => members.includes(person));
      const share = (unrated: boolean): number =>
        sum(theirs.filter(({ cost }) => (cost.unrated ?? false) === unrated).map(({ part }) => part));
      return {
        span: index,
        group,
        value: sum(theirs.map(({ value }) => value)),
        rows: share(false),
        unrated: share(true),
      };
    });
  });
}

function passes(row: FakeRow, filter: RowFilter | null): boolean {
  if (filter === null) return true;
  switch (filter.kind) {
    case 'is':
      return filter.values.includes(row.by?.[filter.dimension] ?? '');
    case 'known':
      return row.by?.[filter.dimension] !== undefined;
    case 'like': {
      const text = row.by?.[filter.dimension] ?? '';
      if (filter.part === 'starts') return text.startsWith(filter.text);
      return filter.part === 'ends' ? text.endsWith(filter.text) : text.includes(filter.text);
    }
    case 'compare': {
      const value = row.values?.[filter.field] ?? Number.NaN;
      if (filter.operator === '<') return value < filter.value;
      if (filter.operator === '<=') return value <= filter.value;
      if (filter.operator === '>') return value > filter.value;
      return filter.operator === '>=' ? value >= filter.value : value === filter.value;
    }
    case 'all':
      return filter.of.every((one) => passes(row, one));
    case 'any':
      return filter.of.some((one) => passes(row, one));
    case 'not':
      return !passes(row, filter.of);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
