// People that somebody owns: how soon a rep did something.
import { Prisma } from '../../../../generated/prisma/client.ts';
import { milliseconds } from '../durations.ts';
import type { Env, FactSql } from '../fact.ts';
import { iso } from '../spans.ts';
import { PERSON_DIMENSIONS, PERSON_RECORD } from './prospect.ts';

const sql = Prisma.sql;
const TOUCHED = sql`p.first_touched_at >= p.assigned_at`;
/** Nobody has answered leads for longer than that; a question about all time must not make thousands of years of days. */
const EARLIEST = new Date('2000-01-01T00:00:00Z');

export const assignment: FactSql = {
  from: sql`prospect p`,
  bySpan: null,
  counts: sql`NOT p.gone AND p.assigned_at IS NOT NULL`,
  instants: { assigned: sql`p.assigned_at` },
  born: null,
  values: {
    response: { sql: (env) => sql`(CASE WHEN ${TOUCHED} THEN ${workedBetween(env)} END)` },
    response_elapsed: {
      sql: () => sql`(CASE WHEN ${TOUCHED} THEN ${milliseconds(sql`p.assigned_at`, sql`p.first_touched_at`)} END)`,
    },
  },
  conditions: {
    touched: { sql: () => TOUCHED },
    due: { sql: ({ reading, now }) => sql`p.assigned_at <= ${before(now, reading.firstTouchMs)}::timestamptz` },
    in_time: {
      sql: ({ reading }) => sql`${TOUCHED}
        AND p.first_touched_at <= p.assigned_at + ${reading.firstTouchMs}::float8 * interval '1 millisecond'`,
    },
  },
  dimensions: PERSON_DIMENSIONS,
  compared: { employees: sql`p.employees` },
  record: PERSON_RECORD,
};

/** Working time as the playbook's hours say: the working days up to each instant, found in arrays in a few steps. */
function workedBetween({ reading, spans, now }: Env): Prisma.Sql {
  const begin = Math.max(EARLIEST.getTime(), Math.min(...spans.map(({ from }) => from.getTime())));
  const days = reading.working(new Date(Math.min(begin, now.getTime())), now).days.filter(({ from, to }) => to > from);
  const froms = sql`${days.map(({ from }) => from)}::float8[]`;
  const tos = sql`${days.map(({ to }) => to)}::float8[]`;
  const befores = sql`${days.map(({ before: worked }) => worked)}::float8[]`;
  const worked = (instant: Prisma.Sql): Prisma.Sql => {
    const moment = sql`(date_part('epoch', ${instant}) * 1000)`;
    const day = sql`width_bucket(${moment}, ${froms})`;
    return sql`coalesce((${befores})[${day}] + least(${moment}, (${tos})[${day}]) - (${froms})[${day}], 0)`;
  };
  return sql`(${worked(sql`p.first_touched_at`)} - ${worked(sql`p.assigned_at`)})`;
}

function before(now: Date, ms: number): string {
  return iso(new Date(now.getTime() - ms));
}
