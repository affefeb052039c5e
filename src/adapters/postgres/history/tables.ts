// How rows of the CRMs are written into a table: many at once, each only when it is as new as what is kept and differs.
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';

/** Constants of ours alone: they become SQL as they are. */
export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  /** Column and SQL type, of what is given. */
  readonly columns: Readonly<Record<string, string>>;
  /** What only joins need. */
  readonly helpers?: Readonly<Record<string, string>>;
  /** Column and expression over `given` and what it is joined with. */
  readonly derived?: Readonly<Record<string, string>>;
}

/** Without an index signature, so that interfaces are rows. */
export type Rows = readonly object[];

/** `jsonb_to_recordset(...) AS <name> (...)`: rows as a relation. */
export function relation(name: string, rows: Rows, columns: Readonly<Record<string, string>>): Prisma.Sql {
  const shape = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ${Prisma.raw(`${name} (${shape.join(', ')})`)}`;
}

/**
 * New rows, and those that are as new as the kept one and differ from it, or bring it back.
 * @param returning expressions over `kept`; `created` tells new ones.
 */
export async function upsert<Returned>(
  db: Queries,
  table: Table,
  rows: Rows,
  returning: string,
  joins: Prisma.Sql = Prisma.empty,
): Promise<readonly Returned[]> {
  if (rows.length === 0) return [];
  const { name, key, columns, helpers = {}, derived = {} } = table;
  const given = Object.keys(columns);
  const all = [...given, ...Object.keys(derived), 'gone'];
  const values = [...given.map((column) => `given.${column}`), ...Object.values(derived), 'false'];
  const content = all.filter((column) => !key.includes(column));
  const kept = content.map((column) => `kept.${column}`).join(', ');
  const excluded = content.map((column) => `EXCLUDED.${column}`).join(', ');
  return db.$queryRaw<Returned[]>`
    INSERT INTO ${Prisma.raw(`${name} AS kept (${all.join(', ')})`)}
    SELECT ${Prisma.raw(values.join(', '))} FROM ${relation('given', rows, { ...columns, ...helpers })} ${joins}
    ON CONFLICT (${Prisma.raw(key.join(', '))}) DO UPDATE
    SET (${Prisma.raw(content.join(', '))}) = ROW(${Prisma.raw(excluded)})
    WHERE kept.modified_at <= EXCLUDED.modified_at
      AND ${Prisma.raw(`(${kept}) IS DISTINCT FROM (${excluded})`)}
    RETURNING ${Prisma.raw(returning)}, (kept.xmax = 0) AS created`;
}

/** The newest of rows with the same key; of those that are equally new the one given last. */
export function newest<R extends { readonly modifiedAt: Date }>(
  rows: readonly R[],
  keyOf: (row: R) => string,
): readonly R[] {
  const found = new Map<string, R>();
  for (const row of rows) {
    const known = found.get(keyOf(row));
    if (known === undefined || known.modifiedAt <= row.modifiedAt) found.set(keyOf(row), row);
  }
  return [...found.values()];
}
