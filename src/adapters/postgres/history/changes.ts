// The history of single fields: what the CRMs tell of it, and what we saw ourselves where they told nothing.
import type { ChangedField, FieldChange } from '#ports/crm-history.ts';
import { DAY_MS } from '#kernel/time.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { relation } from './tables.ts';

export interface ChangedRecord {
  readonly crm: string;
  readonly object: string;
  readonly id: string;
}

interface Seen extends ChangedRecord {
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly changes: readonly FieldChange[];
}

export interface KeptChange {
  readonly crm: string;
  readonly object: string;
  readonly record_id: string;
  readonly field: ChangedField;
  readonly at: Date;
  readonly value: string | null;
  readonly observed: boolean;
}

type Values = Readonly<Partial<Record<ChangedField, string | null>>>;

/** A record that was not touched for longer after it was made may have changed in between. */
const BORN_LIKE_THIS_MS = DAY_MS;

/** What the CRM tells of a record's past. */
export function toldChanges(row: Seen): readonly KeptChange[] {
  return row.changes.map(({ field, at, value }) => ({ ...keyOf(row), field, at, value, observed: false }));
}

/**
 * Values of a record that its history does not explain. One that differs from what was kept began when the record was
 * last changed; one that was there when we first saw the record began with the record, if nothing has happened to it
 * since, and at a time that nobody knows otherwise.
 * @param kept what was kept of this record until now; null: it is new to us.
 */
export function observedChanges(row: Seen, values: Values, kept: Values | null): readonly KeptChange[] {
  return (Object.entries(values) as [ChangedField, string | null][]).flatMap(([field, value]) => {
    const told = row.changes
      .filter((change) => change.field === field)
      .reduce<FieldChange | null>((last, one) => (last === null || last.at <= one.at ? one : last), null);
    if (told !== null && isSame(told.value, value)) return [];
    const changed = told !== null || kept !== null;
    if (changed && kept !== null && isSame(kept[field] ?? null, value)) return [];
    if (told !== null && told.at >= row.modifiedAt) return [];
    if (!changed && (value === null || row.modifiedAt.getTime() - row.createdAt.getTime() > BORN_LIKE_THIS_MS)) {
      return [];
    }
    return [{ ...keyOf(row), field, at: changed ? row.modifiedAt : row.createdAt, value, observed: true }];
  });
}

/** Keeps them; what the CRM tells beats what we saw. Answers with the records that have something new. */
export async function keepChanges(db: Queries, changes: readonly KeptChange[]): Promise<readonly ChangedRecord[]> {
  if (changes.length === 0) return [];
  const once = new Map<string, KeptChange>();
  for (const change of changes) {
    const key = `${change.crm}:${change.object}:${change.record_id}:${change.field}:${change.at.getTime()}`;
    const known = once.get(key);
    if (known === undefined || outranks(change, known)) once.set(key, change);
  }
  const rows = [...once.values()];
  const columns = {
    crm: 'text',
    object: 'text',
    record_id: 'text',
    field: 'text',
    at: 'timestamptz',
    value: 'text',
    observed: 'bool',
  };
  return db.$queryRaw<ChangedRecord[]>`
    WITH added AS (
      INSERT INTO record_change AS kept (crm, object, record_id, field, at, value, observed)
      SELECT * FROM ${relation('given', rows, columns)}
      ON CONFLICT (crm, object, record_id, field, at) DO UPDATE SET (value, observed) = (EXCLUDED.value, EXCLUDED.observed)
      WHERE kept.observed AND NOT EXCLUDED.observed
        OR kept.observed = EXCLUDED.observed AND coalesce(kept.value, '') COLLATE "C" < coalesce(EXCLUDED.value, '')
      RETURNING crm, object, record_id)
    SELECT DISTINCT crm, object, record_id AS id FROM added`;
}

/** Forgets what we saw where the CRM's own history turned out to say the same just before. */
export async function forgetRepeats(db: Queries, records: readonly ChangedRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db.$executeRaw`
    WITH line AS (
      SELECT h.*, lag(h.value) OVER past AS before, row_number() OVER past > 1 AS has_before
      FROM record_change h WHERE (h.crm, h.object, h.record_id) IN (${recordsAsRows(records)})
      WINDOW past AS (PARTITION BY h.crm, h.object, h.record_id, h.field ORDER BY h.at))
    DELETE FROM record_change kept USING line
    WHERE line.observed AND line.has_before AND line.before IS NOT DISTINCT FROM line.value
      AND (kept.crm, kept.object, kept.record_id, kept.field, kept.at)
        = (line.crm, line.object, line.record_id, line.field, line.at)`;
}

/** `SELECT crm, object, record_id` of these records. */
export function recordsAsRows(records: readonly ChangedRecord[]): Prisma.Sql {
  return Prisma.sql`SELECT * FROM unnest(${records.map(({ crm }) => crm)}::text[],
    ${records.map(({ object }) => object)}::text[], ${records.map(({ id }) => id)}::text[])`;
}

/** 1000 and 1000.00 are the same amount. */
function isSame(one: string | null, other: string | null): boolean {
  return plain(one) === plain(other);
}

function plain(value: string | null): string | null {
  if (value === null || !/^-?\d+\.\d*$/u.test(value)) return value;
  return value.replace(/\.?0*$/u, '');
}

function outranks(one: KeptChange, other: KeptChange): boolean {
  if (one.observed !== other.observed) return !one.observed;
  return (one.value ?? '') > (other.value ?? '');
}

function keyOf({ crm, object, id }: ChangedRecord) {
  return { crm, object, record_id: id };
}
