// The rows behind a number, newest first, a page at a time.
import { z } from 'zod';
import type { RecordPage, RecordsRequest } from '#features/metrics/store.ts';
import { CRM_NAMES, CRM_OBJECTS } from '#ports/crm.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { factOf } from './facts/facts.ts';
import { milliseconds } from './durations.ts';
import type { FactSql } from './fact.ts';
import { conversionOf } from './measure.ts';
import { known, rowsOf, valueOf } from './rows.ts';

type Sql = Prisma.Sql;

/** More are not counted one by one. */
const COUNTED = 100_000;

const Refs = z.array(z.object({ crm: z.enum(CRM_NAMES), object: z.enum(CRM_OBJECTS), id: z.string() }));

const Row = z.object({
  refs: Refs.nullable(),
  name: z.string().nullable(),
  at: z.date().nullable(),
  value: z.number().nullable(),
  owner: z.string().nullable(),
  source: z.string().nullable(),
  company: z.string().nullable(),
});

interface Behind {
  readonly fact: FactSql;
  /** `FROM ... WHERE ...` */
  readonly clause: Sql;
  readonly at: Sql;
  readonly value: Sql;
  readonly reading: RecordsRequest['request']['reading'];
}

export async function recordsOf(
  request: RecordsRequest,
  select: (statement: Sql) => Promise<readonly unknown[]>,
): Promise<RecordPage> {
  const { fact, clause, at, value, reading } = request.kind === 'measure' ? ofMeasure(request) : ofConversion(request);
  const { record } = fact;
  const page = Prisma.sql`SELECT ${record.refs} AS refs, ${record.name} AS name, ${at} AS at, (${value})::float8 AS value,
      ${record.owner} AS owner, ${record.source(reading)} AS source, ${record.company} AS company
    ${clause} ORDER BY ${at} DESC NULLS LAST, ${record.id} DESC LIMIT ${request.limit}::int OFFSET ${request.skip}::int`;
  const total = Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 ${clause} LIMIT ${COUNTED + 1}::int) counted`;
  const [rows, [counted]] = await Promise.all([select(page), select(total)]);
  const all = z.object({ total: z.number() }).parse(counted).total;
  return {
    rows: rows.map((row) => {
      const parsed = Row.parse(row);
      return { ...parsed, refs: parsed.refs ?? [], name: parsed.name ?? '' };
    }),
    total: Math.min(all, COUNTED),
    more: all > COUNTED,
  };
}

function ofMeasure({ request }: Extract<RecordsRequest, { kind: 'measure' }>): Behind {
  const { measure, reading } = request;
  const fact = factOf(measure.fact);
  const value = valueOf(fact, measure);
  const rows = rowsOf(fact, { ...request, at: measure.at, where: measure.where ?? [] }, value);
  return {
    fact,
    clause: rows.clause,
    at: rows.instant ?? (fact.bySpan === null ? fact.born : null) ?? Prisma.sql`s.from_at`,
    value: value === null ? Prisma.sql`1` : value.sql(rows.env),
    reading,
  };
}

function ofConversion({ request, side }: Extract<RecordsRequest, { kind: 'conversion' }>): Behind {
  const fact = factOf(request.conversion.fact);
  const { rows, mature, converted, reached } = conversionOf(fact, request);
  const from = known(fact.instants, request.conversion.from, 'instant');
  return {
    fact,
    clause: side === 'all' ? rows.clause : Prisma.sql`${rows.clause} AND ${mature} AND ${converted}`,
    at: from,
    value: Prisma.sql`CASE WHEN ${converted} THEN ${milliseconds(from, reached)} END`,
    reading: request.reading,
  };
}
