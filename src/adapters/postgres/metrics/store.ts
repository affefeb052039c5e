// The numbers behind KPIs, counted by PostgreSQL. Reads only; each answer is one statement and so one moment.
import { z } from 'zod';
import type { CohortRow, ConversionRow, MeasureRow, MetricStore } from '#features/metrics/store.ts';
import type { Prisma } from '../../../generated/prisma/client.ts';
import { rowsOf as rowsOfSql } from '../statements.ts';
import type { Sql } from '../statements.ts';
import { allocationSql } from './allocation.ts';
import { attributionSql } from './attribution.ts';
import { cohortsSql } from './cohorts.ts';
import { combinationsSql, parseCombinations } from './combinations.ts';
import { factOf } from './facts/facts.ts';
import { dimensionsOf } from './filters.ts';
import { FRESHNESS, parseFreshness, sinceSql, UNRATED } from './freshness.ts';
import { conversionSql, measureSql } from './measure.ts';
import { recordsOf } from './records.ts';
import { givenValues, valuesSql } from './values.ts';

const MeasureSeen = z.object({
  span: z.number(),
  grp: z.string().nullable(),
  value: z.number().nullable(),
  rows: z.number(),
  unrated: z.number(),
});

const ConversionSeen = z.object({
  span: z.number(),
  grp: z.string().nullable(),
  rows: z.number(),
  mature: z.number(),
  converted: z.number(),
});

const CohortSeen = z.object({
  day: z.number(),
  grp: z.string().nullable(),
  age: z.number().nullable(),
  rows: z.number(),
});

/** @param pool its connections should limit what a question may take: reading-pool.ts. */
export function createMetricStore(pool: Sql): MetricStore {
  return {
    async measure(request) {
      return (await select(measureSql(factOf(request.measure.fact), request))).map(parseMeasure);
    },
    async convert(request) {
      return (await select(conversionSql(factOf(request.conversion.fact), request))).map(parseConversion);
    },
    async cohorts(request) {
      return (await select(cohortsSql(factOf(request.conversion.fact), request))).map(parseCohort);
    },
    async combine(request) {
      const { of } = request;
      const fact = factOf(of.kind === 'measure' ? of.measure.fact : of.conversion.fact);
      const [row] = await select(combinationsSql(fact, request));
      return parseCombinations(row);
    },
    async attribute(request) {
      return (await select(attributionSql(request))).map(parseMeasure);
    },
    async allocate(request) {
      const [costs, results] = [factOf(request.costs.fact), factOf(request.results.fact)];
      return (await select(allocationSql(costs, results, request))).map(parseMeasure);
    },
    records: (request) => recordsOf(request, select),
    async values(dimension, reading, limit) {
      const given = givenValues(dimension, reading);
      if (given !== null) return given.slice(0, limit);
      const rows = await select(valuesSql(dimension, reading, limit));
      return rows.map((row) => z.object({ name: z.string() }).parse(row).name);
    },
    async freshness() {
      return (await select(FRESHNESS)).map(parseFreshness);
    },
    async unratedCurrencies() {
      return (await select(UNRATED)).map((row) => z.object({ currency: z.string() }).parse(row).currency);
    },
    async since({ fact, at }) {
      // Shares are there since their deals are, and to join millions of them for that takes as long as to count them.
      const [row] = await select(sinceSql(factOf(fact === 'credit' ? 'deal' : fact), at));
      return z.object({ since: z.date().nullable() }).parse(row).since;
    },
    dimensionsOf(fact) {
      return [...dimensionsOf(factOf(fact)), ...(fact === 'credit' ? (['model'] as const) : [])];
    },
  };

  function select(statement: Prisma.Sql): Promise<readonly Record<string, unknown>[]> {
    return rowsOfSql(pool, statement.text, statement.values);
  }
}

function parseMeasure(row: unknown): MeasureRow {
  const { span, grp, value, rows, unrated } = MeasureSeen.parse(row);
  return { span, group: grp, value, rows, unrated };
}

function parseConversion(row: unknown): ConversionRow {
  const { span, grp, rows, mature, converted } = ConversionSeen.parse(row);
  return { span, group: grp, rows, mature, converted };
}

function parseCohort(row: unknown): CohortRow {
  const { day, grp, age, rows } = CohortSeen.parse(row);
  return { day, group: grp, age, rows };
}
