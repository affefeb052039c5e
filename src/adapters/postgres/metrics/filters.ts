// A question's conditions as SQL. A row whose dimension is unknown passes no condition, and passes each one that is
// turned round.
import type { Dimension, RowFilter } from '#features/metrics/metric.ts';
import type { Reading } from '#features/metrics/store.ts';
import { Fault } from '#kernel/errors.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import { isNamed } from './dimensions.ts';
import type { DimensionSql, FactSql, NameTest } from './fact.ts';

type Sql = Prisma.Sql;

const OPERATORS = {
  '<': Prisma.sql`<`,
  '<=': Prisma.sql`<=`,
  '>': Prisma.sql`>`,
  '>=': Prisma.sql`>=`,
  '==': Prisma.sql`=`,
} as const;

/** Throws Fault `invalid_input` for a dimension or field that rows of this fact do not have. */
export function filtered(fact: FactSql, filter: RowFilter, reading: Reading): Sql {
  switch (filter.kind) {
    case 'is':
      return dimensionOf(fact, filter.dimension).matching(isNamed(filter.values), reading);
    case 'like':
      return dimensionOf(fact, filter.dimension).matching(isLike(filter.part, filter.text), reading);
    case 'known': {
      const dimension = dimensionOf(fact, filter.dimension);
      return Prisma.sql`(${dimension.named(dimension.raws, reading)} IS NOT NULL)`;
    }
    case 'compare': {
      const column = fact.compared[filter.field];
      if (column === undefined) throw new Fault('invalid_input', `These rows have no ${filter.field}.`);
      return Prisma.sql`(${column} ${OPERATORS[filter.operator]} ${filter.value}::float8)`;
    }
    case 'all':
    case 'any': {
      const parts = filter.of.map((part) => filtered(fact, part, reading));
      if (parts.length === 0) return filter.kind === 'all' ? Prisma.sql`true` : Prisma.sql`false`;
      return Prisma.sql`(${Prisma.join(parts, filter.kind === 'all' ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return Prisma.sql`((${filtered(fact, filter.of, reading)}) IS NOT TRUE)`;
  }
}

/** Dimensions that a condition names. */
export function dimensionsIn(filter: RowFilter | null): readonly Dimension[] {
  if (filter === null) return [];
  switch (filter.kind) {
    case 'is':
    case 'like':
    case 'known':
      return [filter.dimension];
    case 'compare':
      return [];
    case 'all':
    case 'any':
      return filter.of.flatMap(dimensionsIn);
    case 'not':
      return dimensionsIn(filter.of);
  }
}

/** All that rows of a fact have. */
export function dimensionsOf({ dimensions }: FactSql): readonly Dimension[] {
  return Object.keys(dimensions) as Dimension[];
}

/** Throws Fault `invalid_input` where the rows do not have it. */
export function dimensionOf(fact: FactSql, dimension: Dimension): DimensionSql {
  const found = fact.dimensions[dimension];
  if (found === undefined) throw new Fault('invalid_input', `These rows have no ${dimension}.`);
  return found;
}

function isLike(part: 'starts' | 'ends' | 'contains', text: string): NameTest {
  const exactly = text.replaceAll(/[\\%_]/g, '\\$&');
  const pattern = `${part === 'starts' ? '' : '%'}${exactly}${part === 'ends' ? '' : '%'}`;
  return {
    sql: (name) => Prisma.sql`(${name} LIKE ${pattern})`,
    passes(name) {
      if (part === 'starts') return name.startsWith(text);
      return part === 'ends' ? name.endsWith(text) : name.includes(text);
    },
    values: null,
  };
}
