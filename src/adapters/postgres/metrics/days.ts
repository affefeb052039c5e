// Amounts that are spread evenly over days: what of them falls into a span, and what they are worth.
import type { Reading } from '#features/metrics/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';

type Sql = Prisma.Sql;

/** The part of [from, to], both days included, that lies in the span `s`: 0 to 1, where they overlap. */
export function partInSpan(from: Sql, to: Sql): Sql {
  return Prisma.sql`((least(${to}, s.last_day) - greatest(${from}, s.first_day) + 1)::numeric / (${to} - ${from} + 1))`;
}

export function overlapsSpan(from: Sql, to: Sql): Sql {
  return Prisma.sql`(${from} <= s.last_day AND ${to} >= s.first_day)`;
}

/** What one unit of a currency is worth on a day; null where the playbook does not say. No currency is our own. */
export function rateOn(currency: Sql, day: Sql, { currency: own, rates }: Reading): Sql {
  const dated = JSON.stringify(Object.fromEntries(rates));
  return Prisma.sql`(CASE WHEN ${currency} IS NULL OR ${currency} = ${own} THEN 1::numeric ELSE (
    SELECT (step ->> 'rate')::numeric FROM jsonb_array_elements(${dated}::jsonb -> ${currency}) step
    WHERE (step ->> 'from')::date <= ${day} ORDER BY (step ->> 'from')::date DESC LIMIT 1) END)`;
}
